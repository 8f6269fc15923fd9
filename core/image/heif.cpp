#include "core/image/heif.h"

#include <algorithm>
#include <array>

#include "core/support/error.h"

#ifdef PROGAN_HAS_HEIF
#include <libheif/heif.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/image/picture_limits.h"
#endif

namespace progan {
namespace {

constexpr std::array<std::string_view, 2> kAvifBrands{"avif", "avis"};
constexpr std::array<std::string_view, 8> kHeifBrands{"heic", "heix", "hevc", "hevx",
                                                      "heim", "heis", "mif1", "msf1"};

bool is_one_of(std::string_view brand, std::span<const std::string_view> brands) {
    return std::find(brands.begin(), brands.end(), brand) != brands.end();
}

}  // namespace

bool is_heif(std::string_view bytes) {
    if (bytes.size() < 12 || bytes.substr(4, 4) != "ftyp") return false;
    return is_one_of(bytes.substr(8, 4), kAvifBrands) || is_one_of(bytes.substr(8, 4), kHeifBrands);
}

#ifdef PROGAN_HAS_HEIF
namespace {

constexpr std::int64_t kAnyPixelsPerByte = std::int64_t{1} << 24;  // one color takes few bytes

/// libheif's own reason, without the full stop that some have.
void check(const heif_error& error, const std::string& name) {
    if (error.code == heif_error_Ok) return;
    std::string reason = error.message ? error.message : "";
    while (!reason.empty() && (reason.back() == '.' || reason.back() == '\n')) reason.pop_back();
    throw Error("{} is a damaged HEIC or AVIF picture, or of an unsupported kind: {}.", name, reason);
}

template <typename T, void (*release)(const T*)>
struct Release {
    void operator()(const T* owned) const { release(owned); }
};
struct FreeContext {
    void operator()(heif_context* context) const { heif_context_free(context); }
};

}  // namespace

bool reads_heic() {
    return heif_have_decoder_for_format(heif_compression_HEVC) != 0;
}

bool reads_avif() {
    return heif_have_decoder_for_format(heif_compression_AV1) != 0;
}

Picture decode_heif(std::string_view bytes, const std::string& name) {
    const std::unique_ptr<heif_context, FreeContext> context(heif_context_alloc());
    if (!context) throw std::bad_alloc();
    check(heif_context_read_from_memory_without_copy(context.get(), bytes.data(), bytes.size(), nullptr),
          name);
    heif_image_handle* opened = nullptr;
    check(heif_context_get_primary_image_handle(context.get(), &opened), name);
    const std::unique_ptr<const heif_image_handle, Release<heif_image_handle, heif_image_handle_release>>
        handle(opened);
    check_picture_size(name, heif_image_handle_get_width(opened), heif_image_handle_get_height(opened),
                       bytes.size(), kAnyPixelsPerByte);
    heif_image* decoded = nullptr;
    check(heif_decode_image(opened, &decoded, heif_colorspace_RGB, heif_chroma_interleaved_RGBA, nullptr),
          name);
    const std::unique_ptr<const heif_image, Release<heif_image, heif_image_release>> image(decoded);
    const int width = heif_image_get_width(decoded, heif_channel_interleaved),
              height = heif_image_get_height(decoded, heif_channel_interleaved);
    check_picture_size(name, width, height, bytes.size(), kAnyPixelsPerByte);
    int stride = 0;
    const std::uint8_t* plane = heif_image_get_plane_readonly(decoded, heif_channel_interleaved, &stride);
    if (plane == nullptr || stride < 4 * width) throw Error("{} is a damaged HEIC or AVIF picture.", name);
    const auto row = static_cast<std::size_t>(width) * 4;
    std::vector<std::uint8_t> rgba(row * static_cast<std::size_t>(height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y)
        std::copy_n(plane + y * static_cast<std::size_t>(stride), row, rgba.data() + y * row);
    return onto_background(rgba, width, height);
}
#else
bool reads_heic() {
    return false;
}

bool reads_avif() {
    return false;
}

Picture decode_heif(std::string_view, const std::string& name) {
    throw Error(
        "{} is a HEIC or AVIF picture, which this build of the program cannot read (libheif was missing).",
        name);
}
#endif

}  // namespace progan
