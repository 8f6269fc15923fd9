// Where the eyes and the mouth of a model's faces lie, so that a photo can be laid over them. A plain value,
// in a model file's metadata (embedded_axes.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace progan {

struct AnchorPoint {
    double x = 0, y = 0;
    bool operator==(const AnchorPoint&) const = default;
};

/// The eye on the left of the picture, the one on its right, and the middle of the mouth: x to the right, y
/// down, in pixels of a photo or, of a model, in parts of the picture's side. A pixel's middle lies at .5.
struct FaceAnchors {
    AnchorPoint left_eye, right_eye, mouth;
    bool operator==(const FaceAnchors&) const = default;
};

/// Throws Error if the three do not span a face: if they are not finite, or (nearly) the same place.
void validate(const FaceAnchors& anchors);

/// {"version": 1, "left_eye": [x, y], "right_eye": [x, y], "mouth": [x, y]}
std::string anchors_to_json(const FaceAnchors& anchors);
/// Nothing for a text that is damaged, or of a later version.
std::optional<FaceAnchors> anchors_from_json(std::string_view text);

}  // namespace progan
