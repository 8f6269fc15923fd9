// How the hand moves the three anchors of a photo: one at a time, or all as the corners of a square that is
// dragged, turned and scaled. Pure functions, in pixels; any thread.
#pragma once

#include <array>
#include <cstddef>

#include "core/model/face_anchors.h"

namespace progan {

inline constexpr std::size_t kAnchors = 3;

/// Left eye, right eye, mouth.
AnchorPoint& anchor(FaceAnchors& anchors, std::size_t index);
const AnchorPoint& anchor(const FaceAnchors& anchors, std::size_t index);

FaceAnchors moved(FaceAnchors anchors, double x, double y);
/// Turned and scaled about `center`, so that `from` comes to lie at `to`. Unchanged if either is the center.
FaceAnchors turned(FaceAnchors anchors, const AnchorPoint& center, const AnchorPoint& from,
                   const AnchorPoint& to);
/// All coordinates times a factor.
FaceAnchors scaled(FaceAnchors anchors, double factor);
/// About `center`.
FaceAnchors enlarged(FaceAnchors anchors, const AnchorPoint& center, double factor);

/// Where the eyes and the mouth lie in faces that fill their picture, in parts of its side: where a person
/// begins who is asked for a model's.
FaceAnchors usual_anchors();

AnchorPoint middle(const std::array<AnchorPoint, 4>& square);
bool is_inside(const std::array<AnchorPoint, 4>& square, const AnchorPoint& point);

}  // namespace progan
