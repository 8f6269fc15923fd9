#include "core/latent/latent_json.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace progan {
namespace {

using Json = nlohmann::ordered_json;

/// The double with the fewest digits that rounds to this float: 0.1f is written 0.1, not 0.10000000149011612.
double shortest_double(float value) {
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof(text), value);
    double result = 0;
    std::from_chars(text, end, result);
    return static_cast<float>(result) == value ? result : static_cast<double>(value);
}

}  // namespace

Json latent_to_json(const Latent& latent) {
    Json json = Json::array();
    for (const float component : latent) json.push_back(shortest_double(component));
    return json;
}

Latent latent_from_json(const JsonReader& json) {
    return json.floats(1, kMaxLatentSize);
}

Latent latent_from_json(const nlohmann::json& json, const std::string& where) {
    return latent_from_json(JsonReader(json, where));
}

}  // namespace progan
