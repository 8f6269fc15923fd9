#include "core/latent/latent_json.h"

#include <charconv>
#include <cmath>

#include "core/support/error.h"

namespace progan {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLargestLatent = 16384;

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

Latent latent_from_json(const nlohmann::json& json, const std::string& where) {
    if (!json.is_array() || json.empty() || json.size() > kLargestLatent)
        throw Error(where + " has no usable \"latent\": an array of 1 to " + std::to_string(kLargestLatent) +
                    " numbers is needed.");
    Latent latent;
    latent.reserve(json.size());
    for (const nlohmann::json& component : json) {
        if (!component.is_number())
            throw Error(where + " has something else than numbers in its \"latent\".");
        latent.push_back(static_cast<float>(component.get<double>()));
        if (!std::isfinite(latent.back()))
            throw Error(where + " has a number in its \"latent\" that is not finite.");
    }
    return latent;
}

}  // namespace progan
