#include "core/documents/favourites.h"

#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "core/documents/favourite_json.h"
#include "core/files/atomic_file.h"
#include "core/files/json_text.h"
#include "core/latent/latent_json.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kLargestFile = std::size_t{256} << 20;

std::string text_member(const Json& json, const char* name, const std::string& where, bool needed) {
    const auto found = json.find(name);
    if (found == json.end()) {
        if (needed) throw Error(where + " has no \"" + name + "\".");
        return {};
    }
    if (!found->is_string()) throw Error(where + " has a \"" + name + "\" that is no text.");
    return found->get<std::string>();
}

std::string checked_id(std::string id, const std::string& where) {
    const bool good =
        !id.empty() && id.size() <= 64 &&
        id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
            std::string::npos;
    if (!good) throw Error(where + " has an \"id\" that is not 1 to 64 letters and digits.");
    return id;
}

/// A file may come from a stranger: its pictures are looked for beside it only.
std::string checked_image(std::string image, const std::string& where) {
    const fs::path path = fs::path(image).lexically_normal();
    if (path.is_absolute() || (!path.empty() && *path.begin() == ".."))
        throw Error(where + " has an \"image\" outside of its own folder.");
    return image;
}

}  // namespace

nlohmann::ordered_json favourite_to_json(const Favourite& favourite) {
    nlohmann::ordered_json json;
    json["id"] = favourite.id;
    json["name"] = favourite.name;
    json["tags"] = favourite.tags;
    json["created"] = favourite.created;
    if (favourite.seed) json["seed"] = *favourite.seed;
    json["model"] = {{"sha256", favourite.model_sha256}, {"name", favourite.model_name}};
    json["image"] = favourite.image;
    json["latent"] = latent_to_json(favourite.latent);
    return json;
}

Favourite favourite_from_json(const Json& json, const std::string& where) {
    if (!json.is_object()) throw Error(where + " is not a JSON object.");
    Favourite favourite;
    favourite.id = checked_id(text_member(json, "id", where, true), where);
    favourite.name = text_member(json, "name", where, true);
    favourite.created = text_member(json, "created", where, false);
    favourite.image = checked_image(text_member(json, "image", where, false), where);
    if (const auto tags = json.find("tags"); tags != json.end()) {
        if (!tags->is_array()) throw Error(where + " has \"tags\" that are no list.");
        for (const Json& tag : *tags) {
            if (!tag.is_string()) throw Error(where + " has a tag that is no text.");
            favourite.tags.push_back(tag.get<std::string>());
        }
    }
    if (const auto seed = json.find("seed"); seed != json.end() && !seed->is_null()) {
        if (!seed->is_number_unsigned() || seed->get<std::uint64_t>() > kLargestSeed)
            throw Error(where + " has a \"seed\" that is not 0 to " + std::to_string(kLargestSeed) + ".");
        favourite.seed = seed->get<std::uint32_t>();
    }
    if (const auto model = json.find("model"); model != json.end()) {
        if (!model->is_object()) throw Error(where + " has a \"model\" that is no object.");
        favourite.model_sha256 = text_member(*model, "sha256", where, false);
        favourite.model_name = text_member(*model, "name", where, false);
    }
    const auto latent = json.find("latent");
    favourite.latent = latent_from_json(latent == json.end() ? Json() : *latent, where);
    return favourite;
}

std::string favourites_to_json(const std::vector<Favourite>& favourites) {
    nlohmann::ordered_json json;
    json["version"] = kVersion;
    json["favourites"] = nlohmann::ordered_json::array();
    for (const Favourite& favourite : favourites) json["favourites"].push_back(favourite_to_json(favourite));
    return pretty_json(json);
}

std::vector<Favourite> favourites_from_json(std::string_view text, std::string_view file_name) {
    const std::string name(file_name);
    const Json json = parse_json(text, name);
    if (!json.is_object() || !json.contains("version") || !json.contains("favourites") ||
        !json["favourites"].is_array())
        throw Error(name + " is not a favourites file: \"version\" and a list \"favourites\" are needed.");
    if (json["version"] != kVersion)
        throw Error(name + " is a favourites file of version " + json["version"].dump().substr(0, 20) +
                    ", but this program reads version " + std::to_string(kVersion) + ".");
    std::vector<Favourite> favourites;
    std::set<std::string> ids;
    for (const Json& entry : json["favourites"]) {
        const std::string where = name + ": favourite " + std::to_string(favourites.size() + 1);
        Favourite favourite = favourite_from_json(entry, where);
        if (!ids.insert(favourite.id).second) throw Error(where + " has the same \"id\" as one before it.");
        favourites.push_back(std::move(favourite));
    }
    return favourites;
}

LoadedFavourites load_favourites(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) return {};
    try {
        return {favourites_from_json(read_text_file(path, kLargestFile), path.string()), ""};
    } catch (const Error& error) {
        const fs::path aside = set_aside(path);
        return {{},
                std::string(error.what()) + " It was set aside as " + aside.filename().string() +
                    "; nothing of it was changed."};
    }
}

std::string new_favourite_id() {
    std::random_device random;
    std::string id;
    for (int i = 0; i < 4; ++i) {
        char text[9];
        std::snprintf(text, sizeof(text), "%08x", random());
        id += text;
    }
    return id;
}

std::string utc_now_iso8601() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

}  // namespace progan
