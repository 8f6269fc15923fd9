#include "core/image/picture_limits.h"

#include "core/support/counted.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::int64_t kMaxSide = 16384;
constexpr std::int64_t kMaxPixels = std::int64_t{64} << 20;

}  // namespace

void check_picture_size(const std::string& name, std::int64_t width, std::int64_t height, std::size_t bytes,
                        std::int64_t most_pixels_per_byte) {
    const std::string size = fmt::format("{} x {} pixels", width, height);
    if (width < 1 || height < 1 || width > kMaxSide || height > kMaxSide)
        throw Error("{} has {}, but each side must have 1 to {}.", name, size, kMaxSide);
    const std::int64_t count = width * height;
    if (count > kMaxPixels)
        throw Error("{} has {}, more than the maximum of {} million.", name, size, kMaxPixels >> 20);
    if (count > most_pixels_per_byte * static_cast<std::int64_t>(bytes))
        throw Error("{} is a damaged picture: it claims {} in {}.", name, size,
                    counted(bytes, "byte", "bytes"));
}

}  // namespace progan
