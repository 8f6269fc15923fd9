#include "core/documents/favourites.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "core/documents/favourite_json.h"
#include "core/files/atomic_file.h"
#include "core/files/json_reader.h"
#include "core/files/json_text.h"
#include "core/latent/channel_edits_json.h"
#include "core/latent/latent_json.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"
#include "core/system/time.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kVersion = 1;
constexpr std::size_t kMaxAlbumName = 200;
constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;

std::string checked_id(const JsonReader& json) {
    std::string id = json.text(1, 64);
    if (id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") !=
        std::string::npos)
        json.fail("1 to 64 letters and digits");
    return id;
}

/// A file may come from a stranger, so pictures are only looked up inside its own folder.
std::string checked_image(const JsonReader& json) {
    std::string image = json.text();
    const fs::path path = fs::path(image).lexically_normal();
    if (path.is_absolute() || (!path.empty() && *path.begin() == ".."))
        json.fail("a path inside the file's folder");
    return image;
}

/// Either throws at the first problem, or tells `problems` and leaves out what is damaged.
class Strictness {
  public:
    explicit Strictness(std::vector<std::string>* problems) : problems_(problems) {}
    template <class Read>
    void read(const Read& read) const {
        try {
            read();
        } catch (const Error& error) {
            if (!problems_) throw;
            problems_->emplace_back(error.what());
        }
    }

  private:
    std::vector<std::string>* problems_;
};

/// What a face can do without: it is no reason to lose the face.
void read_rating_and_albums(const JsonReader& json, const Strictness& strictness, Favourite& favourite) {
    strictness.read([&] { favourite.rating = static_cast<int>(json.integer_or("rating", 0, 0, kMaxStars)); });
    strictness.read([&] {
        const auto albums = json.find("albums");
        if (!albums) return;
        for (const JsonReader& album : albums->elements())
            strictness.read([&] {
                std::string name = album.text(1, kMaxAlbumName);
                if (std::find(favourite.albums.begin(), favourite.albums.end(), name) ==
                    favourite.albums.end())
                    favourite.albums.push_back(std::move(name));
            });
    });
}

/// All but what read_rating_and_albums() reads.
Favourite read_face(const JsonReader& json) {
    Favourite favourite;
    favourite.id = checked_id(json.member("id"));
    favourite.name = json.member("name").text();
    favourite.created = json.text_or("created", "");
    if (const auto image = json.find("image")) favourite.image = checked_image(*image);
    if (const auto tags = json.find("tags"))
        for (const JsonReader& tag : tags->elements()) favourite.tags.push_back(tag.text());
    if (const auto seed = json.find("seed"))
        favourite.seed = static_cast<std::uint32_t>(seed->integer(0, kMaxSeed));
    if (const auto model = json.find("model")) {
        favourite.model_sha256 = model->text_or("sha256", "");
        favourite.model_name = model->text_or("name", "");
    }
    favourite.latent = latent_from_json(json.member("latent"));
    read_edits(json, favourite);
    return favourite;
}

}  // namespace

nlohmann::ordered_json favourite_to_json(const Favourite& favourite) {
    nlohmann::ordered_json json;
    json["id"] = favourite.id;
    json["name"] = favourite.name;
    json["tags"] = favourite.tags;
    if (favourite.rating != 0) json["rating"] = favourite.rating;
    if (!favourite.albums.empty()) json["albums"] = favourite.albums;
    json["created"] = favourite.created;
    if (favourite.seed) json["seed"] = *favourite.seed;
    json["model"] = {{"sha256", favourite.model_sha256}, {"name", favourite.model_name}};
    json["image"] = favourite.image;
    add_edits(favourite, json);
    json["latent"] = latent_to_json(favourite.latent);
    return json;
}

Favourite favourite_from_json(const JsonReader& json) {
    Favourite favourite = read_face(json);
    read_rating_and_albums(json, Strictness(nullptr), favourite);
    return favourite;
}

Favourite favourite_from_json(const nlohmann::json& json, const std::string& where) {
    return favourite_from_json(JsonReader(json, where));
}

std::string favourites_to_json(const std::vector<Favourite>& favourites) {
    nlohmann::ordered_json json;
    json["version"] = kVersion;
    json["favourites"] = nlohmann::ordered_json::array();
    for (const Favourite& favourite : favourites) json["favourites"].push_back(favourite_to_json(favourite));
    return pretty_json(json);
}

namespace {

/// Unless `tolerant`, the first problem is thrown.
ReadFavourites read_favourites(std::string_view text, std::string_view name, bool tolerant) {
    const nlohmann::json document = parse_json(text, name);
    const JsonReader json(document, std::string(name));
    json.version(kVersion, "a favourites file");
    ReadFavourites read;
    const Strictness faces(tolerant ? &read.left_out : nullptr);
    const Strictness extras(tolerant ? &read.incomplete : nullptr);
    std::set<std::string> ids;
    for (const JsonReader& entry : json.member("favourites").elements())
        faces.read([&] {
            Favourite favourite = read_face(entry);
            if (!ids.insert(favourite.id).second)
                throw Error("{} has the same id as an earlier favourite.", entry.where());
            read_rating_and_albums(entry, extras, favourite);
            read.favourites.push_back(std::move(favourite));
        });
    return read;
}

/// Empty if all could be read.
std::string what_is_damaged(const ReadFavourites& read) {
    std::string text;
    if (const std::size_t count = read.left_out.size(); count > 0)
        text = fmt::format("{} of the favourites could not be read and {} left out. {}", count,
                           count == 1 ? "was" : "were", read.left_out.front());
    if (const std::size_t count = read.incomplete.size(); count > 0)
        text += fmt::format("{}{} of the ratings and albums could not be read; the {} kept without them. {}",
                            text.empty() ? "" : " ", count, count == 1 ? "face is" : "faces are",
                            read.incomplete.front());
    return text;
}

}  // namespace

std::vector<Favourite> favourites_from_json(std::string_view text, std::string_view name) {
    return read_favourites(text, name, false).favourites;
}

ReadFavourites read_favourites(const fs::path& path) {
    return read_favourites(read_text_file(path, kMaxFileBytes), path.string(), true);
}

LoadedFavourites load_favourites(const fs::path& path) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) return {};
    ReadFavourites read;
    try {
        read = read_favourites(path);
    } catch (const Error& error) {
        return {{}, false, set_aside_with_notice(path, error.what())};
    }
    LoadedFavourites loaded{std::move(read.favourites), true, what_is_damaged(read)};
    if (!loaded.warning.empty())
        loaded.warning +=
            fmt::format(" The original file is kept as {}.", keep_aside(path).filename().string());
    return loaded;
}

std::string new_favourite_id() {
    std::random_device random;
    std::string id;
    for (int i = 0; i < 4; ++i) id += fmt::format("{:08x}", random());
    return id;
}

std::string utc_now_iso8601() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    const std::tm utc = system::utc_calendar(now);
    char text[32];
    std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

}  // namespace progan
