// A journey that follows a sound: which face each frame shows. Pure arithmetic on a curve of the sound
// (core/sound/sound_curves.h), c(i) in 0..1 for each frame i of the sound at the journey's frames per second;
// window, recording and command line show the same faces.
//
// The film has as many frames as the curve: the journey plays for as long as the sound lasts. A journey that
// plays once is stretched or shortened to it. One that loops or goes there and back, with a playback of M
// frames, goes round as many whole times as come nearest to its own speed: round(N / M), at least once.
//
// Each frame i has a weight w(i) that says how far the journey goes into it from the frame before: 1, or with
// SoundDrives::pace 1 + (amount - 1) * c(i). The share S(i) of the whole that is gone is the sum of w(1) to
// w(i) by that of all weights, where w(0) is the step that closes a round and counts only if it repeats. So
// what is heard in a frame moves the picture in that very frame.
//     position:  amount * c(i) seconds of the journey ahead of S(i); held at the ends of a journey that plays
//                once, and round and round otherwise
//     axis:      the face is turned by amount * c(i) degrees toward the axis (core/latent/rotation.h)
#pragma once

#include <cstdint>
#include <vector>

#include "core/latent/journey/journey.h"

namespace progan {

class SoundDrive {
  public:
    SoundDrive() = default;
    /// The journey has a sound, and `curve` is that sound's. Throws Error if not, if the curve has no frame
    /// or is not within 0..1, or the axis is of another size than the faces.
    SoundDrive(Journey journey, std::vector<float> curve);

    std::int64_t frame_count() const { return static_cast<std::int64_t>(curve_.size()); }
    /// Of the path, perhaps between two frames, where film frame `index` is. Throws Error, as the following,
    /// unless 0 <= index < frame_count().
    double path_frame(std::int64_t index) const;
    Latent latent(std::int64_t index) const;
    ChannelEdits edits(std::int64_t index) const;

    const Journey& journey() const { return journey_; }
    const std::vector<float>& curve() const { return curve_; }

  private:
    void check(std::int64_t index) const;

    Journey journey_;
    std::vector<float> curve_;
    std::vector<double> travelled_;  ///< frames of playback that are gone at each frame, all rounds together
};

}  // namespace progan
