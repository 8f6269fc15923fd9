// A journey: faces as keyframes and how to move between them. Pure arithmetic and plain values. Editing:
// journey_edit.h; spacing frames by visible change: pacing.h; files: core/documents/journey_file.h.
//
// Three frame counts: a *span* leads from one key to the next; the *path* is all spans in sequence, what a
// timeline shows; *playback* (and a recording) is the path between the in and out points, and back again for
// a ping-pong.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/latent/interpolation.h"
#include "core/latent/latent.h"
#include "core/latent/named_latent.h"
#include "core/support/enum_names.h"

namespace progan {

enum class Easing {
    linear,
    smooth,  ///< 3t^2 - 2t^3
    in,      ///< t^2: starts at rest
    out,     ///< 1 - (1 - t)^2: ends at rest
};
enum class Repeat {
    once,
    loop,       ///< the last key's span leads back to the first
    ping_pong,  ///< there and back
};
/// What a frame's share of its span means.
enum class Pacing {
    angle,       ///< as the method moves: `slerp` turns by the same angle every frame
    even_spans,  ///< the same visible change in every frame of a span; keys stay at their frames
    even,        ///< the same visible change over the whole path: keys have moved to fit
};

/// What a sound moves while a journey plays (sound_drive.h).
enum class SoundDrives {
    pace,      ///< the journey is faster where the curve is high
    position,  ///< it is ahead of itself where the curve is high
    axis,      ///< the face is turned toward an axis
};
enum class SoundCurve { loudness, onsets };

/// The sound that a journey follows. The sound itself stays in its file.
struct JourneySound {
    std::string file;
    SoundDrives drives = SoundDrives::pace;
    SoundCurve curve = SoundCurve::loudness;
    /// Where the curve is 1. Pace: how many times as fast as where it is 0, 1 to 100. Position: seconds
    /// ahead, -600 to 600. Axis: degrees, -180 to 180.
    double amount = 8;
    // For an axis; kept whole, so that the frames are the same where the model's axes are others:
    std::string axis_id = {}, axis_name = {};
    Latent axis = {};  ///< its direction

    bool operator==(const JourneySound&) const = default;
};

struct Keyframe : NamedLatent {
    int frames = 25;                 ///< frames from this key to the next, at least 1
    Easing easing = Easing::linear;  ///< of the span that starts here
    /// The cumulative visible change from this key on, at equal steps to the next: starts at 0, never
    /// decreases, at least 2 numbers. Empty: not measured.
    std::vector<float> change = {};
    std::uint64_t change_of = 0;  ///< the span_mark() that `change` was measured for
    int own_frames = 0;           ///< `frames` before Pacing::even moved the keys; 0: the same

    bool operator==(const Keyframe&) const = default;
};

struct Journey {
    std::vector<Keyframe> keyframes;  ///< at least one; all latents of one size
    InterpolationMethod method = InterpolationMethod::hypersphere;
    Repeat repeat = Repeat::once;
    Pacing pacing = Pacing::angle;
    std::int64_t in = 0, out = -1;  ///< first and last frame that is played; out < 0: to the end
    double fps = 25;
    std::string model_sha256;
    std::string model_name;
    std::optional<JourneySound> sound = {};  ///< what it follows when it plays and is recorded

