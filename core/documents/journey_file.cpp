#include "core/documents/journey_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/files/atomic_file.h"
#include "core/files/file_uri.h"
#include "core/files/json_reader.h"
#include "core/files/json_text.h"
#include "core/latent/channel_edits_json.h"
#include "core/latent/latent_json.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr int kNewestVersion = 4;
constexpr std::size_t kMaxFileBytes = std::size_t{256} << 20;
constexpr int kMaxFrames = 1'000'000;
constexpr double kMaxFps = 1000;
constexpr std::int64_t kMaxPathLength = 4'000'000;  // frames
constexpr std::size_t kMaxPathBytes = 3 * 4096;     // of a sound's file, each byte escaped at worst
constexpr std::size_t kMaxPoints = 4096;            // of a curve of change

/// What measuring the visible change gave.
void measure_from_json(const JsonReader& json, Keyframe& key) {
    const auto change = json.find("change");
    if (!change) return;
    key.change = change->floats(2, kMaxPoints);
    if (key.change.front() != 0 || !std::is_sorted(key.change.begin(), key.change.end()))
        change->fail("a list of numbers that start at 0 and never decrease");
    const auto mark = json.find("change_of");
    const std::string text = mark ? mark->text() : std::string();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key.change_of, 16);
    if (error != std::errc() || end != text.data() + text.size())
        throw Error("{}.change_of is {}, but must be a hexadecimal number.", json.where(), quote(text));
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

/// Earlier programs would show other faces.
bool needs_version_3(const Journey& journey) {
    return std::any_of(journey.keyframes.begin(), journey.keyframes.end(),
                       [](const Keyframe& key) { return !key.edits.empty(); });
}

nlohmann::ordered_json sound_to_json(const JourneySound& sound) {
    nlohmann::ordered_json json;
    json["file"] = path_for_json(sound.file);
    json["drives"] = to_string(sound.drives);
    json["curve"] = to_string(sound.curve);
    json["amount"] = sound.amount;
    if (sound.drives == SoundDrives::axis)
        json["axis"] = {
            {"id", sound.axis_id}, {"name", sound.axis_name}, {"direction", latent_to_json(sound.axis)}};
    return json;
}

JourneySound sound_from_json(const JsonReader& json) {
    JourneySound sound;
    sound.file = path_from_json(json.member("file").text(1, kMaxPathBytes));
    sound.drives = json.one_of_or("drives", sound.drives, kSoundDrivesNames);
    sound.curve = json.one_of_or("curve", sound.curve, kSoundCurveNames);
    const SoundAmounts amounts = sound_amounts(sound.drives);
    sound.amount = json.number_or("amount", amounts.usual, amounts.least, amounts.greatest);
    if (sound.drives != SoundDrives::axis) return sound;
    const JsonReader axis = json.member("axis");
    sound.axis_id = axis.text_or("id", "");
    sound.axis_name = axis.text_or("name", "");
    sound.axis = latent_from_json(axis.member("direction"));
    return sound;
}

bool is_below(const std::filesystem::path& relative) {
    return !relative.empty() && *relative.begin() != ".." && *relative.begin() != ".";
}

Keyframe keyframe_from_json(const JsonReader& json, std::size_t latent_size, SeedMode mode) {
    Keyframe key;
    if (const auto seed = json.find("seed"))
        key.seed = static_cast<std::uint32_t>(seed->integer(0, kMaxSeed));
    if (const auto latent = json.find("latent"))
        key.latent = latent_from_json(*latent);
    else if (key.seed && latent_size > 0)
        key.latent = latent_from_seed(*key.seed, latent_size, mode);
    else
        throw Error("{} has neither a latent nor a seed.", json.where());
    if (latent_size > 0 && key.latent.size() != latent_size)
        throw Error("{} has a latent of {} numbers, but the model takes {}.", json.where(), key.latent.size(),
                    latent_size);
    key.frames = static_cast<int>(json.integer_or("frames", key.frames, 1, kMaxFrames));
    key.easing = json.one_of_or("easing", Easing::linear, kEasingNames);
    key.name = json.text_or("name", "");
    read_edits(json, key);
    key.own_frames = static_cast<int>(
        std::min<std::int64_t>(json.integer_or("own_frames", 0, 0, kMaxPathLength), kMaxFrames));
    measure_from_json(json, key);
    return key;
}

}  // namespace

