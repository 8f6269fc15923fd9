// A session recording: latents with times, recorded while exploring, to be rendered later at any size and
// rate.
//
// The file, NAME.take, grows while it is recorded and stays readable if the program is killed. All numbers
// are little-endian. Header, 256 bytes: "progantk", version 1 (uint32), latent size n (uint32), the model's
// SHA-256 (64 characters), its name (UTF-8, padded with zeros). Then the samples, each a time in seconds
// (float64) and a latent (n float32): 2 KiB for 512 components.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/files/input_file.h"
#include "core/latent/latent.h"

namespace progan {

struct SessionRecordingInfo {
    std::size_t latent_size = 0;
    std::string model_sha256, model_name;
};

/// The bytes that the file starts with, and those of each sample: append_to_file() adds them.
std::string session_recording_header(const SessionRecordingInfo& info);
std::string session_recording_sample(double seconds, const Latent& latent);

/// An open recording. Only the times are kept in memory.
class SessionRecording {
  public:
    /// Throws Error naming the file if it is not a session recording, has no samples, or times that are not
    /// increasing. An incomplete last sample is ignored.
    explicit SessionRecording(const std::filesystem::path& path);

    const SessionRecordingInfo& info() const { return info_; }
    std::int64_t sample_count() const { return static_cast<std::int64_t>(times_.size()); }
    double seconds() const { return times_.back() - times_.front(); }
    double time(std::int64_t index) const { return times_[static_cast<std::size_t>(index)]; }
    Latent sample(std::int64_t index) const;

    /// The latent at a time since the first sample: interpolated on the sphere between two samples at most
    /// 0.2 s apart, otherwise the earlier one, because nothing moved.
    Latent at(double seconds) const;

    /// Number of frames at a rate: those at 0, 1/fps, ... up to the end.
    std::int64_t frame_count(double fps) const;

  private:
    InputFile file_;
    SessionRecordingInfo info_;
    std::vector<double> times_;
};

}  // namespace progan
