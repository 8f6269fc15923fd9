// Where people put the eyes and the mouth: in photos whose faces they kept, and in the faces of models whose
// files do not say it. photo-places.json in the data folder, which several windows share. It names photos and
// models by checksums alone. No state; any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/shared_list.h"
#include "core/model/face_anchors.h"

namespace progan {

struct PhotoPlace {
    std::string id;       ///< photo_place_id() or model_place_id()
    FaceAnchors anchors;  ///< in pixels of a photo, or in parts of the side of a model's faces
    bool operator==(const PhotoPlace&) const = default;
};

/// Of a checksum, 64 hexadecimal digits: a photo's is that of its pixels.
std::string photo_place_id(const std::string& sha256);
std::string model_place_id(const std::string& sha256);

/// Throws Error if it is no such file at all. A damaged place is left out: a sentence in `problems`.
std::vector<PhotoPlace> photo_places_from_json(std::string_view text, const std::string& name,
                                               std::vector<std::string>& problems);
std::string photo_places_to_json(const std::vector<PhotoPlace>& places);

struct PhotoPlaceRules {
    static bool same(const PhotoPlace& a, const PhotoPlace& b) { return a == b; }
    static void merge(const PhotoPlace&, const PhotoPlace& after, PhotoPlace& item) { item = after; }
};
using PhotoPlaceStore = SharedList<PhotoPlace, PhotoPlaceRules>;

std::filesystem::path photo_places_path(const std::filesystem::path& data_folder);
/// The lock is that of the file's folder. A file that cannot be read, or not all of it, is kept aside.
PhotoPlaceStore photo_place_store(const std::filesystem::path& file);

}  // namespace progan
