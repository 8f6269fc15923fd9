// Draws lines of text into images.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/image/image.h"

namespace progan {

/// The program's font at one size. Not thread-safe.
class TextPainter {
  public:
    /// `height` is that of a line in pixels. Throws Error if the font file is missing or not a font.
    explicit TextPainter(int height);
    ~TextPainter();

    /// Width of the text in pixels. Text is UTF-8; invalid bytes are shown as U+FFFD.
    int width(std::string_view text) const;
    /// The text, shortened with "..." if it is wider than `width` pixels.
    std::string fit(std::string_view text, int width) const;
    /// Draws dark gray text with its line's top left corner at (x, y), clipped to the image.
    void draw(Image& image, int x, int y, std::string_view text) const;

  private:
    struct Font;
    std::unique_ptr<Font> font_;
};

}  // namespace progan