    bool operator==(const Journey&) const = default;
};

/// Whether the last key's span leads back to the first: a loop of more than one key.
bool closes(const Journey& journey);

/// Frames of the path: if it is closed, the sum of all spans; otherwise the spans of all keys but the last,
/// plus one frame for the last key. Throws Error on an empty journey, frames < 1 or mismatched sizes, like
/// all functions below.
std::int64_t path_length(const Journey& journey);

/// The frame of each key.
std::vector<std::int64_t> key_frames(const Journey& journey);

/// Where a frame lies: t = 0 at the key, < 1 before the next; before easing and pacing.
struct Place {
    std::size_t span = 0;
    double t = 0;
};
Place place_of(const Journey& journey, std::int64_t frame);
/// The same between two frames. In a closed path up to path_length(), which is the first key again.
Place place_between(const Journey& journey, double frame);

/// The latent of `frame` in [0, path_length). Every key is hit exactly. Throws Error if out of range.
Latent latent_at(const Journey& journey, std::int64_t frame);

/// What is changed inside the generator for that frame: at each key its own edits, in between their
/// strengths in between, in the same share as the latent.
ChannelEdits edits_at(const Journey& journey, std::int64_t frame);

/// Both between two frames; at a whole frame those of that frame, to the bit.
Latent latent_between(const Journey& journey, double frame);
ChannelEdits edits_between(const Journey& journey, double frame);

/// The latent at `part` (0..1, without easing and pacing) of the span that starts at key `span`. The method
/// `spline` is one spherical cubic Bezier curve per span (de Casteljau's algorithm with slerp: Shoemake 1985)
/// whose handles are a third of the key's velocity: the slope of the parabola through the neighbors in time
/// (Catmull-Rom for unequal times), in the key's tangent space, and at most 1.5 times the slope to the nearer
/// neighbor, so that nothing overshoots beside a short span and a face that appears twice in a row is at
/// rest. At open ends it is the direction to the neighbor: two keys alone are `slerp`. Directions pass the
/// keys with continuous velocity if easing is linear or smooth everywhere; lengths are linear.
Latent span_latent(const Journey& journey, std::size_t span, double part);
/// The edits there.
ChannelEdits span_edits(const Journey& journey, std::size_t span, double part);

/// A non-zero number that changes with span_latent() or the model. It does not depend on timing, except for
/// the lengths of the adjacent spans that a spline depends on.
std::uint64_t span_mark(const Journey& journey, std::size_t span);

/// Number of spans: that of the keys, minus one if the journey is open.
std::size_t span_count(const Journey& journey);

/// The first and last frame that is played: in and out, clamped to the path.
struct FrameRange {
    std::int64_t first = 0, last = 0;
};
FrameRange playback_range(const Journey& journey);

/// Number of frames of one playback: those from in to out, and for a ping-pong those back, with both ends
/// once.
std::int64_t frame_count(const Journey& journey);
/// The frame of the path that is played as number `index` in [0, frame_count). Throws Error if out of range.
std::int64_t playback_frame(const Journey& journey, std::int64_t index);
/// latent_at() and edits_at() of playback_frame().
Latent journey_latent(const Journey& journey, std::int64_t index);
ChannelEdits journey_edits(const Journey& journey, std::int64_t index);

/// The least and the greatest JourneySound::amount, and what it is if nobody says.
struct SoundAmounts {
    double least = 0, greatest = 0, usual = 0;
};
SoundAmounts sound_amounts(SoundDrives drives);
/// The same file and curve, driving something else by the usual amount. An axis is still to be given.
JourneySound driving(const JourneySound& sound, SoundDrives drives);

/// The eased share of a share of time.
double ease(double t, Easing easing);

inline constexpr auto kEasingNames = enum_names<Easing>(
    {{Easing::linear, "linear"}, {Easing::smooth, "smooth"}, {Easing::in, "in"}, {Easing::out, "out"}});
inline constexpr auto kRepeatNames =
    enum_names<Repeat>({{Repeat::once, "once"}, {Repeat::loop, "loop"}, {Repeat::ping_pong, "ping-pong"}});
inline constexpr auto kPacingNames = enum_names<Pacing>(
    {{Pacing::angle, "angle"}, {Pacing::even_spans, "even-spans"}, {Pacing::even, "even"}});
inline constexpr auto kSoundDrivesNames = enum_names<SoundDrives>(
    {{SoundDrives::pace, "pace"}, {SoundDrives::position, "position"}, {SoundDrives::axis, "axis"}});
inline constexpr auto kSoundCurveNames =
    enum_names<SoundCurve>({{SoundCurve::loudness, "loudness"}, {SoundCurve::onsets, "onsets"}});
std::string_view to_string(SoundDrives drives);
std::string_view to_string(SoundCurve curve);
std::string_view to_string(Easing easing);
std::string_view to_string(Repeat repeat);
std::string_view to_string(Pacing pacing);

}  // namespace progan
