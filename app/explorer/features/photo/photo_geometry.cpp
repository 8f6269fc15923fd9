#include "app/explorer/features/photo/photo_geometry.h"

#include <complex>

namespace progan {
namespace {

using Complex = std::complex<double>;

template <class Change>
FaceAnchors changed(FaceAnchors anchors, const Change& change) {
    for (std::size_t i = 0; i < kAnchors; ++i) anchor(anchors, i) = change(anchor(anchors, i));
    return anchors;
}

}  // namespace

AnchorPoint& anchor(FaceAnchors& anchors, std::size_t index) {
    return index == 0 ? anchors.left_eye : index == 1 ? anchors.right_eye : anchors.mouth;
}

const AnchorPoint& anchor(const FaceAnchors& anchors, std::size_t index) {
    return index == 0 ? anchors.left_eye : index == 1 ? anchors.right_eye : anchors.mouth;
}

FaceAnchors moved(FaceAnchors anchors, double x, double y) {
    return changed(anchors, [&](const AnchorPoint& point) { return AnchorPoint{point.x + x, point.y + y}; });
}

FaceAnchors turned(FaceAnchors anchors, const AnchorPoint& center, const AnchorPoint& from,
                   const AnchorPoint& to) {
    const Complex about(center.x, center.y), before = Complex(from.x, from.y) - about,
                                             after = Complex(to.x, to.y) - about;
    if (std::abs(before) == 0 || std::abs(after) == 0) return anchors;
    return changed(anchors, [&](const AnchorPoint& point) {
        const Complex at = about + (Complex(point.x, point.y) - about) * after / before;
        return AnchorPoint{at.real(), at.imag()};
    });
}

FaceAnchors scaled(FaceAnchors anchors, double factor) {
    return enlarged(anchors, {}, factor);
}

FaceAnchors enlarged(FaceAnchors anchors, const AnchorPoint& center, double factor) {
    return changed(anchors, [&](const AnchorPoint& point) {
        return AnchorPoint{center.x + factor * (point.x - center.x),
                           center.y + factor * (point.y - center.y)};
    });
}

FaceAnchors usual_anchors() {
    return {{0.38, 0.47}, {0.62, 0.47}, {0.5, 0.7}};
}

AnchorPoint middle(const std::array<AnchorPoint, 4>& square) {
    return {(square[0].x + square[2].x) / 2, (square[0].y + square[2].y) / 2};
}

bool is_inside(const std::array<AnchorPoint, 4>& square, const AnchorPoint& point) {
    for (std::size_t i = 0; i < square.size(); ++i) {
        const AnchorPoint &a = square[i], &b = square[(i + 1) % square.size()];
        if ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) < 0) return false;
    }
    return true;
}

}  // namespace progan
