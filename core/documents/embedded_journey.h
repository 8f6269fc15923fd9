// The journey embedded in an animation, so that a GIF, video or PNG alone leads back to exactly the journey
// it shows. GIF: comment extensions whose text starts with "progan_journey" and a line feed. PNG, APNG: an
// iTXt chunk with the keyword "progan_journey". MP4, WebM: a metadata tag of that name. PNG sequence:
// journey.json beside the frames. The text is that of journey.json (core/documents/journey_file.h), whose
// numbers restore the same floats.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/latent/journey/journey.h"
#include "core/latent/seeds.h"

namespace progan {

inline constexpr const char* kJourneyKey = "progan_journey";
inline constexpr const char* kJourneyFileName = "journey.json";

/// The JSON of the journey embedded in a file or lying in the folder of a PNG sequence; nothing for any other
/// file. Judged by the contents, not the name. Throws Error naming the file if it cannot be read, or is
/// damaged before the journey. Reads no pixels.
std::optional<std::string> journey_text_of(const std::filesystem::path& path);

/// Whether the name is that of an animation that may contain a journey: .gif, .mp4, .webm, .apng, .png, or a
/// folder with a journey.json.
bool may_carry_journey(const std::filesystem::path& path);

/// The journey of a journey.json or of an animation that contains one. Throws Error naming the file, as
/// load_journey() does, also if an animation contains none.
Journey journey_of_file(const std::filesystem::path& path, std::size_t latent_size, SeedMode mode);

/// A GIF comment extension with the journey.
std::string gif_journey_comment(std::string_view json);

}  // namespace progan
