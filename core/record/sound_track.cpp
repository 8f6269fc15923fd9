#include "core/record/sound_track.h"

#include "core/record/sound_bit_rate.h"

extern "C" {
#include <libavutil/channel_layout.h>
}

#include <algorithm>
#include <new>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kRate = 48000, kChannels = 2;
constexpr std::int64_t kUsualPiece = 1024;  // samples, where an encoder takes any number

struct EncoderChoice {
    const char* name;
    AVSampleFormat format;
};

std::vector<EncoderChoice> encoders_for(AnimationFormat format) {
    if (format == AnimationFormat::mp4) return {{"aac", AV_SAMPLE_FMT_FLTP}};
    return {{"libopus", AV_SAMPLE_FMT_FLT}, {"libvorbis", AV_SAMPLE_FMT_FLTP}};
}

}  // namespace

std::int64_t sound_bit_rate(AnimationFormat format) {
    return format == AnimationFormat::mp4 ? 192'000 : 128'000;
}

SoundTrack::SoundTrack(const RecorderOptions& options)
    : sound_(options.sound),
      target_(options.path),
      repeat_after_(options.sound_frames),
      reader_(std::make_unique<SoundReader>(sound_, kRate, kChannels)) {
    const std::vector<EncoderChoice> choices = encoders_for(options.format);
    for (const EncoderChoice& choice : choices) {
        codec_kind_ = avcodec_find_encoder_by_name(choice.name);
        format_ = choice.format;
        if (codec_kind_ != nullptr) break;
    }
    if (codec_kind_ == nullptr)
        throw Error("{} cannot be written with sound: this machine's libavcodec lacks the encoder {}.",
                    target_.string(), choices[0].name);
    codec_.reset(avcodec_alloc_context3(codec_kind_));
    if (!codec_) throw std::bad_alloc();
    codec_->bit_rate = sound_bit_rate(options.format);
    codec_->sample_rate = kRate;
    codec_->sample_fmt = format_;
    codec_->time_base = {1, kRate};
    av_channel_layout_default(&codec_->ch_layout, kChannels);
}

void SoundTrack::add_stream(AVFormatContext& output) {
    if ((output.oformat->flags & AVFMT_GLOBALHEADER) != 0) codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    libav::check(avcodec_open2(codec_.get(), codec_kind_, nullptr), target_);
    stream_ = avformat_new_stream(&output, nullptr);
    if (stream_ == nullptr) throw std::bad_alloc();
    stream_->time_base = codec_->time_base;
    libav::check(avcodec_parameters_from_context(stream_->codecpar, codec_.get()), target_);
}

void SoundTrack::add_frame(AVFormatContext& output, std::int64_t end, AVRational time_base) {
    if (frames_ > 0 && repeat_after_ > 0 && frames_ % repeat_after_ == 0)
        reader_ = std::make_unique<SoundReader>(sound_, kRate, kChannels);
    ++frames_;
    const std::int64_t wanted = av_rescale_q(end, time_base, {1, kRate}) - read_;
    if (wanted <= 0) return;
    read_ += wanted;
    const std::size_t before = waiting_.size(), more = static_cast<std::size_t>(wanted) * kChannels;
    waiting_.resize(before + more, 0);
    reader_->read(std::span(waiting_).subspan(before, more));  // what it does not fill is silence
    const auto piece = static_cast<std::size_t>(codec_->frame_size > 0 ? codec_->frame_size : kUsualPiece);
    while (waiting_.size() >= piece * kChannels) send(output, piece);
}

void SoundTrack::send(AVFormatContext& output, std::size_t samples) {
    const libav::Frame frame(av_frame_alloc());
    if (!frame) throw std::bad_alloc();
    frame->nb_samples = static_cast<int>(samples);
    frame->format = format_;
    frame->sample_rate = kRate;
    av_channel_layout_default(&frame->ch_layout, kChannels);
    if (av_frame_get_buffer(frame.get(), 0) < 0) throw std::bad_alloc();
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(samples * kChannels);
    if (format_ == AV_SAMPLE_FMT_FLT) {
        std::copy(waiting_.begin(), end, reinterpret_cast<float*>(frame->data[0]));
    } else {
        auto* left = reinterpret_cast<float*>(frame->data[0]);
        auto* right = reinterpret_cast<float*>(frame->data[1]);
        for (std::size_t i = 0; i < samples; ++i) {
            left[i] = waiting_[2 * i];
            right[i] = waiting_[2 * i + 1];
        }
    }
    waiting_.erase(waiting_.begin(), end);
    frame->pts = sent_;
    sent_ += static_cast<std::int64_t>(samples);
    libav::encode(*codec_, frame.get(), output, *stream_, target_);
}

void SoundTrack::finish(AVFormatContext& output) {
    if (!waiting_.empty()) send(output, waiting_.size() / kChannels);
    libav::encode(*codec_, nullptr, output, *stream_, target_);
}

}  // namespace progan
