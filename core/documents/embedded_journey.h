// The journey inside an animation, so that a GIF, a film or a PNG alone leads back to exactly the way it
// shows.
//
// GIF: comment extensions whose text begins with "progan_journey" and a line feed. PNG, APNG: an iTXt chunk
// of the keyword "progan_journey". MP4, WebM: a metadata tag of that name. A PNG sequence:
// journey.json beside the frames. The text is journey.json's (core/documents/journey_file.h): its numbers
// bring back the same floats.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/latent/journey.h"
#include "core/latent/seeds.h"

namespace progan {

inline constexpr const char* kJourneyKey = "progan_journey";
inline constexpr const char* kJourneyFileName = "journey.json";

/// The journey's JSON that a file carries, or that is in the folder of a PNG sequence; nothing for any other
/// file. Told by the contents, not by the name. Throws Error naming the file if it cannot be read, or is
/// damaged before what it carries. Reads no pixels.
std::optional<std::string> journey_text_of(const std::filesystem::path& path);

/// Whether the name is one of the animations that may carry a journey: .gif, .mp4, .webm, .apng, .png, or a
/// folder that holds journey.json.
bool may_carry_journey(const std::filesystem::path& path);

/// The journey of a journey.json or of an animation that carries one. Throws Error naming the file, as
/// load_journey() does, and if it is an animation without a journey.
Journey journey_of_file(const std::filesystem::path& path, std::size_t latent_size, SeedMode mode);

/// A GIF's comment extension with the journey.
std::string gif_journey_comment(std::string_view json);

}  // namespace progan
