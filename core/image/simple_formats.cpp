#include "core/image/simple_formats.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>

#include "core/image/picture_limits.h"
#include "core/support/error.h"

// The one place where stb_image is compiled: third_party/stb_image.cmake leaves all decoders out but four.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#ifdef __clang__
// Where a PSD is darker than a white page behind it allows, which no program writes, stb_image converts a
// negative number to a byte: any byte will do there.
#pragma clang attribute push(__attribute__((no_sanitize("float-cast-overflow"))), apply_to = function)
#endif
#define STB_IMAGE_IMPLEMENTATION
#include <stb_image.h>
#ifdef __clang__
#pragma clang attribute pop
#endif
#pragma GCC diagnostic pop

namespace progan {
namespace {

constexpr std::int64_t kMaxPixelsPerByte = 4096;  // a GIF's longest code: 12 bits for 4096 pixels
constexpr std::size_t kAlpha = 3;

/// What stb_image reads from. Beyond the end it would read zeros without a word.
struct Source {
    std::string_view bytes;
    std::size_t at = 0;
    bool overrun = false;  ///< it asked for more than there is

    static int read(void* user, char* to, int count) {
        auto& self = *static_cast<Source*>(user);
        const std::size_t left = self.bytes.size() - self.at;
        const std::size_t given = std::min(left, static_cast<std::size_t>(std::max(count, 0)));
        std::copy_n(self.bytes.data() + self.at, given, to);
        self.at += given;
        self.overrun |= given == 0;
        return static_cast<int>(given);
    }
    static void skip(void* user, int count) {
        auto& self = *static_cast<Source*>(user);
        const std::size_t left = self.bytes.size() - self.at;
        if (count < 0) {
            self.at -= std::min(self.at, static_cast<std::size_t>(-static_cast<std::int64_t>(count)));
        } else {
            self.overrun |= static_cast<std::size_t>(count) > left;
            self.at += std::min(left, static_cast<std::size_t>(count));
        }
    }
    static int ended(void* user) {
        const auto& self = *static_cast<Source*>(user);
        return self.at == self.bytes.size() ? 1 : 0;
    }
};

constexpr stbi_io_callbacks kCallbacks{Source::read, Source::skip, Source::ended};

struct Free {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

/// Many programs leave the alpha of a TGA zero in all of a picture that is not transparent at all.
void make_opaque_if_all_clear(stbi_uc* rgba, std::size_t pixels) {
    for (std::size_t i = 0; i < pixels; ++i)
        if (rgba[4 * i + kAlpha] != 0) return;
    for (std::size_t i = 0; i < pixels; ++i) rgba[4 * i + kAlpha] = 255;
}

}  // namespace

bool is_bmp_gif_or_psd(std::string_view bytes) {
    return bytes.starts_with("BM") || bytes.starts_with("GIF8") || bytes.starts_with("8BPS");
}

RgbaPicture decode_simple_rgba(std::string_view bytes, const std::string& name) {
    const auto damaged = [&](std::string_view reason) {
        return Error("{} is a damaged picture, or of an unsupported kind: {}.", name, reason);
    };
    Source header{bytes};
    int width = 0, height = 0, channels = 0;
    if (stbi_info_from_callbacks(&kCallbacks, &header, &width, &height, &channels) == 0)
        throw damaged(stbi_failure_reason());
    check_picture_size(name, width, height, bytes.size(), kMaxPixelsPerByte);
    Source source{bytes};
    const std::unique_ptr<stbi_uc, Free> rgba(
        stbi_load_from_callbacks(&kCallbacks, &source, &width, &height, &channels, 4));
    if (!rgba) throw damaged(stbi_failure_reason());
    if (source.overrun) throw damaged("it is truncated");
    const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    if (!is_bmp_gif_or_psd(bytes)) make_opaque_if_all_clear(rgba.get(), pixels);
    return {width, height, {rgba.get(), rgba.get() + pixels * 4}};
}

Picture decode_simple_format(std::string_view bytes, const std::string& name) {
    const RgbaPicture picture = decode_simple_rgba(bytes, name);
    return onto_background(picture.rgba, picture.width, picture.height);
}

}  // namespace progan
