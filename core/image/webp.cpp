#include "core/image/webp.h"

#include "core/support/error.h"

#ifdef PROGAN_HAS_WEBP
#include <webp/decode.h>
#include <webp/demux.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/image/picture_limits.h"
#endif

namespace progan {

bool is_webp(std::string_view bytes) {
    return bytes.size() >= 12 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP";
}

#ifdef PROGAN_HAS_WEBP
namespace {

constexpr std::int64_t kAnyPixelsPerByte = std::int64_t{1} << 24;  // one colour takes no bytes per pixel

const std::uint8_t* bytes_of(std::string_view view) {
    return reinterpret_cast<const std::uint8_t*>(view.data());
}

int orientation_in(const WebPData& file) {
    const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> demuxer(WebPDemux(&file), WebPDemuxDelete);
    WebPChunkIterator chunk{};
    if (!demuxer || WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk) == 0) return 1;
    const int orientation =
        exif_orientation({reinterpret_cast<const char*>(chunk.chunk.bytes), chunk.chunk.size});
    WebPDemuxReleaseChunkIterator(&chunk);
    return orientation;
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

}  // namespace

bool reads_webp() {
    return true;
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
    picture.image = upright(std::move(picture.image), orientation_in(file));
    return picture;
}
#else
bool reads_webp() {
    return false;
}

Picture decode_webp(std::string_view, const std::string& name) {
    throw Error("{} is a WebP picture, which this build of the program cannot read (libwebp was missing).",
                name);
}
#endif

}  // namespace progan
