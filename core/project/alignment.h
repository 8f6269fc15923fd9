// A photo as a picture of the model's size: laid over the model's faces by the eyes and the mouth, or its
// central square. Pure functions; any thread.
#pragma once

#include <array>
#include <vector>

#include "core/image/image.h"
#include "core/model/face_anchors.h"

namespace progan {

/// Photos with a shorter side are too small to be looked for.
inline constexpr int kMinPhotoSide = 8;

struct AlignedPhoto {
    Image picture;  ///< a square
    std::vector<float>
        weights;  ///< [side][side], 0 to 1: what share of a pixel lies in the photo; empty: all of each
};

/// The photo turned, scaled and moved so that `of_photo`, in its pixels, come as near to `of_model`, in parts
/// of the side, as a similarity brings them: least squares over the three (Umeyama 1991, in two dimensions).
/// Shrinks by means of areas. Where the photo ends, its last pixels are continued and count nothing. Throws
/// Error if the anchors cannot be those of a face, or most of it lies outside the photo.
AlignedPhoto align(const Image& photo, const FaceAnchors& of_photo, const FaceAnchors& of_model, int side);

/// Where the corners of that square lie in the photo: upper left, upper right, lower right, lower left.
std::array<AnchorPoint, 4> square_in_photo(const FaceAnchors& of_photo, const FaceAnchors& of_model);

/// Of a photo whose central square is taken, in its pixels.
FaceAnchors central_anchors(int width, int height, const FaceAnchors& of_model);

/// Without anchors. Throws Error if the photo is too small.
AlignedPhoto central_part(const Image& photo, int side);

}  // namespace progan
