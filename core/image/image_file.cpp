#include "core/image/image_file.h"

#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <memory>
#include <string_view>

#include "core/keep/atomic_file.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kLargestSide = 16384;
constexpr std::int64_t kMostPixels = std::int64_t{64} << 20;
constexpr std::int64_t kMostPixelsPerByte = 8 * 1032;  // black and white at deflate's best
constexpr std::size_t kLargestFile = std::size_t{1} << 30;
constexpr int kChannels = 3;

void append_bytes(void* context, void* data, int size) {
    auto& bytes = *static_cast<std::vector<std::byte>*>(context);
    const auto* first = static_cast<const std::byte*>(data);
    bytes.insert(bytes.end(), first, first + size);
}

/// A PNG file's chunks lie in the file. stb_image takes memory for a chunk's length before it looks.
bool png_chunks_fit(std::string_view bytes) {
    constexpr std::string_view kSignature = "\x89PNG\r\n\x1a\n";
    constexpr std::size_t kAround = 12;  // length, type, checksum
    if (bytes.substr(0, kSignature.size()) != kSignature) return true;
    for (std::size_t at = kSignature.size(); at + kAround <= bytes.size();) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(bytes[at + i]);
        if (length > bytes.size() - at - kAround) return false;
        if (bytes.substr(at + 4, 4) == "IEND") return true;
        at += kAround + length;
    }
    return false;
}

}  // namespace

std::vector<std::byte> encode_png(const Image& image) {
    if (image.empty()) throw Error("An empty picture cannot be written as PNG.");
    std::vector<std::byte> bytes;
    if (!stbi_write_png_to_func(append_bytes, &bytes, image.width, image.height, kChannels, image.rgb.data(),
                                image.width * kChannels))
        throw Error("A picture of " + std::to_string(image.width) + " x " + std::to_string(image.height) +
                    " pixels could not be encoded as PNG.");
    return bytes;
}

void write_png(const std::filesystem::path& path, const Image& image) {
    write_file_atomically(path, encode_png(image));
}

Image read_image(const std::filesystem::path& path) {
    const std::string bytes = read_text_file(path, kLargestFile);
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    int width = 0, height = 0, channels = 0;
    if (!stbi_info_from_memory(data, size, &width, &height, &channels))
        throw Error(path.string() + " is not a picture in PNG or JPEG format.");
    if (width < 1 || height < 1 || width > kLargestSide || height > kLargestSide)
        throw Error(path.string() + " has " + std::to_string(width) + " x " + std::to_string(height) +
                    " pixels; at most " + std::to_string(kLargestSide) + " a side can be read.");
    if (!png_chunks_fit(bytes)) throw Error(path.string() + " is a damaged picture: it is cut short.");
    const std::int64_t count = std::int64_t{width} * height;
    if (count > kMostPixels)
        throw Error(path.string() + " has " + std::to_string(count >> 20) + " million pixels; at most " +
                    std::to_string(kMostPixels >> 20) + " can be read.");
    if (count > kMostPixelsPerByte * static_cast<std::int64_t>(bytes.size()))
        throw Error(path.string() + " is a damaged picture: it claims " + std::to_string(width) + " x " +
                    std::to_string(height) + " pixels in " + std::to_string(bytes.size()) + " bytes.");
    const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
        stbi_load_from_memory(data, size, &width, &height, &channels, kChannels), stbi_image_free);
    if (!pixels) throw Error(path.string() + " is a damaged picture: " + stbi_failure_reason() + ".");
    Image image(width, height);
    std::memcpy(image.rgb.data(), pixels.get(), image.rgb.size());
    return image;
}

}  // namespace progan
