// Many pictures on one: the grids of `progan render --grid`.
#pragma once

#include <span>
#include <string>

#include "core/image/image.h"

namespace progan {

struct ContactSheetOptions {
    int columns = 0;                        ///< 0: the most nearly square grid
    int gap = 0;                            ///< pixels between pictures, white
    std::span<const std::string> captions;  ///< empty, or one a picture, drawn under it
};

/// Pictures row by row; each cell is as large as the largest picture, unused cells are white. Captions that
/// are wider than the cell are shortened with "...". Throws Error if there is no picture, if captions are
/// given for another number of pictures, or if captions are asked for and no font is installed.
Image contact_sheet(std::span<const Image> images, const ContactSheetOptions& options);

}  // namespace progan
