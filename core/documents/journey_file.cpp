#include "core/documents/journey_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/files/atomic_file.h"
#include "core/files/json_text.h"
#include "core/latent/latent_json.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr int kNewestVersion = 2;
constexpr std::size_t kLargestFile = std::size_t{256} << 20;
constexpr int kMostFrames = 1'000'000;
constexpr double kLargestFps = 1000;
constexpr std::int64_t kLongestWay = 4'000'000;  // frames
constexpr std::size_t kMostPoints = 4096;        // of a curve of change

constexpr std::array kEasings{Easing::linear, Easing::smooth, Easing::in, Easing::out};
constexpr std::array kRepeats{Repeat::once, Repeat::loop, Repeat::ping_pong};
constexpr std::array kPacings{Pacing::angle, Pacing::even_spans, Pacing::even};

/// The value of that name; throws Error with `what` ("walk.json has a \"repeat\"") and the names there are.
template <typename Value, std::size_t count>
Value named(const std::array<Value, count>& values, const std::string& name, const std::string& what) {
    std::string names;
    for (std::size_t i = 0; i < count; ++i) {
        if (name == to_string(values[i])) return values[i];
        names += (i == 0 ? "" : i + 1 == count ? " or " : ", ") + std::string(to_string(values[i]));
    }
    throw Error(what + " that is \"" + name.substr(0, 40) + "\": it is " + names + ".");
}

template <typename Value>
Value member_or(const Json& json, const char* name, Value otherwise, const std::string& where) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return otherwise;
    try {
        return found->get<Value>();
    } catch (const Json::exception&) {
        throw Error(where + " has a \"" + name + "\" of the wrong kind.");
    }
}

std::int64_t frame_or(const Json& json, const char* name, std::int64_t otherwise, const std::string& where) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return otherwise;
    if (!found->is_number_integer() || found->get<std::int64_t>() < 0 ||
        found->get<std::int64_t>() > kLongestWay)
        throw Error(where + " has an \"" + name + "\" that is not a frame.");
    return found->get<std::int64_t>();
}

/// What even motion measured.
void measure_from_json(const Json& json, const std::string& where, Keyframe& key) {
    const auto change = json.find("change");
    if (change == json.end() || change->is_null()) return;
    const std::string what = where + " has a \"change\" that is not 2 to " + std::to_string(kMostPoints) +
                             " numbers that begin at 0 and never fall.";
    if (!change->is_array() || change->size() < 2 || change->size() > kMostPoints) throw Error(what);
    for (const Json& value : *change) {
        if (!value.is_number()) throw Error(what);
        const auto number = static_cast<float>(value.get<double>());
        const bool rises = key.change.empty() ? number == 0 : number >= key.change.back();
        if (!std::isfinite(number) || !rises) throw Error(what);
        key.change.push_back(number);
    }
    const auto mark = member_or<std::string>(json, "change_of", "", where);
    const auto [end, error] = std::from_chars(mark.data(), mark.data() + mark.size(), key.change_of, 16);
    if (error != std::errc() || end != mark.data() + mark.size())
        throw Error(where + " has a \"change_of\" that is not a hexadecimal number.");
}

bool needs_version_2(const Journey& journey) {
    const bool new_key =
        std::any_of(journey.keyframes.begin(), journey.keyframes.end(), [](const Keyframe& key) {
            return key.easing == Easing::in || key.easing == Easing::out || !key.name.empty() ||
                   !key.change.empty() || key.own_frames > 0;
        });
    return new_key || journey.repeat == Repeat::ping_pong || journey.pacing != Pacing::angle ||
           journey.in != 0 || journey.out >= 0 || journey.method == InterpolationMethod::spline;
}

Keyframe keyframe_from_json(const Json& json, const std::string& where, std::size_t latent_size,
                            SeedMode mode) {
    if (!json.is_object()) throw Error(where + " is not a JSON object.");
    Keyframe key;
    if (const auto seed = json.find("seed"); seed != json.end() && !seed->is_null()) {
        if (!seed->is_number_unsigned() || seed->get<std::uint64_t>() > kLargestSeed)
            throw Error(where + " has a \"seed\" that is not 0 to " + std::to_string(kLargestSeed) + ".");
        key.seed = seed->get<std::uint32_t>();
    }
    if (const auto latent = json.find("latent"); latent != json.end())
        key.latent = latent_from_json(*latent, where);
    else if (key.seed && latent_size > 0)
        key.latent = latent_from_seed(*key.seed, latent_size, mode);
    else
        throw Error(where + " has neither a \"latent\" nor a \"seed\".");
    if (latent_size > 0 && key.latent.size() != latent_size)
        throw Error(where + " has a latent of " + std::to_string(key.latent.size()) +
                    " numbers, but the model takes " + std::to_string(latent_size) + ".");
    if (const auto frames = json.find("frames"); frames != json.end()) {
        if (!frames->is_number_integer() || frames->get<std::int64_t>() < 1 ||
            frames->get<std::int64_t>() > kMostFrames)
            throw Error(where + " has \"frames\" that are not 1 to " + std::to_string(kMostFrames) + ".");
        key.frames = frames->get<int>();
    }
    key.easing = named(kEasings, member_or<std::string>(json, "easing", "linear", where),
                       where + " has an \"easing\"");
    key.name = member_or<std::string>(json, "name", "", where);
    key.own_frames =
        static_cast<int>(std::min<std::int64_t>(frame_or(json, "own_frames", 0, where), kMostFrames));
    measure_from_json(json, where, key);
    return key;
}

