// A journey: faces as keyframes and how to move between them. Pure arithmetic and plain values; changing one
// is journey_edit.h, spacing its frames by what is seen even_motion.h, files core/documents/journey_file.h.
//
// Three counts of frames: a *span* leads from a key to the next; the *way* is all spans one after another,
// what a timeline shows; what is *played* (and recorded) is the way between the in and the out point, there
// and back if the journey is a ping-pong.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/latent/interpolation.h"
#include "core/latent/latent.h"

namespace progan {

enum class Easing {
    linear,
    smooth,  ///< 3t^2 - 2t^3
    in,      ///< t^2: begins at rest
    out,     ///< 1 - (1 - t)^2: ends at rest
};
enum class Repeat {
    once,
    loop,       ///< the last key's span leads back to the first
    ping_pong,  ///< there and back
};
/// What a frame's share of its span means.
enum class Pacing {
    angle,       ///< as the method moves: `slerp` turns by the same angle each frame
    even_spans,  ///< the visible change is the same in every frame of a span; keys stay at their frames
    even,        ///< the same over the whole way: keys have moved to where they are passed in time
};

struct Keyframe {
    Latent latent;
    std::optional<std::uint32_t> seed;  ///< where the latent came from, if from a seed
    int frames = 25;                    ///< frames from this key to the next, at least 1
    Easing easing = Easing::linear;     ///< of the span that starts here
    std::string name = {};
    /// The visible change from this key on, summed, at equal steps of the way to the next: first 0, never
    /// falling, at least 2 numbers. Empty: not measured.
    std::vector<float> change = {};
    std::uint64_t change_of = 0;  ///< the span_mark() that `change` was measured for
    int own_frames = 0;           ///< what `frames` was before Pacing::even moved the keys; 0: it is the same

    bool operator==(const Keyframe&) const = default;
};

struct Journey {
    std::vector<Keyframe> keyframes;  ///< at least one; all latents of one size
    InterpolationMethod method = InterpolationMethod::hypersphere;
    Repeat repeat = Repeat::once;
    Pacing pacing = Pacing::angle;
    std::int64_t in = 0, out = -1;  ///< first and last frame of the way that is played; out < 0: to its end
    double fps = 25;
    std::string model_sha256;
    std::string model_name;

    bool operator==(const Journey&) const = default;
};

/// Whether the last key's span leads back to the first: loop, and more than one key.
bool closes(const Journey& journey);

/// Frames of the way. Closed: the sum of all spans; else the spans of all keys but the last, and one for the
/// last key itself. Throws Error on an empty journey, frames < 1 or mismatched sizes, as all below do.
std::int64_t way_length(const Journey& journey);

/// The frame of the way at which each key stands.
std::vector<std::int64_t> key_frames(const Journey& journey);

/// Where a frame of the way lies: t = 0 at the key, < 1 before the next; before easing and pacing.
struct Place {
    std::size_t span = 0;
    double t = 0;
};
Place place_of(const Journey& journey, std::int64_t frame);

/// The latent of frame `frame` in [0, way_length). Every key is hit exactly. Throws Error if out of range.
Latent way_latent(const Journey& journey, std::int64_t frame);

/// The latent at `part` (0..1, of the way itself, without easing and pacing) of the span that starts at key
/// `span`. The method `spline` is a spherical cubic Bezier curve a span (de Casteljau's algorithm with slerp:
/// Shoemake 1985) whose handles are a third of the key's velocity: the slope of the parabola through the
/// neighbours in time (Catmull-Rom for unequal times), in the key's tangent space, and at most half as large
/// again as that to the nearer neighbour, so that nothing overshoots beside a short span and a face that
/// stands twice is at rest. At open ends it is the way to the neighbour: two keys are `slerp`. Directions
/// pass the keys with continuous velocity if easing is linear or smooth everywhere; lengths are linear.
Latent span_latent(const Journey& journey, std::size_t span, double part);

/// A number that tells whether span_latent() or the model changed; not 0. Not touched by timing, but for the
/// lengths of the spans beside it that a spline looks at.
std::uint64_t span_mark(const Journey& journey, std::size_t span);

/// Number of spans: of keys, less one if the journey is open.
std::size_t span_count(const Journey& journey);

/// First and last frame of the way that is played: in and out, held inside the way.
struct FrameRange {
    std::int64_t first = 0, last = 0;
};
FrameRange played_range(const Journey& journey);

/// Number of frames that one run plays: those from in to out; of a ping-pong also those back, both ends once.
std::int64_t frame_count(const Journey& journey);
/// The frame of the way that is played as number `index` in [0, frame_count). Throws Error if out of range.
std::int64_t played_frame(const Journey& journey, std::int64_t index);
/// way_latent() of played_frame().
Latent journey_latent(const Journey& journey, std::int64_t index);

/// The eased share of a share of time.
double ease(double t, Easing easing);

std::string_view to_string(Easing easing);
std::string_view to_string(Repeat repeat);
std::string_view to_string(Pacing pacing);

}  // namespace progan
