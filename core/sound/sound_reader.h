// The sound of an audio file, or of a video, from its first sample on: decoded by FFmpeg's libraries piece by
// piece, so that an hour takes no more memory than a second. Owned by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace progan {

/// Longer sounds are refused: as frames of an animation they would be too many for anybody.
inline constexpr double kMaxSoundSeconds = 3600;

class SoundReader {
  public:
    /// The best audio stream of the file, resampled to `rate` samples per second and mixed to 1 or 2
    /// channels. Only this one file is read, whatever it refers to. Throws Error naming the file if it is
    /// missing, is not one that FFmpeg can read, has no sound, says that it is longer than kMaxSoundSeconds,
    /// or has a sound that this FFmpeg has no decoder for.
    SoundReader(const std::filesystem::path& path, int rate, int channels);
    ~SoundReader();
    SoundReader(const SoundReader&) = delete;
    SoundReader& operator=(const SoundReader&) = delete;

    /// The next samples, 1 being full scale and channels taking turns. Fewer than there is room for only at
    /// the end of the sound. Throws Error if the file turns out to be longer than kMaxSoundSeconds, cannot be
    /// read on, or holds no sound that can be decoded.
    std::size_t read(std::span<float> into);

    double told_seconds() const;  ///< the length that the file states; 0: none
    /// That of this sound, where the file states it itself: without estimates, and not that of a film whose
    /// pictures may last longer. 0: none.
    double stated_seconds() const;
    std::int64_t left_out() const;  ///< pieces so far that were damaged and are left out

  private:
    class Decoder;
    std::unique_ptr<Decoder> decoder_;
};

}  // namespace progan
