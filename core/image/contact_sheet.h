// Many pictures arranged in one, as by `progan render --grid`.
#pragma once

#include <span>
#include <string>

#include "core/image/image.h"

namespace progan {

struct ContactSheetOptions {
    int columns = 0;                        ///< 0: the most nearly square grid
    int gap = 0;                            ///< pixels between pictures, white
    std::span<const std::string> captions;  ///< empty, or one per picture, drawn below it
};

/// Pictures row by row; each cell is as large as the largest picture, unused cells are white. Captions wider
/// than a cell are shortened with "...". Throws Error if there are no pictures, if the number of captions
/// differs from theirs, or if there are captions but no font is installed.
Image contact_sheet(std::span<const Image> images, const ContactSheetOptions& options);

}  // namespace progan
