// journey.json: {"version", "model", "fps", "loop", "method", "keyframes": [{"seed", "frames", "easing",
// "latent"}]}. Version 2 adds "repeat", "pacing", "in", "out", "name" and the measured visible change, so
// that the same frames are reproduced. Journeys without these features are written as version 1, which older
// programs read. Version 3 adds edits of faces, version 4 the sound that the journey follows.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/files/json_reader.h"
#include "core/latent/journey/journey.h"
#include "core/latent/seeds.h"

namespace progan {

std::string journey_to_json(const Journey& journey);

/// SHA-256 of the model that the journey was made with; empty if it does not say. Throws Error with `name` if
/// it is not a journey; its keyframes are not looked at.
std::string model_of_journey(std::string_view text, std::string_view name);

/// Keyframes have a "latent" or a "seed"; a seed becomes a latent of `latent_size` drawn by `mode`. Throws
/// Error with `name` and what is wrong, also if a latent's size is not latent_size. If latent_size is 0,
/// every keyframe must have a latent, all of one size.
Journey journey_from_json(std::string_view text, std::string_view name, std::size_t latent_size,
                          SeedMode mode);
/// The same of a part of a document, which is named by the reader.
Journey journey_from_json(const JsonReader& json, std::size_t latent_size, SeedMode mode);

/// A journey's file names its sound relative to the file's folder where the sound lies in there; in memory
/// the name is absolute. Whether the sound is there shows when it is read.
void place_sound(Journey& journey, const std::filesystem::path& folder);   ///< from the file to memory
void relate_sound(Journey& journey, const std::filesystem::path& folder);  ///< from memory to a file

/// Both with the sound placed and related.
Journey load_journey(const std::filesystem::path& path, std::size_t latent_size, SeedMode mode);
void save_journey(const std::filesystem::path& path, const Journey& journey);

}  // namespace progan