std::string hexadecimal(std::uint64_t number) {
    char text[20];
    const auto [end, error] = std::to_chars(text, text + sizeof text, number, 16);
    return std::string(text, end);
}

}  // namespace

std::string journey_to_json(const Journey& journey) {
    nlohmann::ordered_json json;
    const bool newer = needs_version_2(journey);
    json["version"] = newer ? 2 : 1;
    json["model"] = {{"sha256", journey.model_sha256}, {"name", journey.model_name}};
    json["fps"] = journey.fps;
    json["loop"] = journey.repeat == Repeat::loop;
    json["method"] = to_string(journey.method);
    if (newer) {
        json["repeat"] = to_string(journey.repeat);
        json["pacing"] = to_string(journey.pacing);
        json["in"] = journey.in;
        if (journey.out >= 0) json["out"] = journey.out;
    }
    json["keyframes"] = nlohmann::ordered_json::array();
    for (const Keyframe& key : journey.keyframes) {
        nlohmann::ordered_json entry;
        if (key.seed) entry["seed"] = *key.seed;
        entry["frames"] = key.frames;
        entry["easing"] = to_string(key.easing);
        if (!key.name.empty()) entry["name"] = key.name;
        if (key.own_frames > 0) entry["own_frames"] = key.own_frames;
        if (!key.change.empty()) {
            entry["change_of"] = hexadecimal(key.change_of);
            entry["change"] = latent_to_json(key.change);
        }
        entry["latent"] = latent_to_json(key.latent);
        json["keyframes"].push_back(std::move(entry));
    }
    return pretty_json(json);
}

Journey journey_from_json(std::string_view text, std::string_view file_name, std::size_t latent_size,
                          SeedMode mode) {
    const std::string name(file_name);
    const Json json = parse_json(text, name);
    if (!json.is_object() || !json.contains("version") || !json.contains("keyframes") ||
        !json["keyframes"].is_array())
        throw Error(name + " is not a journey: \"version\" and a list \"keyframes\" are needed.");
    if (json["version"] != 1 && json["version"] != kNewestVersion)
        throw Error(name + " is a journey of version " + json["version"].dump().substr(0, 20) +
                    ", but this program reads versions 1 and " + std::to_string(kNewestVersion) + ".");
    Journey journey;
    journey.fps = member_or(json, "fps", journey.fps, name);
    if (!(journey.fps > 0 && journey.fps <= kLargestFps))
        throw Error(name + " has an \"fps\" that is not above 0 and at most 1000.");
    const bool loop = member_or(json, "loop", false, name);
    journey.repeat = named(kRepeats, member_or<std::string>(json, "repeat", loop ? "loop" : "once", name),
                           name + " has a \"repeat\"");
    journey.pacing =
        named(kPacings, member_or<std::string>(json, "pacing", "angle", name), name + " has a \"pacing\"");
    journey.in = frame_or(json, "in", 0, name);
    journey.out = frame_or(json, "out", -1, name);
    journey.method =
        interpolation_method_from_string(member_or<std::string>(json, "method", "hypersphere", name));
    if (const auto model = json.find("model"); model != json.end() && model->is_object()) {
        journey.model_sha256 = member_or<std::string>(*model, "sha256", "", name);
        journey.model_name = member_or<std::string>(*model, "name", "", name);
    }
    for (const Json& entry : json["keyframes"])
        journey.keyframes.push_back(keyframe_from_json(
            entry, name + ": keyframe " + std::to_string(journey.keyframes.size() + 1), latent_size, mode));
    if (journey.keyframes.empty()) throw Error(name + " has no keyframes.");
    if (way_length(journey) > kLongestWay)
        throw Error(name + " has " + std::to_string(way_length(journey)) + " frames; " +
                    std::to_string(kLongestWay) + " are the most there can be.");
    return journey;
}

Journey load_journey(const std::filesystem::path& path, std::size_t latent_size, SeedMode mode) {
    return journey_from_json(read_text_file(path, kLargestFile), path.string(), latent_size, mode);
}

void save_journey(const std::filesystem::path& path, const Journey& journey) {
    write_file_atomically(path, journey_to_json(journey));
}

}  // namespace progan
