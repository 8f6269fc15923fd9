// The sound of a video: as much of it at a time as the frames that are there take, so that both end together.
// AAC in MP4; Opus in WebM, or Vorbis where this FFmpeg has no Opus. Internal to core/record.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/record/libav.h"
#include "core/record/recorder.h"
#include "core/sound/sound_reader.h"

namespace progan {

class SoundTrack {
  public:
    /// Throws Error naming the sound if it cannot be read, or the video if there is no encoder for it.
    explicit SoundTrack(const RecorderOptions& options);

    /// Before the header is written.
    void add_stream(AVFormatContext& output);
    /// Writes the sound of one more frame, which ends at `end` in `time_base` from the beginning. Silence
    /// follows the end of the sound. RecorderOptions::sound_frames frames later it begins anew.
    void add_frame(AVFormatContext& output, std::int64_t end, AVRational time_base);
    /// The rest; before the trailer.
    void finish(AVFormatContext& output);

  private:
    void send(AVFormatContext& output, std::size_t samples);

    std::filesystem::path sound_, target_;
    std::int64_t repeat_after_;
    const AVCodec* codec_kind_ = nullptr;
    AVSampleFormat format_ = AV_SAMPLE_FMT_FLTP;
    libav::Codec codec_;
    AVStream* stream_ = nullptr;  ///< of the output
    std::unique_ptr<SoundReader> reader_;
    std::vector<float> waiting_;  ///< left and right in turn, not yet encoded
    std::int64_t frames_ = 0, read_ = 0, sent_ = 0;
};

}  // namespace progan
