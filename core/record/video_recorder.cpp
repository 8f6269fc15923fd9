// MP4 with H.264 and WebM with VP9, through libavformat and libavcodec. Colors are BT.709 in limited range
// and tagged as such: what players assume for untagged video depends on its size, and faces would turn orange
// or green.
#include <optional>

#include "core/documents/embedded_journey.h"
#include "core/files/partial_path.h"
#include "core/record/libav.h"
#include "core/record/recorders.h"
#include "core/record/sound_track.h"
#include "core/support/error.h"

extern "C" {
#include <libavutil/opt.h>
}

namespace progan {
namespace {

struct EncoderChoice {
    const char* name;
    std::vector<std::pair<const char*, const char*>> options;
};

/// Fast settings, because faces are made faster than slow settings encode them: H.264 takes a third of the
/// time of "medium" without a larger file, VP9 a quarter of the time of "good" for a quarter more bytes.
EncoderChoice encoder_for(AnimationFormat format) {
    if (format == AnimationFormat::mp4) return {"libx264", {{"crf", "15"}, {"preset", "veryfast"}}};
    return {"libvpx-vp9",
            {{"crf", "23"}, {"b", "0"}, {"deadline", "realtime"}, {"cpu-used", "6"}, {"row-mt", "1"}}};
}

class VideoRecorder : public Recorder {
  public:
    explicit VideoRecorder(const RecorderOptions& options)
        : options_(options), file_(options.path, PartialPath::Kind::file) {
        codec_kind_ = avcodec_find_encoder_by_name(encoder_for(options.format).name);
        if (codec_kind_ == nullptr)
            throw Error("{} cannot be written: this machine's libavcodec lacks the encoder {}.",
                        file_.target().string(), encoder_for(options.format).name);
        if (!options.sound.empty()) sound_.emplace(options);
        const char* container = options.format == AnimationFormat::mp4 ? "mp4" : "webm";
        output_ = libav::open_output(container, file_.path(), file_.target());
    }

    void add(const Image& image) override {
        if (!codec_) open_encoder(image.width, image.height);
        libav::check(av_frame_make_writable(yuv_.get()), file_.target());
        libav::copy_rows(image, *rgb_);  // a frame's rows are padded, because swscale reads beyond their ends
        sws_scale(scaler_.get(), rgb_->data, rgb_->linesize, 0, image.height, yuv_->data, yuv_->linesize);
        yuv_->pts = next_pts_++;
        libav::encode(*codec_, yuv_.get(), *output_, *stream_, file_.target());
        if (sound_) sound_->add_frame(*output_, next_pts_, codec_->time_base);
    }

    /// Encoders look ahead, so dozens of frames are still to be encoded.
    bool finish_slice() override {
        if (!ended_) libav::check(avcodec_send_frame(codec_.get(), nullptr), file_.target());
        ended_ = true;
        if (libav::write_packet(*codec_, *output_, *stream_, file_.target())) return false;
        if (sound_) sound_->finish(*output_);
        libav::check(av_write_trailer(output_.get()), file_.target());
        libav::check(avio_closep(&output_->pb), file_.target());
        file_.publish();
        return true;
    }

  private:
    void open_encoder(int width, int height) {
        codec_.reset(avcodec_alloc_context3(codec_kind_));
        if (!codec_) throw std::bad_alloc();
        const AVRational rate = av_d2q(options_.fps, 1'000'000);
        codec_->width = width;
        codec_->height = height;
        codec_->pix_fmt = AV_PIX_FMT_YUV420P;
        codec_->framerate = rate;
        codec_->time_base = av_inv_q(rate);
        codec_->sample_aspect_ratio = {1, 1};
        codec_->colorspace = AVCOL_SPC_BT709;
        codec_->color_primaries = AVCOL_PRI_BT709;
        codec_->color_trc = AVCOL_TRC_BT709;
        codec_->color_range = AVCOL_RANGE_MPEG;
        if ((output_->oformat->flags & AVFMT_GLOBALHEADER) != 0) codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        for (const auto& [name, value] : encoder_for(options_.format).options)
            libav::check(av_opt_set(codec_.get(), name, value, AV_OPT_SEARCH_CHILDREN), file_.target());
        libav::check(avcodec_open2(codec_.get(), codec_kind_, nullptr), file_.target());

        stream_ = avformat_new_stream(output_.get(), nullptr);
        if (stream_ == nullptr) throw std::bad_alloc();
        stream_->time_base = codec_->time_base;
        stream_->avg_frame_rate = rate;
        libav::check(avcodec_parameters_from_context(stream_->codecpar, codec_.get()), file_.target());
        if (sound_) sound_->add_stream(*output_);
        AVDictionary* muxer_options = nullptr;
        // Without use_metadata_tags an MP4 accepts only well-known names.
        if (options_.format == AnimationFormat::mp4)
            av_dict_set(&muxer_options, "movflags", "+faststart+use_metadata_tags", 0);
        if (!options_.journey.empty())
            av_dict_set(&output_->metadata, kJourneyKey, options_.journey.c_str(), 0);
        const int result = avformat_write_header(output_.get(), &muxer_options);
        av_dict_free(&muxer_options);
        libav::check(result, file_.target());
        open_scaler(width, height);
    }

    void open_scaler(int width, int height) {
        rgb_ = libav::make_frame(width, height, AV_PIX_FMT_RGB24);
        yuv_ = libav::make_frame(width, height, AV_PIX_FMT_YUV420P);
        yuv_->colorspace = AVCOL_SPC_BT709;
        yuv_->color_primaries = AVCOL_PRI_BT709;
        yuv_->color_trc = AVCOL_TRC_BT709;
        yuv_->color_range = AVCOL_RANGE_MPEG;
        scaler_.reset(sws_getContext(width, height, AV_PIX_FMT_RGB24, width, height, AV_PIX_FMT_YUV420P,
                                     SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP, nullptr, nullptr,
                                     nullptr));
        if (!scaler_) throw std::bad_alloc();
        const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
        const int full = 1, limited = 0, neutral = 1 << 16;
        sws_setColorspaceDetails(scaler_.get(), bt709, full, bt709, limited, 0, neutral, neutral);
    }

    const RecorderOptions options_;
    PartialPath file_;
    const AVCodec* codec_kind_ = nullptr;
    std::optional<SoundTrack> sound_;
    libav::Output output_;
    libav::Codec codec_;
    AVStream* stream_ = nullptr;  ///< of output_
    libav::Scaler scaler_;
    libav::Frame rgb_, yuv_;
    std::int64_t next_pts_ = 0;
    bool ended_ = false;
};

}  // namespace

std::unique_ptr<Recorder> make_video_recorder(const RecorderOptions& options) {
    libav::be_quiet();
    return std::make_unique<VideoRecorder>(options);
}

}  // namespace progan
