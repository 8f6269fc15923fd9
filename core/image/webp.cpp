#include "core/image/webp.h"

#include "core/support/error.h"

#ifdef PROGAN_HAS_WEBP
#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <cstdint>
#include <cstring>
#include <memory>

#include "core/image/exif.h"
#include "core/image/picture_limits.h"
#endif

namespace progan {

bool is_webp(std::string_view bytes) {
    return bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
}

#ifdef PROGAN_HAS_WEBP
namespace {

constexpr std::int64_t kAnyPixelsPerByte = std::int64_t{1} << 24;  // one color takes no bytes per pixel

const std::uint8_t* bytes_of(std::string_view view) {
    return reinterpret_cast<const std::uint8_t*>(view.data());
}

std::string exif_in(const WebPData& file) {
    const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> demuxer(WebPDemux(&file), WebPDemuxDelete);
    WebPChunkIterator chunk{};
    if (!demuxer || WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk) == 0) return {};
    std::string exif(reinterpret_cast<const char*>(chunk.chunk.bytes), chunk.chunk.size);
    WebPDemuxReleaseChunkIterator(&chunk);
    return exif;
}

Error damaged(const std::string& name) {
    return Error("{} is a damaged WebP picture.", name);
}

Picture first_frame(const WebPData& file, int width, int height, const std::string& name) {
    WebPAnimDecoderOptions options;
    if (WebPAnimDecoderOptionsInit(&options) == 0) throw damaged(name);
    const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(
        WebPAnimDecoderNew(&file, &options), WebPAnimDecoderDelete);
    std::uint8_t* rgba = nullptr;
    int time = 0;
    if (!decoder || WebPAnimDecoderGetNext(decoder.get(), &rgba, &time) == 0) throw damaged(name);
    const auto count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    return onto_background({rgba, count}, width, height);
}

/// What libwebp allocated.
struct FreeBytes {
    void operator()(std::uint8_t* bytes) const { WebPFree(bytes); }
};

}  // namespace

bool reads_webp() {
    return true;
}

std::vector<std::byte> encode_webp(const Image& image, int quality, std::string_view exif) {
    if (image.empty()) throw Error("An empty picture cannot be written as WebP.");
    std::uint8_t* encoded = nullptr;
    const std::size_t size =
        quality >= 100
            ? WebPEncodeLosslessRGB(image.rgb.data(), image.width, image.height, image.width * 3, &encoded)
            : WebPEncodeRGB(image.rgb.data(), image.width, image.height, image.width * 3,
                            static_cast<float>(quality), &encoded);
    const std::unique_ptr<std::uint8_t, FreeBytes> owned(encoded);
    const auto failed = [&] {
        return Error(
            "A picture of {} x {} pixels could not be encoded as WebP, which takes at most {} per side.",
            image.width, image.height, WEBP_MAX_DIMENSION);
    };
    if (size == 0) throw failed();
    const auto* first = reinterpret_cast<const std::byte*>(encoded);
    if (exif.empty()) return {first, first + size};
    const WebPData picture{encoded, size}, chunk{bytes_of(exif), exif.size()};
    const std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)> mux(WebPMuxCreate(&picture, 0), WebPMuxDelete);
    WebPData file{};
    if (!mux || WebPMuxSetChunk(mux.get(), "EXIF", &chunk, 0) != WEBP_MUX_OK ||
        WebPMuxAssemble(mux.get(), &file) != WEBP_MUX_OK)
        throw failed();
    std::vector<std::byte> bytes(file.size);
    std::memcpy(bytes.data(), file.bytes, file.size);
    WebPDataClear(&file);
    return bytes;
}

std::string webp_exif(std::string_view bytes) {
    return exif_in({bytes_of(bytes), bytes.size()});
}

Picture decode_webp(std::string_view bytes, const std::string& name) {
    WebPBitstreamFeatures features{};
    if (WebPGetFeatures(bytes_of(bytes), bytes.size(), &features) != VP8_STATUS_OK) throw damaged(name);
    check_picture_size(name, features.width, features.height, bytes.size(), kAnyPixelsPerByte);
    const WebPData file{bytes_of(bytes), bytes.size()};
    Picture picture;
    if (features.has_animation != 0) {
        picture = first_frame(file, features.width, features.height, name);
    } else {
        std::vector<std::uint8_t> rgba(static_cast<std::size_t>(features.width) *
                                       static_cast<std::size_t>(features.height) * 4);
        if (WebPDecodeRGBAInto(file.bytes, file.size, rgba.data(), rgba.size(), features.width * 4) ==
            nullptr)
            throw damaged(name);
        picture = onto_background(rgba, features.width, features.height);
    }
    picture.image = upright(std::move(picture.image), exif_orientation(exif_in(file)));
    return picture;
}
#else
bool reads_webp() {
    return false;
}

std::vector<std::byte> encode_webp(const Image&, int, std::string_view) {
    throw Error("This build of the program cannot write WebP (libwebp was missing).");
}

std::string webp_exif(std::string_view) {
    return {};
}

Picture decode_webp(std::string_view, const std::string& name) {
    throw Error("{} is a WebP picture, which this build of the program cannot read (libwebp was missing).",
                name);
}
#endif

}  // namespace progan
