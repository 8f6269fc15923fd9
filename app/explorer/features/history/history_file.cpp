#include "app/explorer/features/history/history_file.h"

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
constexpr std::int64_t kMaxId = std::int64_t{1} << 53;
constexpr std::size_t kMaxFile = std::size_t{256} << 20;

Json item_to_json(const Favourite& favourite) {
    return favourite_to_json(favourite);
}
Json item_to_json(const Axis& axis) {
    Json json = axis_to_json(axis);
    json["direction"] = latent_to_json(axis.direction);
    return json;
}
void item_from_json(const JsonReader& json, Favourite& favourite) {
    favourite = favourite_from_json(json);
}
void item_from_json(const JsonReader& json, Axis& axis) {
    axis = axis_from_json(json, latent_from_json(json.member("direction")));
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
std::vector<ItemChange<Item>> changes_from_json(const std::optional<JsonReader>& list) {
    std::vector<ItemChange<Item>> changes;
    if (!list) return changes;
    for (const JsonReader& entry : list->elements()) {
        ItemChange<Item> change;
        change.at = static_cast<std::size_t>(entry.member("at").integer(0, kMaxId));
        if (const auto before = entry.find("before")) item_from_json(*before, change.before.emplace());
        if (const auto after = entry.find("after")) item_from_json(*after, change.after.emplace());
        if (!change.before && !change.after) entry.fail(R"(a change with "before" or "after")");
        changes.push_back(std::move(change));
    }
    return changes;
}

std::uint64_t id_from_json(const JsonReader& json) {
    return static_cast<std::uint64_t>(json.integer(0, kMaxId));
}

HistoryStep step_from_json(const JsonReader& json, const HistoryTree& tree) {
    HistoryStep step;
    step.id = id_from_json(json.member("id"));
    step.parent = id_from_json(json.member("parent"));
    step.time = json.member("time").text();
    step.label = json.member("label").text();
    step.model_sha256 = json.member("model").text();
    step.model_name = json.text_or("model_name", "");
    if (const auto face = json.find("face")) {
        step.face = face_from_json(*face);
        const auto latent = json.find("latent");
        step.latent =
            latent ? latent_from_json(*latent) : rotate_components(step.face.base.latent, step.face.degrees);
    } else {
        if (!tree.contains(step.parent))
            throw Error("{} has neither a face nor a step before it.", json.where());
        step.face = tree.step(step.parent).face;
        step.latent = tree.step(step.parent).latent;
    }
    if (const auto journey = json.find("journey"))
        step.journey = std::make_shared<const Journey>(journey_from_json(*journey, 0, SeedMode::numpy));
    else if (tree.contains(step.parent))
        step.journey = tree.step(step.parent).journey;
    if (const auto before = json.find("journey_before"))
        step.journey_before = std::make_shared<const Journey>(journey_from_json(*before, 0, SeedMode::numpy));
    else
        step.journey_before = tree.contains(step.parent) ? tree.step(step.parent).journey : step.journey;
    if (step.face.base.latent.empty() || step.latent.size() != step.face.base.latent.size())
        throw Error("{} has a face of {} components and a latent of {}, but the two must match.",
                    json.where(), step.face.base.latent.size(), step.latent.size());
    step.favourites = changes_from_json<Favourite>(json.find("favourites"));
    step.axes = changes_from_json<Axis>(json.find("axes"));
    return step;
}

std::string as_line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// `where`: "history.jsonl, line 3"
void read_line(std::string_view line, const std::string& where, bool first, LoadedHistory& loaded) {
    HistoryTree& tree = loaded.tree;
    const Json document = parse_json(line, where);
    const JsonReader json(document, where);
    if (first) {
        json.version(kVersion, "a history");
        return;
    }
    if (const auto head = json.find("at")) {
        if (!tree.move_to(id_from_json(*head)))
            throw Error("{} names a step that is not in the file.", where);
        // Earlier versions moved the journey with the step.
        const auto journey_of = json.find("journey_of");
        const std::uint64_t id = journey_of ? id_from_json(*journey_of) : tree.head();
        loaded.journey = tree.contains(id) ? tree.step(id).journey : nullptr;
        return;
    }
    HistoryStep step = step_from_json(json, tree);
    const std::uint64_t id = step.id;
    if (!tree.restore(std::move(step))) throw Error("{} does not fit the steps before it.", where);
    tree.move_to(id);
    loaded.journey = tree.step(id).journey;
}

/// Steps share journeys, but not with those that were read from a file.
bool same_journey(const std::shared_ptr<const Journey>& a, const std::shared_ptr<const Journey>& b) {
    return a == b || (a && b && *a == *b);
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
        if (!step.face.turns.empty()) json["latent"] = latent_to_json(step.latent);
    }
    const std::shared_ptr<const Journey> parents =
        tree.contains(step.parent) ? tree.step(step.parent).journey : nullptr;
    if (step.journey && !same_journey(step.journey, parents))
        json["journey"] = Json::parse(journey_to_json(*step.journey));
    if (parents && step.journey_before && !same_journey(step.journey_before, parents))
        json["journey_before"] = Json::parse(journey_to_json(*step.journey_before));
    if (!step.favourites.empty()) json["favourites"] = changes_to_json(step.favourites);
    if (!step.axes.empty()) json["axes"] = changes_to_json(step.axes);
    return as_line(json);
}

std::string history_head_line(std::uint64_t id, std::uint64_t journey_of) {
    return as_line({{"at", id}, {"journey_of", journey_of}});
}

std::string history_text(const HistoryTree& tree, std::uint64_t journey_of) {
    std::string text = history_header();
    for (const std::uint64_t id : tree.all()) text += history_line(tree, id);
    if (!tree.empty()) text += history_head_line(tree.head(), journey_of);
    return text;
}

LoadedHistory load_history(const fs::path& path) {
    LoadedHistory loaded;
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(path, ignored))) return loaded;
    try {
        const std::string text = read_text_file(path, kMaxFile);
        std::size_t number = 0;
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = text.find('\n', begin);
            if (end == std::string::npos) {
                loaded.cut = true;
                break;
            }
            read_line(std::string_view(text).substr(begin, end - begin),
                      fmt::format("{}, line {}", path.filename().string(), ++number), begin == 0, loaded);
            begin = end + 1;
        }
    } catch (const std::exception&) {
        const fs::path aside = set_aside(path);
        loaded.cut = false;
        loaded.warning = trf("{} The file was set aside as {}; the steps before that line are kept.",
                             current_error_sentence(), aside.filename().string());
    }
    return loaded;
}

}  // namespace progan
