#include "core/keep/journey_file.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/keep/atomic_file.h"
#include "core/keep/json_text.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::size_t kLargestFile = std::size_t{256} << 20;
constexpr int kMostFrames = 1'000'000;
constexpr double kLargestFps = 1000;

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
    else if (key.seed)
        key.latent = latent_from_seed(*key.seed, latent_size, mode);
    else
        throw Error(where + " has neither a \"latent\" nor a \"seed\".");
    if (key.latent.size() != latent_size)
        throw Error(where + " has a latent of " + std::to_string(key.latent.size()) +
                    " numbers, but the model takes " + std::to_string(latent_size) + ".");
    if (const auto frames = json.find("frames"); frames != json.end()) {
        if (!frames->is_number_integer() || frames->get<std::int64_t>() < 1 ||
            frames->get<std::int64_t>() > kMostFrames)
            throw Error(where + " has \"frames\" that are not 1 to " + std::to_string(kMostFrames) + ".");
        key.frames = frames->get<int>();
    }
    if (const auto easing = json.find("easing"); easing != json.end()) {
        if (*easing != "linear" && *easing != "smooth")
            throw Error(where + " has an \"easing\" that is neither linear nor smooth.");
        key.easing = *easing == "smooth" ? Easing::smooth : Easing::linear;
    }
    return key;
}

template <typename Value>
Value member_or(const Json& json, const char* name, Value otherwise, const std::string& file) {
    const auto found = json.find(name);
    if (found == json.end() || found->is_null()) return otherwise;
    try {
        return found->get<Value>();
    } catch (const Json::exception&) {
        throw Error(file + " has a \"" + name + "\" of the wrong kind.");
    }
}

}  // namespace

std::string journey_to_json(const Journey& journey) {
    nlohmann::ordered_json json;
    json["version"] = kVersion;
    json["model"] = {{"sha256", journey.model_sha256}, {"name", journey.model_name}};
    json["fps"] = journey.fps;
    json["loop"] = journey.loop;
    json["method"] = to_string(journey.method);
    json["keyframes"] = nlohmann::ordered_json::array();
    for (const Keyframe& key : journey.keyframes) {
        nlohmann::ordered_json entry;
        if (key.seed) entry["seed"] = *key.seed;
        entry["frames"] = key.frames;
        entry["easing"] = key.easing == Easing::smooth ? "smooth" : "linear";
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
    if (json["version"] != kVersion)
        throw Error(name + " is a journey of version " + json["version"].dump().substr(0, 20) +
                    ", but this program reads version " + std::to_string(kVersion) + ".");
    Journey journey;
    journey.fps = member_or(json, "fps", journey.fps, name);
    if (!(journey.fps > 0 && journey.fps <= kLargestFps))
        throw Error(name + " has an \"fps\" that is not above 0 and at most 1000.");
    journey.loop = member_or(json, "loop", false, name);
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
    return journey;
}

Journey load_journey(const std::filesystem::path& path, std::size_t latent_size, SeedMode mode) {
    return journey_from_json(read_text_file(path, kLargestFile), path.string(), latent_size, mode);
}

void save_journey(const std::filesystem::path& path, const Journey& journey) {
    write_file_atomically(path, journey_to_json(journey));
}

}  // namespace progan
