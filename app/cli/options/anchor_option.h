// The eyes and the mouth as an option's value.
#pragma once

#include <string>

#include "core/model/face_anchors.h"

namespace progan::cli {

inline constexpr const char* kAnchorsType = "X,Y,X,Y,X,Y";

/// From "X,Y,X,Y,X,Y": the left eye, the right eye and the mouth, in pixels. Throws UsageError.
FaceAnchors parse_anchors(const std::string& text);

}  // namespace progan::cli
