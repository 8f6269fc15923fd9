#include "app/explorer/features/history/history_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "app/explorer/state/face_json.h"
#include "core/axes/axis_json.h"
#include "core/documents/favourite_json.h"
#include "core/documents/journey_file.h"
#include "core/files/atomic_file.h"
#include "core/latent/latent_json.h"
#include "core/latent/rotation.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kLargestFile = std::size_t{256} << 20;

Json item_to_json(const Favourite& favourite) {
    return favourite_to_json(favourite);
}
Json item_to_json(const Axis& axis) {
    Json json = axis_to_json(axis);
    json["direction"] = latent_to_json(axis.direction);
    return json;
}
void item_from_json(const Json& json, Favourite& favourite) {
    favourite = favourite_from_json(json, "a favourite");
}
void item_from_json(const Json& json, Axis& axis) {
    axis = axis_from_json(json, latent_from_json(json.at("direction"), "an axis"), "an axis");
}

template <class Item>
Json changes_to_json(const std::vector<ItemChange<Item>>& changes) {
    Json list = Json::array();
    for (const ItemChange<Item>& change : changes) {
        Json entry = {{"at", change.at}};
        if (change.before) entry["before"] = item_to_json(*change.before);
        if (change.after) entry["after"] = item_to_json(*change.after);
        list.push_back(std::move(entry));
    }
    return list;
}

template <class Item>
std::vector<ItemChange<Item>> changes_from_json(const Json& list) {
    std::vector<ItemChange<Item>> changes;
    for (const Json& entry : list) {
        ItemChange<Item> change;
        change.at = entry.at("at").get<std::size_t>();
        if (entry.contains("before")) item_from_json(entry["before"], change.before.emplace());
        if (entry.contains("after")) item_from_json(entry["after"], change.after.emplace());
        changes.push_back(std::move(change));
    }
    return changes;
}

HistoryStep step_from_json(const Json& json, const HistoryTree& tree) {
    HistoryStep step;
    step.id = json.at("id").get<std::uint64_t>();
    step.parent = json.at("parent").get<std::uint64_t>();
    step.time = json.at("time").get<std::string>();
    step.label = json.at("label").get<std::string>();
    step.model_sha256 = json.at("model").get<std::string>();
    step.model_name = json.value("model_name", "");
    if (json.contains("face")) {
        step.face = face_from_json(json["face"]);
        step.latent = json.contains("latent") ? latent_from_json(json["latent"], "a step")
                                              : rotate_components(step.face.base, step.face.degrees);
    } else {
        if (!tree.contains(step.parent)) throw Error("a step without a face");
        step.face = tree.step(step.parent).face;
        step.latent = tree.step(step.parent).latent;
    }
    if (json.contains("journey"))
        step.journey = std::make_shared<const Journey>(
            journey_from_json(json["journey"].dump(), "a step's journey", 0, SeedMode::numpy));
    else if (tree.contains(step.parent))
        step.journey = tree.step(step.parent).journey;
    step.favourites = changes_from_json<Favourite>(json.value("favourites", Json::array()));
    step.axes = changes_from_json<Axis>(json.value("axes", Json::array()));
    return step;
}

std::string as_line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void read_line(std::string_view line, bool first, HistoryTree& tree) {
    const Json json = Json::parse(line);
    if (first) {
        if (json.at("version") != kVersion)
            throw Error("it has version " + json.at("version").dump() + ", " + std::to_string(kVersion) +
                        " is needed");
        return;
    }
    if (json.contains("at")) {
        if (!tree.move_to(json["at"].get<std::uint64_t>())) throw Error("a step is missing");
        return;
    }
    HistoryStep step = step_from_json(json, tree);
    const std::uint64_t id = step.id;
    if (!tree.restore(std::move(step))) throw Error("two steps do not fit together");
    tree.move_to(id);
}

}  // namespace

std::string history_header() {
    return as_line({{"version", kVersion}});
}

std::string history_line(const HistoryTree& tree, std::uint64_t id) {
    const HistoryStep& step = tree.step(id);
    Json json = {{"id", step.id},       {"parent", step.parent},      {"time", step.time},
                 {"label", step.label}, {"model", step.model_sha256}, {"model_name", step.model_name}};
    const bool same = tree.contains(step.parent) && tree.step(step.parent).face == step.face;
    if (!same) {
        json["face"] = face_to_json(step.face);
        json["face"]["base"] = latent_to_json(step.face.base);
        if (!step.face.turns.empty()) json["latent"] = latent_to_json(step.latent);
    }
    const bool same_way = tree.contains(step.parent) && tree.step(step.parent).journey == step.journey;
    if (step.journey && !same_way) json["journey"] = Json::parse(journey_to_json(*step.journey));
    if (!step.favourites.empty()) json["favourites"] = changes_to_json(step.favourites);
    if (!step.axes.empty()) json["axes"] = changes_to_json(step.axes);
    return as_line(json);
}

std::string history_head_line(std::uint64_t id) {
    return as_line({{"at", id}});
}

std::string history_text(const HistoryTree& tree) {
    std::string text = history_header();
    for (const std::uint64_t id : tree.all()) text += history_line(tree, id);
    if (!tree.empty()) text += history_head_line(tree.head());
    return text;
}

void append_durably(const fs::path& path, std::string_view text) {
    const auto fail = [&] {
        throw Error(path.string() + " could not be written: " + std::strerror(errno) + ".");
    };
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0) fail();
    bool good = true;
    while (good && !text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written >= 0) text.remove_prefix(static_cast<std::size_t>(written));
        good = written >= 0 || errno == EINTR;
    }
    good = good && ::fsync(file) == 0;
    const int error = errno;
    ::close(file);
    errno = error;
    if (!good) fail();
}

LoadedHistory load_history(const fs::path& path) {
    LoadedHistory loaded;
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) return loaded;
    try {
        const std::string text = read_text_file(path, kLargestFile);
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = text.find('\n', begin);
            if (end == std::string::npos) {
                loaded.cut = true;
                break;
            }
            read_line(std::string_view(text).substr(begin, end - begin), begin == 0, loaded.tree);
            begin = end + 1;
        }
    } catch (const std::exception& error) {
        const fs::path aside = set_aside(path);
        loaded.tree = {};
        loaded.cut = false;
        loaded.warning = trf("{} is not a history of this program ({}). It was set aside as {}.",
                             path.filename().string(), error.what(), aside.filename().string());
    }
    return loaded;
}

}  // namespace progan
