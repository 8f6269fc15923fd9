#include "core/project/photo_places.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/files/atomic_file.h"
#include "core/files/json_reader.h"
#include "core/files/json_text.h"
#include "core/files/readable_items.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20;
constexpr std::size_t kDigits = 64;
constexpr double kMaxPixels = 1e6;  ///< that an anchor may be away from the photo's corner
constexpr const char *kPhoto = "photo-", *kModel = "model-";

std::string checked_id(const JsonReader& json) {
    std::string id = json.text(0, 128);
    const bool known = id.starts_with(kPhoto) || id.starts_with(kModel);
    const std::string digits = known ? id.substr(std::string_view(kPhoto).size()) : "";
    if (digits.size() != kDigits || digits.find_first_not_of("0123456789abcdef") != std::string::npos)
        json.fail(R"("photo-" or "model-" and a checksum of 64 digits)");
    return id;
}

AnchorPoint point(const JsonReader& json, const char* name) {
    const std::vector<JsonReader> numbers = json.member(name).elements(2, 2);
    return {numbers[0].number(-kMaxPixels, kMaxPixels), numbers[1].number(-kMaxPixels, kMaxPixels)};
}

PhotoPlace read_place(const JsonReader& json) {
    PhotoPlace place{checked_id(json.member("id")),
                     {point(json, "left_eye"), point(json, "right_eye"), point(json, "mouth")}};
    validate(place.anchors);
    return place;
}

nlohmann::ordered_json pair(const AnchorPoint& point) {
    return nlohmann::ordered_json::array({point.x, point.y});
}

}  // namespace

std::string photo_place_id(const std::string& sha256) {
    return kPhoto + sha256;
}

std::string model_place_id(const std::string& sha256) {
    return kModel + sha256;
}

std::vector<PhotoPlace> photo_places_from_json(std::string_view text, const std::string& name,
                                               std::vector<std::string>& problems) {
    const nlohmann::json document = parse_json(text, name);
    const JsonReader json(document, name);
    json.version(kVersion, "a list of places in photos");
    return readable_items(json.member("places"), read_place, problems);
}

std::string photo_places_to_json(const std::vector<PhotoPlace>& places) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const PhotoPlace& place : places)
        list.push_back({{"id", place.id},
                        {"left_eye", pair(place.anchors.left_eye)},
                        {"right_eye", pair(place.anchors.right_eye)},
                        {"mouth", pair(place.anchors.mouth)}});
    return pretty_json({{"version", kVersion}, {"places", list}});
}

fs::path photo_places_path(const fs::path& data_folder) {
    return data_folder / "photo-places.json";
}

PhotoPlaceStore photo_place_store(const fs::path& file) {
    PhotoPlaceStore::Format format;
    format.load = [](const fs::path& path) {
        return load_readable<PhotoPlaceStore>(path, kMaxFileBytes, photo_places_from_json);
    };
    format.save = [](const fs::path& path, const std::vector<PhotoPlace>& places) {
        write_file_atomically(path, photo_places_to_json(places));
    };
    return {file, file.parent_path(), std::move(format)};
}

}  // namespace progan
