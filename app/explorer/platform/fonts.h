// The UI's fonts: Inter from Debian's fonts-inter, Japanese from fonts-vlgothic, and for what neither holds
// whatever fonts are installed. A full atlas would cost start-up time and memory, so characters are added
// when they first appear. One thread.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <list>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "app/explorer/platform/font_file.h"
#include "app/explorer/platform/system_fonts.h"

namespace progan {

class Fonts {
  public:
    Fonts();

    /// Call before a frame with the height of text in pixels. Builds the atlas if the size changed or new
    /// characters were asked for; returns true if it did (its texture must be uploaded again).
    bool build(float pixels);

    /// Text that is or will be shown: characters outside Latin are put into the next atlas, from the first
    /// font that holds them, at most kMostExtra.
    void need(std::string_view utf8);
    void need(unsigned code_point);
    /// Whether characters wait for the next atlas.
    bool stale() const { return stale_; }

    /// The texture grows with each, and a folder may be full of names.
    static constexpr std::size_t kMostExtra = 8000;

  private:
    const FontFile* font_with(unsigned code_point);

    FontFile latin_, japanese_;
    SystemFonts system_;
    float built_pixels_ = 0;
    std::set<unsigned> asked_;                                ///< also those that no font holds
    std::map<const FontFile*, std::vector<unsigned>> extra_;  ///< code points by font
    std::list<ImVector<ImWchar>> ranges_;                     ///< that the atlas refers to
    std::size_t extras_ = 0;
    bool stale_ = false;
};

/// Texts drawn by our own controls are needed by these: Dear ImGui's context carries them. None: nothing is.
void use_for_drawn_text(Fonts* fonts);
void need_for_drawing(std::string_view utf8);

}  // namespace progan
