#include "core/image/picture_limits.h"

#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::int64_t kLargestSide = 16384;
constexpr std::int64_t kMostPixels = std::int64_t{64} << 20;

}  // namespace

void check_picture_size(const std::string& name, std::int64_t width, std::int64_t height, std::size_t bytes,
                        std::int64_t most_pixels_per_byte) {
    const std::string size = std::to_string(width) + " x " + std::to_string(height) + " pixels";
    if (width < 1 || height < 1 || width > kLargestSide || height > kLargestSide)
        throw Error(name + " has " + size + "; at most " + std::to_string(kLargestSide) +
                    " a side can be read.");
    const std::int64_t count = width * height;
    if (count > kMostPixels)
        throw Error(name + " has " + size + "; at most " + std::to_string(kMostPixels >> 20) +
                    " million can be read.");
    if (count > most_pixels_per_byte * static_cast<std::int64_t>(bytes))
        throw Error(name + " is a damaged picture: it claims " + size + " in " + std::to_string(bytes) +
                    " bytes.");
}

}  // namespace progan
