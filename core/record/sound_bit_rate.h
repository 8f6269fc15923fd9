// Internal to core/record.
#pragma once

#include <cstdint>

#include "core/record/recorder.h"

namespace progan {

/// Bits per second that the sound adds to a video.
std::int64_t sound_bit_rate(AnimationFormat format);

}  // namespace progan
