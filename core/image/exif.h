// The EXIF block of a picture: which way up it is, and a comment. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace progan {

/// EXIF's orientation, 1 to 8, from an Exif block with or without its prefix "Exif\0\0"; 1, upright, if there
/// is none or the block is damaged. Source: TIFF 6.0, section 2; Exif 2.32, 4.6.4, tag 274.
int exif_orientation(std::string_view exif);

/// The text of the user comment (tag 37510) if it is declared as ASCII; "" if there is none or the block is
/// damaged. Source: Exif 2.32, 4.6.5.
std::string exif_comment(std::string_view exif);

/// A block, without the prefix, that holds a user comment and nothing else. The text is ASCII.
std::string exif_with_comment(std::string_view ascii);

}  // namespace progan
