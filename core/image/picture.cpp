#include "core/image/picture.h"

#include <algorithm>
#include <cstddef>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::string_view kPrefix("Exif\0\0", 6);
constexpr std::size_t kEntryBytes = 12;
constexpr std::uint32_t kOrientationTag = 0x112, kShort = 3;

/// A TIFF block's numbers, of the byte order that its first bytes name.
class Tiff {
  public:
    explicit Tiff(std::string_view bytes) : bytes_(bytes), big_endian_(bytes.starts_with("MM")) {}

    bool holds(std::size_t offset, std::size_t count) const {
        return offset <= bytes_.size() && count <= bytes_.size() - offset;
    }
    /// `count` bytes, which must be there.
    std::uint32_t number(std::size_t offset, std::size_t count) const {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = offset + (big_endian_ ? i : count - 1 - i);
            value = value << 8U | static_cast<unsigned char>(bytes_[at]);
        }
        return value;
    }

  private:
    std::string_view bytes_;
    bool big_endian_;
};

}  // namespace

Picture onto_background(std::span<const std::uint8_t> rgba, int width, int height) {
    Picture picture{Image(width, height)};
    const std::size_t pixels = picture.image.rgb.size() / 3;
    if (rgba.size() != pixels * 4)
        throw Error("A picture of {} x {} pixels came with {} bytes.", width, height, rgba.size());
    for (std::size_t i = 0; i < pixels; ++i) {
        const std::uint8_t* from = &rgba[4 * i];
        const unsigned alpha = from[3];
        picture.transparent |= alpha != 255;
        for (std::size_t c = 0; c < 3; ++c)
            picture.image.rgb[3 * i + c] =
                static_cast<std::uint8_t>((from[c] * alpha + kBackground * (255 - alpha) + 127) / 255);
    }
    return picture;
}

int exif_orientation(std::string_view exif) {
    if (exif.starts_with(kPrefix)) exif.remove_prefix(kPrefix.size());
    if (!exif.starts_with(std::string_view("II*\0", 4)) && !exif.starts_with(std::string_view("MM\0*", 4)))
        return 1;
    const Tiff tiff(exif);
    if (!tiff.holds(4, 4)) return 1;
    const std::size_t directory = tiff.number(4, 4);
    if (!tiff.holds(directory, 2)) return 1;
    const std::size_t entries = tiff.number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + i * kEntryBytes;
        if (!tiff.holds(entry, kEntryBytes)) return 1;
        if (tiff.number(entry, 2) != kOrientationTag) continue;
        const std::uint32_t orientation = tiff.number(entry + 8, 2);
        const bool sound = tiff.number(entry + 2, 2) == kShort && tiff.number(entry + 4, 4) == 1 &&
                           orientation >= 1 && orientation <= 8;
        return sound ? static_cast<int>(orientation) : 1;
    }
    return 1;
}

Image upright(Image image, int orientation) {
    if (orientation < 2 || orientation > 8) return image;
    // Where the upright picture's pixel (x, y) lies in the one that was stored: the stored axes are exchanged
    // from 5 on, then each is reversed or not.
    const bool exchanged = orientation >= 5;
    const bool reversed_columns =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool reversed_rows = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    Image result(exchanged ? image.height : image.width, exchanged ? image.width : image.height);
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x) {
            const int column = exchanged ? y : x, row = exchanged ? x : y;
            const auto from_x =
                static_cast<std::size_t>(reversed_columns ? image.width - 1 - column : column);
            const auto from_y = static_cast<std::size_t>(reversed_rows ? image.height - 1 - row : row);
            const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(result.width) +
                            static_cast<std::size_t>(x);
            std::copy_n(&image.rgb[(from_y * static_cast<std::size_t>(image.width) + from_x) * 3], 3,
                        &result.rgb[at * 3]);
        }
    return result;
}

}  // namespace progan
