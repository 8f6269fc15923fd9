// Parses which of an animation's frames to make: "100-199", or "3/8" for the third of eight parts.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/latent/journey/journey.h"

namespace progan::cli {

/// Of an animation of so many frames, counted from 0. Parts differ by one frame at most, and together they
/// are all frames. Throws UsageError if the text is neither form, the numbers do not ascend, there is no such
/// part, or the part has no frame; Error if the animation ends before the range does.
FrameRange parse_frame_range(std::string_view text, std::int64_t frames);

}  // namespace progan::cli