std::string journey_to_json(const Journey& journey) {
    nlohmann::ordered_json json;
    // Earlier programs would show a journey that follows a sound as if it did not.
    const bool edited = needs_version_3(journey), newer = journey.sound || edited || needs_version_2(journey);
    json["version"] = journey.sound ? 4 : edited ? 3 : newer ? 2 : 1;
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
    if (journey.sound) json["sound"] = sound_to_json(*journey.sound);
    json["keyframes"] = nlohmann::ordered_json::array();
    for (const Keyframe& key : journey.keyframes) {
        nlohmann::ordered_json entry;
        if (key.seed) entry["seed"] = *key.seed;
        entry["frames"] = key.frames;
        entry["easing"] = to_string(key.easing);
        if (!key.name.empty()) entry["name"] = key.name;
        add_edits(key, entry);
        if (key.own_frames > 0) entry["own_frames"] = key.own_frames;
        if (!key.change.empty()) {
            entry["change_of"] = fmt::format("{:x}", key.change_of);
            entry["change"] = latent_to_json(key.change);
        }
        entry["latent"] = latent_to_json(key.latent);
        json["keyframes"].push_back(std::move(entry));
    }
    return pretty_json(json);
}

std::string model_of_journey(std::string_view text, std::string_view name) {
    const nlohmann::json document = parse_json(text, name);
    const JsonReader json(document, std::string(name));
    json.version(kNewestVersion, "a journey");
    const auto model = json.find("model");
    return model ? model->text_or("sha256", "") : "";
}

Journey journey_from_json(std::string_view text, std::string_view name, std::size_t latent_size,
                          SeedMode mode) {
    const nlohmann::json document = parse_json(text, name);
    return journey_from_json(JsonReader(document, std::string(name)), latent_size, mode);
}

Journey journey_from_json(const JsonReader& json, std::size_t latent_size, SeedMode mode) {
    json.version(kNewestVersion, "a journey");
    Journey journey;
    journey.fps = json.number_or("fps", journey.fps, 0, kMaxFps);
    if (journey.fps == 0) throw Error("{}: fps is 0, but must be above 0.", json.where());
    const bool loop = json.boolean_or("loop", false);
    journey.repeat = json.one_of_or("repeat", loop ? Repeat::loop : Repeat::once, kRepeatNames);
    journey.pacing = json.one_of_or("pacing", Pacing::angle, kPacingNames);
    journey.in = json.integer_or("in", 0, 0, kMaxPathLength);
    journey.out = json.integer_or("out", -1, 0, kMaxPathLength);
    journey.method = json.one_of_or("method", InterpolationMethod::hypersphere, kInterpolationMethodNames);
    if (const auto model = json.find("model")) {
        journey.model_sha256 = model->text_or("sha256", "");
        journey.model_name = model->text_or("name", "");
    }
    if (const auto sound = json.find("sound")) journey.sound = sound_from_json(*sound);
    for (const JsonReader& entry : json.member("keyframes").elements())
        journey.keyframes.push_back(keyframe_from_json(entry, latent_size, mode));
    if (journey.keyframes.empty()) throw Error("{} has no keyframes.", json.where());
    if (journey.sound && journey.sound->drives == SoundDrives::axis &&
        journey.sound->axis.size() != journey.keyframes[0].latent.size())
        throw Error("{} has {} numbers, but the faces have {}.",
                    json.member("sound").member("axis").member("direction").where(),
                    journey.sound->axis.size(), journey.keyframes[0].latent.size());
    if (const std::int64_t frames = path_length(journey); frames > kMaxPathLength)
        throw Error("{} has {} frames, more than the maximum of {}.", json.where(), frames, kMaxPathLength);
    return journey;
}

void place_sound(Journey& journey, const std::filesystem::path& folder) {
    if (!journey.sound) return;
    // An empty folder is the current one.
    const std::filesystem::path from = std::filesystem::absolute(folder / ".");
    journey.sound->file = (from / journey.sound->file).lexically_normal().string();
}

void relate_sound(Journey& journey, const std::filesystem::path& folder) {
    if (!journey.sound) return;
    const std::filesystem::path file = std::filesystem::absolute(journey.sound->file).lexically_normal();
    const std::filesystem::path from = std::filesystem::absolute(folder / ".").lexically_normal();
    const std::filesystem::path relative = file.lexically_relative(from);
    journey.sound->file = is_below(relative) ? relative.string() : file.string();
}

Journey load_journey(const std::filesystem::path& path, std::size_t latent_size, SeedMode mode) {
    Journey journey =
        journey_from_json(read_text_file(path, kMaxFileBytes), path.string(), latent_size, mode);
    place_sound(journey, path.parent_path());
    return journey;
}

void save_journey(const std::filesystem::path& path, const Journey& journey) {
    Journey saved = journey;
    relate_sound(saved, path.parent_path());
    write_file_atomically(path, journey_to_json(saved));
}

}  // namespace progan
