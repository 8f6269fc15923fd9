#include "core/record/libav.h"

extern "C" {
#include <libavutil/log.h>
}

#include <cstring>
#include <new>
#include <string>

#include "core/support/error.h"

namespace progan::libav {

void FreeOutput::operator()(AVFormatContext* format) const {
    avio_closep(&format->pb);
    avformat_free_context(format);
}

void be_quiet() {
    av_log_set_level(AV_LOG_QUIET);
}

int check(int result, const std::filesystem::path& file) {
    if (result >= 0) return result;
    char reason[AV_ERROR_MAX_STRING_SIZE] = "unknown error";
    av_strerror(result, reason, sizeof(reason));
    throw Error("{} cannot be written: {}.", file.string(), reason);
}

Output open_output(const char* container, const std::filesystem::path& partial,
                   const std::filesystem::path& file) {
    AVFormatContext* made = nullptr;
    const std::string name = partial.string();  // UTF-8 on every system
    check(avformat_alloc_output_context2(&made, nullptr, container, name.c_str()), file);
    Output output(made);
    check(avio_open(&output->pb, name.c_str(), AVIO_FLAG_WRITE), file);
    return output;
}

Frame make_frame(int width, int height, AVPixelFormat format) {
    Frame frame(av_frame_alloc());
    if (!frame) throw std::bad_alloc();
    frame->width = width;
    frame->height = height;
    frame->format = format;
    if (av_frame_get_buffer(frame.get(), 0) < 0) throw std::bad_alloc();
    return frame;
}

void copy_rows(const Image& image, AVFrame& frame) {
    const auto row_bytes = static_cast<std::size_t>(image.width) * 3;
    for (int row = 0; row < image.height; ++row)
        std::memcpy(frame.data[0] + static_cast<std::ptrdiff_t>(row) * frame.linesize[0],
                    image.rgb.data() + static_cast<std::size_t>(row) * row_bytes, row_bytes);
}

bool write_packet(AVCodecContext& codec, AVFormatContext& output, AVStream& stream,
                  const std::filesystem::path& file) {
    const Packet packet(av_packet_alloc());
    if (!packet) throw std::bad_alloc();
    const int result = avcodec_receive_packet(&codec, packet.get());
    if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return false;
    check(result, file);
    if (packet->duration == 0) packet->duration = 1;  // one frame, in the encoder's time base
    av_packet_rescale_ts(packet.get(), codec.time_base, stream.time_base);
    packet->stream_index = stream.index;
    check(av_interleaved_write_frame(&output, packet.get()), file);
    return true;
}

void encode(AVCodecContext& codec, const AVFrame* frame, AVFormatContext& output, AVStream& stream,
            const std::filesystem::path& file) {
    check(avcodec_send_frame(&codec, frame), file);
    while (write_packet(codec, output, stream, file)) {
    }
}

}  // namespace progan::libav
