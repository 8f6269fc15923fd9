#include "app/explorer/state/face_json.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/latent/channel_edits_json.h"
#include "core/latent/latent_json.h"
#include "core/latent/seeds.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr float kMaxDegrees = 90;

Json seed_to_json(const std::optional<std::uint32_t>& seed) {
    return seed ? Json(*seed) : Json(nullptr);
}

std::optional<std::uint32_t> seed_from_json(const JsonReader& json) {
    const std::optional<JsonReader> seed = json.find("seed");
    if (!seed) return std::nullopt;
    return static_cast<std::uint32_t>(seed->integer(0, kMaxSeed));
}

float degrees_from_json(const JsonReader& json) {
    return static_cast<float>(json.number(double{-kMaxDegrees}, double{kMaxDegrees}));
}

/// The component that a member of "degrees" is named after.
std::size_t component(const std::string& name, const JsonReader& json, std::size_t count) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (error != std::errc() || end != name.data() + name.size() || index >= count)
        json.fail(fmt::format("named after a component, 0 to {}", count - 1));
    return index;
}

}  // namespace

Json face_to_json(const Face& face) {
    // Most sliders are at 0: only the turned ones are kept.
    Json turned = Json::object();
    for (std::size_t i = 0; i < face.degrees.size(); ++i)
        if (face.degrees[i] != 0) turned[std::to_string(i)] = face.degrees[i];
    Json json = {{"base", latent_to_json(face.base.latent)},
                 {"degrees", turned},
                 {"turns", face.turns},
                 {"seed", seed_to_json(face.base.seed)},
                 {"label", face.base.name}};
    add_edits(face.base, json);
    return json;
}

Face face_from_json(const JsonReader& json) {
    Face face;
    face.base.latent = json.member("base").floats(0, kMaxLatentSize);
    face.degrees.assign(face.base.latent.size(), 0.0f);
    for (const auto& [name, degrees] : json.member("degrees").members())
        face.degrees[component(name, degrees, face.degrees.size())] = degrees_from_json(degrees);
    if (const auto turns = json.find("turns"))
        for (const auto& [axis, degrees] : turns->members())
            if (const float value = degrees_from_json(degrees); value != 0) face.turns[axis] = value;
    face.base.seed = seed_from_json(json);
    face.base.name = json.text_or("label", "");
    read_edits(json, face.base);
    return face;
}

Json named_latent_to_json(const NamedLatent& face) {
    Json json = {
        {"latent", latent_to_json(face.latent)}, {"seed", seed_to_json(face.seed)}, {"label", face.name}};
    add_edits(face, json);
    return json;
}

NamedLatent named_latent_from_json(const JsonReader& json) {
    NamedLatent face{latent_from_json(json.member("latent")), seed_from_json(json),
                     json.text_or("label", "")};
    read_edits(json, face);
    if (length(face.latent) == 0) json.member("latent").fail("a latent that is not 0 everywhere");
    return face;
}

}  // namespace progan
