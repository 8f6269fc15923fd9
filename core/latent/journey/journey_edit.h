// Editing a journey: pure functions with exact frame arithmetic. Other keys keep their frames unless stated
// otherwise. With even pacing, measurements of changed spans are dropped and keys moved by Pacing::even stay
// where they are; changing the timing itself ends Pacing::even (each span remains even).
#pragma once

#include <cstdint>

#include "core/latent/journey/journey.h"

namespace progan {

/// Editing makes no path longer than this.
inline constexpr std::int64_t kMaxJourneyFrames = 1'000'000;

/// Inserts a key at a frame and returns its index. Between two keys it splits their span. If there is a key
/// already, or no frame between the two, it goes to the middle of the following span, which grows if it has
/// only one frame. Beyond the last key of an open path it becomes the last: at `frame`, or at the end of the
/// path at the last key's own `frames` after it. Throws Error if the latent has another size.
std::size_t insert_key(Journey& journey, Keyframe key, std::int64_t frame);

/// Moves a key to another frame between its neighbors; the first key stays at 0. The last key of an open
/// path can move freely, which makes the path longer. The length of a closed path stays.
void move_key(Journey& journey, std::size_t key, std::int64_t frame);

/// Sets the number of frames (at least 1) of the span after the key; all later keys move.
void set_frames(Journey& journey, std::size_t key, std::int64_t frames);

/// Adds a key on the path at a frame without one and returns its index, or the index of the key that is
/// there. With slerp and lerp, linear easing and angle pacing, all frames stay the same up to rounding; with
/// hypersphere the great circle does, with spline the keys. A smoothly eased span still starts and ends at
/// rest.
std::size_t split_span(Journey& journey, std::int64_t frame);

/// Copies a key to the middle of the span after it (insert_key()) and returns the copy's index.
std::size_t duplicate_key(Journey& journey, std::size_t key);

/// Removes a key; the spans beside it become one. The first key of an open path takes its span along. False
/// if it is the only key, which cannot be removed.
bool remove_key(Journey& journey, std::size_t key);

/// Replaces the face of a key.
void replace_key(Journey& journey, std::size_t key, NamedLatent face);

/// Swaps the faces of two keys; the frames stay.
void swap_keys(Journey& journey, std::size_t a, std::size_t b);

/// Reverses the path: frame i becomes the former frame N - 1 - i, or N - i of a closed path, which keeps its
/// first key. With hypersphere this holds for the directions; lengths follow the other end.
void reverse(Journey& journey);

/// Scales all spans so that the path has `length` frames, or as many as give each span at least one.
void set_path_length(Journey& journey, std::int64_t length);

}  // namespace progan
