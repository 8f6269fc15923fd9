// Owners for FFmpeg's C objects. Internal to core/sound and core/record.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/frame.h>
}

#include <memory>

namespace progan::libav {

template <auto free_pointer>
struct Free {
    template <typename Object>
    void operator()(Object* object) const {
        free_pointer(&object);
    }
};

using Frame = std::unique_ptr<AVFrame, Free<av_frame_free>>;
using Packet = std::unique_ptr<AVPacket, Free<av_packet_free>>;
using Codec = std::unique_ptr<AVCodecContext, Free<avcodec_free_context>>;

}  // namespace progan::libav
