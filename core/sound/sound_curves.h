// What can be seen of a sound: two curves with one value from 0 to 1 per frame of an animation. Frame i is
// what is heard from i / fps to (i + 1) / fps seconds. All from the sound mixed to one channel at kSoundRate.
//
// Loudness: the root mean square of the frame's samples (of at least 20 ms from its start, at more than 50
// frames per second) in decibels below that of the loudest frame; 0 dB is 1, -40 dB and less is 0.
//
// Onsets: where something begins to sound. The spectral flux, half-wave rectified (Bello et al., "A tutorial
// on onset detection in music signals", 2005; Dixon, "Onset detection revisited", 2006), of magnitudes that
// are compressed by a logarithm (Mueller, "Fundamentals of Music Processing", 2015, section 6.1.2):
//     F(n) = mean over k of max(0, Y(n, k) - Y(n - 1, k)),   Y = ln(1 + 10 |X|),
// X being the Fourier transform of 512 samples under a Hann window, scaled so that a sine of full scale is 1,
// every 128 samples. The sound's edge is met in the middle of the window's later half, where the window rises
// fastest: that is the flux's time, n * 128 samples. A frame has the largest flux within it, relative to the
// largest of all.
//
// Both rise at once and fall slowly, so that a face does not flicker: from frame to frame by no more than to
// exp(-1 / (fps * 0.15 s)) of what they were. A sound that is silent throughout has curves of zeros.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/support/progress.h"

namespace progan {

inline constexpr int kSoundRate = 22050;  ///< samples per second

struct SoundCurves {
    double fps = 25;
    double seconds = 0;                   ///< of the sound
    double stated_seconds = 0;            ///< longer, if the file says so and ends early; else 0
    std::int64_t left_out = 0;            ///< pieces of the file that were damaged and are left out
    std::vector<float> loudness, onsets;  ///< one value per frame, at least one, the last perhaps cut short

    bool operator==(const SoundCurves&) const = default;
};

/// Of samples at kSoundRate. fps: above 0, at most 1000.
SoundCurves sound_curves(std::span<const float> samples, double fps);

/// Of a file (core/sound/sound_reader.h), in bounded memory. Progress counts seconds, if the file states its
/// length. Throws Error naming the file.
SoundCurves read_sound_curves(const std::filesystem::path& path, double fps,
                              const ProgressReport& progress = {});

}  // namespace progan
