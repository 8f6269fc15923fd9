// The UI's fonts: Inter from Debian's fonts-inter in three cuts, Japanese from fonts-vlgothic, for what
// neither holds whatever fonts are installed, and icons from fonts-materialdesignicons-webfont. A full atlas
// would cost start-up time and memory, so characters are added when they first appear. One thread.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "app/explorer/platform/font_file.h"
#include "app/explorer/platform/system_fonts.h"

namespace progan {

/// Heights in pixels.
struct FontSizes {
    float body = 15, small = 13, heading = 13, title = 20, icon = 18;
    bool operator==(const FontSizes&) const = default;
};

enum class FontRole { body, small, heading, title, icons };

/// The font for a role: the body's where there is none of its own, and null for icons without their font.
ImFont* font_of(FontRole role);

class Fonts {
  public:
    /// `icons`: code points of the icons in use.
    explicit Fonts(std::span<const ImWchar> icons = {});

    /// Call before a frame. Builds the atlas if a size changed or new characters were asked for; returns true
    /// if it did (its texture must be uploaded again).
    bool build(const FontSizes& sizes);

    /// Text that is or will be shown: characters outside Latin are put into the next atlas, from the first
    /// font that holds them, at most kMaxExtra.
    void need(std::string_view utf8);
    void need(unsigned code_point);
    /// Whether characters wait for the next atlas.
    bool stale() const { return stale_; }

    /// The texture grows with each, and a folder may be full of names.
    static constexpr std::size_t kMaxExtra = 8000;

  private:
    const FontFile* font_with(unsigned code_point);
    void make_ranges();
    void add_text(const FontFile& latin, float pixels);
    void add_icons(float pixels);

    FontFile latin_, heading_, japanese_, icon_file_;
    SystemFonts system_;
    std::vector<ImWchar> icons_;
    FontSizes built_{0, 0, 0, 0, 0};
    std::set<unsigned> asked_;                                ///< also those that no font holds
    std::map<const FontFile*, std::vector<unsigned>> extra_;  ///< code points by font
    std::map<const FontFile*, ImVector<ImWchar>> ranges_;     ///< that the atlas refers to
    std::size_t extras_ = 0;
    bool stale_ = false;
};

/// Texts drawn by our own controls are needed by these: Dear ImGui's context carries them. None: nothing is.
void use_for_drawn_text(Fonts* fonts);
void need_for_drawing(std::string_view utf8);

}  // namespace progan
