#include "app/explorer/features/photo/photo_queue.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "core/files/sha256.h"
#include "core/image/image_file.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/project/alignment.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kShownSide = 1024;  ///< pixels that the photo on screen has at most

Image shrunk_for_screen(const Image& image) {
    const int side = std::max(image.width, image.height);
    if (side <= kShownSide) return image;
    const auto length = [&](int of) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(of) * kShownSide / side)));
    };
    return resize(image, length(image.width), length(image.height), ResizeFilter::smooth);
}

std::shared_ptr<const Photo> read_photo(const PhotoSource& source, const ProgressReport& report) {
    auto photo = std::make_shared<Photo>();
    photo->image = source.png.empty() ? read_image(source.path) : decode_png(source.png, source.name).image;
    report(1, 2);
    if (std::min(photo->image.width, photo->image.height) < kMinPhotoSide)
        throw Error("{}: The photo has only {} x {} pixels, but needs at least {} per side.", source.name,
                    photo->image.width, photo->image.height, kMinPhotoSide);
    photo->sha256 = sha256_hex(std::as_bytes(std::span(photo->image.rgb)));
    photo->shown = std::make_shared<const Image>(shrunk_for_screen(photo->image));
    return photo;
}

}  // namespace

std::string PhotoQueue::take(std::function<void(Result<std::shared_ptr<const Photo>>)> done) {
    PhotoSource source = std::move(waiting_.front());
    waiting_.pop_front();
    std::string name = source.name;
    reading_ = engine_.run_aside(
        [source = std::move(source)](const ProgressReport& report) { return read_photo(source, report); },
        std::move(done));
    return name;
}

}  // namespace progan
