// Changing a journey: pure functions with exact frame arithmetic. Keys that are not named keep their frame of
// the way unless it is said otherwise. What a change makes of even motion: measures of spans that became
// others are dropped, and keys that Pacing::even had moved stay where they are; a change of the timing itself
// ends Pacing::even (the spans stay even inside).
#pragma once

#include <cstdint>

#include "core/latent/journey.h"

namespace progan {

/// Editing makes no way longer than this.
inline constexpr std::int64_t kMostJourneyFrames = 1'000'000;

/// Puts a key in at a frame of the way and returns its index. Between two keys the span is divided there.
/// Where a key stands already, or there is no frame between the two, it stands in the middle of the span
/// after it, which grows if it has but one frame. Behind the last key of an open way it becomes the last: at
/// `frame`, or where the way ends anyway, at the last key's own `frames` behind it. Throws Error if the
/// latent has another size.
std::size_t insert_key(Journey& journey, Keyframe key, std::int64_t frame);

/// Moves a key to another frame, held between its neighbours; the first key stays at 0. The last key of an
/// open way may move on freely: the way becomes longer. Of a closed way the length stays.
void move_key(Journey& journey, std::size_t key, std::int64_t frame);

/// The span after the key gets that many frames (at least 1); all later keys move.
void set_frames(Journey& journey, std::size_t key, std::int64_t frames);

/// A new key on the way itself, at a frame where none stands; returns its index, or that of the key that
/// stands there. With the methods slerp and lerp, linear easing and angle pacing all frames stay what they
/// were, up to rounding; with hypersphere the great circle, with spline the keys. A smoothly eased span
/// begins at rest and ends at rest as before.
std::size_t split_span(Journey& journey, std::int64_t frame);

/// The same face once more, in the middle of the span after it (insert_key()); returns the copy's index.
std::size_t duplicate_key(Journey& journey, std::size_t key);

/// Takes a key out; the spans beside it become one. Of the first key of an open way its span goes with it.
/// The only key cannot be removed: false.
bool remove_key(Journey& journey, std::size_t key);

/// Another face at the same place.
void replace_key(Journey& journey, std::size_t key, Keyframe face);

/// The faces of two keys change places; the frames stay.
void swap_keys(Journey& journey, std::size_t a, std::size_t b);

/// Backwards: frame i becomes what frame N - 1 - i was; of a closed way, which keeps its first key, N - i.
/// With hypersphere this holds for the directions; lengths follow the other end.
void reverse(Journey& journey);

/// Stretches or shrinks all spans alike so that the way has `length` frames (held so that each span has one).
void set_way_length(Journey& journey, std::int64_t length);

}  // namespace progan
