#include "app/explorer/features/stage/fade.h"

#include <algorithm>
#include <utility>

#include "core/image/blend.h"
#include "core/image/resize.h"
#include "core/latent/journey/journey.h"

namespace progan {
namespace {

bool same_size(const Image& a, const Image& b) {
    return a.width == b.width && a.height == b.height;
}

}  // namespace

void Fade::follow(const Image& picture) {
    to_ = picture;
}

void Fade::jump(const Image& picture, Time now, Seconds length) {
    Image seen = this->picture(now);
    to_ = picture;
    sized_ = {};
    from_ = length > Seconds{0} ? std::move(seen) : Image{};
    began_ = now;
    length_ = length;
}

double Fade::part(Time now) const {
    return under_way() ? ease(std::clamp((now - began_) / length_, 0.0, 1.0), Easing::smooth) : 1;
}

/// A preview is smaller than a whole picture: both are mixed in the larger size.
Image Fade::picture(Time now) {
    if (part(now) >= 1) {
        from_ = {};
        sized_ = {};
        return to_;
    }
    const bool grows = to_.width < from_.width;
    const Image larger = grows ? resize(to_, from_.width, from_.height, ResizeFilter::smooth) : Image{};
    const Image& to = grows ? larger : to_;
    if (!same_size(sized_, to))
        sized_ = same_size(from_, to) ? from_ : resize(from_, to.width, to.height, ResizeFilter::smooth);
    return blend(sized_, to, part(now));
}

}  // namespace progan
