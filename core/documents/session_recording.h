// A take: what was explored live, as latents with times, to be made into pictures later at any size and rate.
//
// The file grows while it is recorded, and what a killed program has written can be read. All numbers are
// little-endian. Header, 256 bytes: "progantk", version 1 (uint32), latent size n (uint32), the model's
// SHA-256 (64 letters), its name (UTF-8, the rest, filled with zeros). Then the samples, each its time in
// seconds (float64) and the latent (n float32): 2 KiB for 512 components.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/files/input_file.h"
#include "core/latent/latent.h"

namespace progan {

struct TakeInfo {
    std::size_t latent_size = 0;
    std::string model_sha256, model_name;
};

/// What the file begins with, and what each sample adds.
std::string take_header(const TakeInfo& info);
std::string take_sample(double seconds, const Latent& latent);

/// Appends to the file, made if it is not there. Throws Error naming it.
void append_to_take(const std::filesystem::path& path, const std::string& bytes);

/// A take's file. Holds only the times in memory.
class Take {
  public:
    /// Throws Error naming the file if it is no take, has no samples, or times that do not rise. A last
    /// sample that is cut short is left out.
    explicit Take(const std::filesystem::path& path);

    const TakeInfo& info() const { return info_; }
    std::int64_t sample_count() const { return static_cast<std::int64_t>(times_.size()); }
    double seconds() const { return times_.back() - times_.front(); }
    double time(std::int64_t index) const { return times_[static_cast<std::size_t>(index)]; }
    Latent sample(std::int64_t index) const;

    /// The latent at a time since the first sample: between two samples that follow each other within 0.2 s
    /// along the sphere, else the last one before: the hand rested.
    Latent at(double seconds) const;

    /// Frames at a rate: those at 0, 1/fps, ... up to the take's end.
    std::int64_t frame_count(double fps) const;

  private:
    InputFile file_;
    TakeInfo info_;
    std::vector<double> times_;
};

}  // namespace progan
