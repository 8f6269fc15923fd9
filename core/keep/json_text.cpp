#include "core/keep/json_text.h"

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

bool is_row_of_numbers(const Json& json) {
    if (!json.is_array()) return false;
    for (const Json& element : json)
        if (!element.is_number()) return false;
    return true;
}

void write(const Json& json, int depth, std::string& out) {
    const bool object = json.is_object();
    if ((!object && !json.is_array()) || json.empty()) {
        out += json.dump(-1, ' ', false, Json::error_handler_t::replace);
        return;
    }
    const bool one_line = is_row_of_numbers(json);
    const auto new_line = [&](int indent) {
        out += "\n" + std::string(static_cast<std::size_t>(indent) * 2, ' ');
    };
    out += object ? '{' : '[';
    bool first = true;
    for (const auto& [key, value] : json.items()) {
        if (!first) out += one_line ? ", " : ",";
        if (!one_line) new_line(depth + 1);
        if (object) out += Json(key).dump(-1, ' ', false, Json::error_handler_t::replace) + ": ";
        write(value, depth + 1, out);
        first = false;
    }
    if (!one_line) new_line(depth);
    out += object ? '}' : ']';
}

}  // namespace

nlohmann::json parse_json(std::string_view text, const std::string& name) {
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        throw Error(name + " is not JSON: it breaks off or goes wrong at byte " + std::to_string(error.byte) +
                    ".");
    } catch (const nlohmann::json::exception&) {
        throw Error(name + " is not JSON that can be read: it holds a number beyond all bounds.");
    }
}

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

std::string pretty_json(const Json& json) {
    std::string text;
    write(json, 0, text);
    return text + "\n";
}

}  // namespace progan
