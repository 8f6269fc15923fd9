#include "app/explorer/state/face_json.h"

#include <algorithm>
#include <cmath>

#include "core/latent/seeds.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargestLatent = 16384;

}  // namespace

Json seed_to_json(const std::optional<std::uint32_t>& seed) {
    return seed ? Json(*seed) : Json(nullptr);
}

std::optional<std::uint32_t> seed_from_json(const Json& object) {
    auto found = object.find("seed");
    if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
    const auto value = found->get<std::uint64_t>();
    if (value > kMaxSeed) return std::nullopt;
    return static_cast<std::uint32_t>(value);
}

Json face_to_json(const Face& face) {
    // Most sliders stand at 0: only the turned ones are kept.
    Json turned = Json::object();
    for (std::size_t i = 0; i < face.degrees.size(); ++i)
        if (face.degrees[i] != 0) turned[std::to_string(i)] = face.degrees[i];
    return {{"base", face.base},
            {"degrees", turned},
            {"turns", face.turns},
            {"seed", seed_to_json(face.seed)},
            {"label", face.label}};
}

std::vector<float> floats(const Json& object, const char* name) {
    std::vector<float> result = object.at(name).get<std::vector<float>>();
    const bool finite = std::all_of(result.begin(), result.end(), [](float v) { return std::isfinite(v); });
    if (result.size() > kLargestLatent || !finite)
        throw Error(std::string("\"") + name + "\" is not a latent");
    return result;
}

Face face_from_json(const Json& object) {
    Face face;
    face.base = floats(object, "base");
    face.degrees.assign(face.base.size(), 0.0f);
    for (const auto& [index, degrees] : object.at("degrees").items()) {
        const std::size_t i = std::stoul(index);
        const float value = degrees.get<float>();
        if (i < face.degrees.size() && std::isfinite(value))
            face.degrees[i] = std::clamp(value, -90.0f, 90.0f);
    }
    if (auto turns = object.find("turns"); turns != object.end())
        for (const auto& [axis, degrees] : turns->items())
            if (const float value = degrees.get<float>(); std::isfinite(value) && value != 0)
                face.turns[axis] = std::clamp(value, -90.0f, 90.0f);
    face.seed = seed_from_json(object);
    face.label = object.value("label", "");
    return face;
}

}  // namespace progan
