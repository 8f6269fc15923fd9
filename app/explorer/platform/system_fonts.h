// The fonts that are installed, by fontconfig: where a character is found that the program's own fonts lack.
// Nothing is read before the first question. Owned by Fonts; one thread.
#pragma once

#include <memory>
#include <vector>

#include "app/explorer/platform/font_file.h"

namespace progan {

class SystemFonts {
  public:
    SystemFonts();
    ~SystemFonts();
    SystemFonts(const SystemFonts&) = delete;
    SystemFonts& operator=(const SystemFonts&) = delete;

    /// The font that suits best, in the system's order for text without serifs, of those that hold the
    /// character as an outline that Dear ImGui can draw. Null if there is none. Valid as long as this object.
    const FontFile* font_with(unsigned code_point);

  private:
    struct Listing;
    std::unique_ptr<Listing> listing_;               ///< of fontconfig; null before the first question
    std::vector<std::unique_ptr<FontFile>> opened_;  ///< that were needed
};

}  // namespace progan
