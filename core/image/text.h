// Lines of text drawn into pictures.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/image/image.h"

namespace progan {

/// The program's font at one size. Not thread-safe.
class TextPainter {
  public:
    /// `height` is that of a line in pixels. Throws Error if the font's file is not there or is no font.
    explicit TextPainter(int height);
    ~TextPainter();

    /// Width of the text in pixels. Text is UTF-8; broken bytes are shown as U+FFFD.
    int width(std::string_view text) const;
    /// The text, shortened with "..." if it is wider than `width` pixels.
    std::string fit(std::string_view text, int width) const;
    /// Draws dark grey text, its line's top left corner at (x, y); what is outside the picture is cut off.
    void draw(Image& image, int x, int y, std::string_view text) const;

  private:
    struct Font;
    std::unique_ptr<Font> font_;
};

}  // namespace progan
