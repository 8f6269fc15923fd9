// Favourite faces and their file, favourites.json. Plain values, owned by the window's state or a command.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/latent/named_latent.h"

namespace progan {

/// Stars that a favourite can have.
inline constexpr int kMaxStars = 5;

struct Favourite : NamedLatent {
    std::string id = {};  ///< unique, letters and digits; also the picture's file name
    std::vector<std::string> tags = {};
    int rating = 0;                        ///< stars, 1 to kMaxStars; 0: none were given
    std::vector<std::string> albums = {};  ///< names, each once; an album is there while a face is in it
    std::string created = {};              ///< ISO 8601 UTC, "2026-05-04T09:08:07Z"
    std::string model_sha256 = {};
    std::string model_name = {};
    std::string image = {};  ///< path of the thumbnail relative to the JSON file, may be empty

    bool operator==(const Favourite&) const = default;
};

/// JSON of version 1 (see the documentation of file formats); floats survive the round trip bit for bit.
std::string favourites_to_json(const std::vector<Favourite>& favourites);

/// Parses version 1; ignores unknown members. Throws Error with `name` (the file) and what is wrong: not
/// JSON, another version, a latent that is empty or not finite, a missing member, or an image path outside
/// the file's folder.
std::vector<Favourite> favourites_from_json(std::string_view text, std::string_view name);

/// What could be read of a file.
struct ReadFavourites {
    std::vector<Favourite> favourites;
    std::vector<std::string>
        left_out;  ///< a sentence per favourite that is damaged or has an earlier one's id
    std::vector<std::string>
        incomplete;  ///< a sentence per rating or album that is damaged: the face has none
};

/// Reads a file and leaves it as it is. Throws Error if nothing of it can be read.
ReadFavourites read_favourites(const std::filesystem::path& path);

struct LoadedFavourites {
    std::vector<Favourite> favourites;
    bool found = false;  ///< whether there was a file of favourites, of which some may be left out
    std::string
        warning;  ///< a sentence if not all of it could be read, with where it is now; otherwise empty
};

/// Reads the file. If it is missing, the list is empty. A favourite that is damaged, or has the id of an
/// earlier one, is left out, and so is a damaged rating or album; the file is kept aside as it is, too. If
/// none of it can be read, it is set aside (never overwritten) and the list is empty. `warning` says so.
/// Throws Error only if keeping the file fails: then nothing may be written there.
LoadedFavourites load_favourites(const std::filesystem::path& path);

/// A new unique id (128 random bits in hexadecimal) and the current time in the `created` format.
std::string new_favourite_id();
std::string utc_now_iso8601();

}  // namespace progan
