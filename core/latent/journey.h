// A journey: keyframes and how to move between them. Pure arithmetic; files are core/keep/journey_file.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/latent/interpolation.h"
#include "core/latent/latent.h"

namespace progan {

enum class Easing { linear, smooth };  ///< smooth: 3t^2 - 2t^3

struct Keyframe {
    Latent latent;
    std::optional<std::uint32_t> seed;  ///< where the latent came from, if from a seed
    int frames = 25;                    ///< frames from this key to the next, at least 1
    Easing easing = Easing::linear;     ///< of the span that starts here
};

struct Journey {
    std::vector<Keyframe> keyframes;  ///< at least one; all latents of one size
    InterpolationMethod method = InterpolationMethod::hypersphere;
    bool loop = false;  ///< the last key's span leads back to the first
    double fps = 25;
    std::string model_sha256;
    std::string model_name;
};

/// Number of frames. Not looped: the spans of all keys but the last, and one for the last key itself; looped:
/// the sum of all spans.
std::int64_t frame_count(const Journey& journey);

/// The latent of frame `index` in [0, frame_count). Frame 0 is exactly the first key; every key is hit
/// exactly. Throws Error on an empty journey, frames < 1, mismatched sizes or an index out of range.
Latent journey_latent(const Journey& journey, std::int64_t index);

}  // namespace progan
