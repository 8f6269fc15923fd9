// Favourite faces as favourites.json: a value and its file. Threads: none; the owner is the window's state or
// a command.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/latent/latent.h"

namespace progan {

struct Favourite {
    std::string id;  ///< unique, letters and digits; also the picture's file name
    std::string name;
    std::vector<std::string> tags;
    std::string created;                ///< ISO 8601 UTC, "2026-05-04T09:08:07Z"
    std::optional<std::uint32_t> seed;  ///< if the latent came from one unchanged
    Latent latent;
    std::string model_sha256;
    std::string model_name;
    std::string image;  ///< path of the thumbnail relative to the JSON file, may be empty

    bool operator==(const Favourite&) const = default;
};

/// JSON of version 1 (see the README): floats survive the round trip bit for bit.
std::string favourites_to_json(const std::vector<Favourite>& favourites);

/// Parses version 1. Unknown members are ignored. Throws Error with `name` (the file) and what is wrong: not
/// JSON, another version, a latent that is empty or not finite, a missing member, an image path that leaves
/// its folder.
std::vector<Favourite> favourites_from_json(std::string_view json, std::string_view name);

struct LoadedFavourites {
    std::vector<Favourite> favourites;
    std::string warning;  ///< empty, or a sentence: the file could not be read and where it was set aside
};

/// Reads the file. Missing: an empty list. Unreadable: it is set aside (never overwritten), the list is empty
/// and `warning` says so. Throws Error only if setting aside fails: then nothing may be written there.
LoadedFavourites load_favourites(const std::filesystem::path& path);

/// A new unique id (128 random bits in hexadecimal) and the current time in the `created` format.
std::string new_favourite_id();
std::string utc_now_iso8601();

}  // namespace progan
