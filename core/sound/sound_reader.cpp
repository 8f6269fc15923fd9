#include "core/sound/sound_reader.h"

extern "C" {
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <libswresample/swresample.h>
}

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>
#include <string>
#include <vector>

#include "core/files/input_file.h"
#include "core/sound/libav_owners.h"
#include "core/sound/wave_header.h"
#include "core/support/error.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

constexpr auto kPatience = std::chrono::seconds(10);  // with a file whose start sends its reader in circles
constexpr int kMaxRate = 768'000;                     // samples per second of a file

struct CloseInput {
    void operator()(AVFormatContext* format) const { avformat_close_input(&format); }
};
using Input = std::unique_ptr<AVFormatContext, CloseInput>;
using Resampler = std::unique_ptr<SwrContext, libav::Free<swr_free>>;

Error too_long(const fs::path& path, double seconds) {
    return Error("{} has a sound of {:.0f} minutes, more than the maximum of {:.0f}.", path.string(),
                 std::ceil(seconds / 60), kMaxSoundSeconds / 60);
}

/// What the resampler was set up for.
struct SampleFormat {
    AVSampleFormat format = AV_SAMPLE_FMT_NONE;
    int rate = 0, channels = 0;
    bool operator==(const SampleFormat&) const = default;
};

}  // namespace

class SoundReader::Decoder {
  public:
    Decoder(fs::path path, int rate, int channels)
        : path_(std::move(path)),
          rate_(rate),
          channels_(channels),
          packet_(av_packet_alloc()),
          frame_(av_frame_alloc()) {
        if (!packet_ || !frame_) throw std::bad_alloc();
        av_log_set_level(AV_LOG_QUIET);
        (void)InputFile(path_);  // says what is wrong with a file that is not there
        open();
        open_codec();
    }

    double told_seconds() const {
        const double seconds =
            input_->duration > 0 ? static_cast<double>(input_->duration) / AV_TIME_BASE : 0;
        return std::isfinite(seconds) ? seconds : 0;
    }
    double stated_seconds() const {
        const AVStream& stream = *input_->streams[stream_];
        if (wave_seconds_ > 0) return wave_seconds_;
        if (!alone_ || stream.duration <= 0 ||
            input_->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE)
            return 0;
        return static_cast<double>(stream.duration) * av_q2d(stream.time_base);
    }
    std::int64_t left_out() const { return left_out_; }

    std::size_t read(std::span<float> into) {
        std::size_t filled = 0;
        while (filled < into.size()) {
            if (taken_ == ready_.size() && !refill()) break;
            const std::size_t count = std::min(into.size() - filled, ready_.size() - taken_);
            std::copy_n(ready_.begin() + static_cast<std::ptrdiff_t>(taken_), count,
                        into.begin() + static_cast<std::ptrdiff_t>(filled));
            taken_ += count;
            filled += count;
        }
        return filled;
    }

  private:
    void open() {
        AVFormatContext* format = avformat_alloc_context();
        if (format == nullptr) throw std::bad_alloc();
        deadline_ = std::chrono::steady_clock::now() + kPatience;
        format->interrupt_callback = {[](void* self) {
                                          const auto until = static_cast<Decoder*>(self)->deadline_;
                                          return std::chrono::steady_clock::now() > until ? 1 : 0;
                                      },
                                      this};
        AVDictionary* options = nullptr;
        av_dict_set(&options, "protocol_whitelist", "file", 0);
        const std::string url = "file:" + path_.string();
        const int opened = avformat_open_input(&format, url.c_str(), nullptr, &options);
        av_dict_free(&options);
        // libavformat has freed the context then.
        if (opened < 0)
            throw Error(
                "{} cannot be read as a sound: it is damaged, or of a format that FFmpeg does not know.",
                path_.string());
        input_.reset(format);
        // Lists of other files are not followed: what is read is what was given.
        const std::string kind = input_->iformat->name;
        if (kind.find("hls") != std::string::npos || kind.find("concat") != std::string::npos ||
            kind.find("dash") != std::string::npos)
            throw Error("{} is a list of other files, but must be a file with sound itself.", path_.string());
        const int found = avformat_find_stream_info(input_.get(), nullptr);
        deadline_ = std::chrono::steady_clock::time_point::max();
        stream_ = found < 0 ? -1 : av_find_best_stream(input_.get(), AVMEDIA_TYPE_AUDIO, -1, -1, &kind_, 0);
        if (stream_ == AVERROR_DECODER_NOT_FOUND)
            throw Error("{} has a sound of a kind that this machine's FFmpeg has no decoder for.",
                        path_.string());
        if (stream_ < 0) throw Error("{} has no sound.", path_.string());
        if (told_seconds() > kMaxSoundSeconds) throw too_long(path_, told_seconds());
        for (unsigned i = 0; i < input_->nb_streams; ++i) {
            if (static_cast<int>(i) == stream_) continue;
            input_->streams[i]->discard = AVDISCARD_ALL;
            if ((input_->streams[i]->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0) alone_ = false;
        }
        if (kind == "wav") wave_seconds_ = wave_header_seconds(path_);
    }

    void open_codec() {
        codec_.reset(avcodec_alloc_context3(kind_));
        if (!codec_) throw std::bad_alloc();
        const AVStream& stream = *input_->streams[stream_];
        codec_->pkt_timebase = stream.time_base;
        if (avcodec_parameters_to_context(codec_.get(), stream.codecpar) < 0 ||
            avcodec_open2(codec_.get(), kind_, nullptr) < 0)
            throw Error("{} has a sound that this machine's FFmpeg cannot decode.", path_.string());
    }

    /// Decodes until there are samples; false at the end.
    bool refill() {
        ready_.clear();
        taken_ = 0;
        while (ready_.empty()) {
            if (ended_) return false;
            const int received = avcodec_receive_frame(codec_.get(), frame_.get());
            if (received == AVERROR(EAGAIN)) {
                send_packet();
            } else if (received == AVERROR_EOF) {
                ended_ = true;
                drain();
                if (samples_ == 0) throw Error("{} has no sound that can be decoded.", path_.string());
            } else if (received < 0) {
                ++left_out_;
            } else {
                resample();
            }
        }
        return true;
    }

    void send_packet() {
        for (;;) {
            const int got = av_read_frame(input_.get(), packet_.get());
            if (got == AVERROR_EOF || (got < 0 && input_->pb != nullptr && avio_feof(input_->pb) != 0)) {
                avcodec_send_packet(codec_.get(), nullptr);
                return;
            }
            if (got < 0)
                throw Error("{} cannot be read beyond {:.1f} seconds of sound.", path_.string(),
                            static_cast<double>(samples_) / rate_);
            const bool ours = packet_->stream_index == stream_;
            const int sent = ours ? avcodec_send_packet(codec_.get(), packet_.get()) : 0;
            av_packet_unref(packet_.get());
            if (!ours) continue;
            if (sent < 0) ++left_out_;
            return;
        }
    }

    void resample() {
        const SampleFormat now{static_cast<AVSampleFormat>(frame_->format), frame_->sample_rate,
                               frame_->ch_layout.nb_channels};
        if (now.rate < 1 || now.rate > kMaxRate || now.channels < 1) {
            ++left_out_;
            av_frame_unref(frame_.get());
            return;
        }
        if (!(now == format_)) {
            drain();
            set_up(now);
        }
        convert(const_cast<const std::uint8_t**>(frame_->extended_data), frame_->nb_samples);
        av_frame_unref(frame_.get());
    }

    void set_up(const SampleFormat& now) {
        AVChannelLayout to{}, from{};
        av_channel_layout_default(&to, channels_);
        // A layout that names no speakers is the usual one of as many channels.
        if (frame_->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
            av_channel_layout_default(&from, now.channels);
        else
            av_channel_layout_copy(&from, &frame_->ch_layout);
        SwrContext* made = nullptr;
        const int result = swr_alloc_set_opts2(&made, &to, AV_SAMPLE_FMT_FLT, rate_, &from, now.format,
                                               now.rate, 0, nullptr);
        av_channel_layout_uninit(&from);
        resampler_.reset(made);
        if (result < 0 || swr_init(made) < 0)
            throw Error("{} has a sound of {} channels at {} samples per second, which cannot be converted.",
                        path_.string(), now.channels, now.rate);
        format_ = now;
    }

    /// What the resampler still holds.
    void drain() {
        if (resampler_) convert(nullptr, 0);
    }

    void convert(const std::uint8_t** samples, int count) {
        const int room = swr_get_out_samples(resampler_.get(), count);
        if (room <= 0) return;
        const auto channels = static_cast<std::size_t>(channels_);
        const std::size_t before = ready_.size();
        ready_.resize(before + static_cast<std::size_t>(room) * channels);
        auto* out = reinterpret_cast<std::uint8_t*>(ready_.data() + before);
        const int made = swr_convert(resampler_.get(), &out, room, samples, count);
        if (made < 0) ++left_out_;
        ready_.resize(before + static_cast<std::size_t>(std::max(made, 0)) * channels);
        for (std::size_t i = before; i < ready_.size(); ++i)
            if (!std::isfinite(ready_[i])) ready_[i] = 0;
        samples_ += std::max(made, 0);
        const double seconds = static_cast<double>(samples_) / rate_;
        if (seconds > kMaxSoundSeconds + 1) throw too_long(path_, seconds);  // a statement may be rounded
    }

    const fs::path path_;
    const int rate_, channels_;
    std::chrono::steady_clock::time_point deadline_{};
    Input input_;
    const AVCodec* kind_ = nullptr;
    int stream_ = -1;
    bool alone_ = true;        ///< the file has nothing else that lasts
    double wave_seconds_ = 0;  ///< what the header of a WAV file states
    libav::Codec codec_;
    libav::Packet packet_;
    libav::Frame frame_;
    SampleFormat format_;
    Resampler resampler_;
    std::vector<float> ready_;  ///< decoded
    std::size_t taken_ = 0;     ///< of ready_
    std::int64_t samples_ = 0, left_out_ = 0;
    bool ended_ = false;
};

SoundReader::SoundReader(const fs::path& path, int rate, int channels)
    : decoder_(std::make_unique<Decoder>(path, rate, channels)) {}
SoundReader::~SoundReader() = default;

std::size_t SoundReader::read(std::span<float> into) {
    return decoder_->read(into);
}

double SoundReader::told_seconds() const {
    return decoder_->told_seconds();
}

double SoundReader::stated_seconds() const {
    return decoder_->stated_seconds();
}

std::int64_t SoundReader::left_out() const {
    return decoder_->left_out();
}

}  // namespace progan
