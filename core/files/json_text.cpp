#include "core/files/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace progan {
namespace {

using Json = nlohmann::ordered_json;

bool is_row_of_numbers(const Json& json) {
    return json.is_array() &&
           std::ranges::all_of(json, [](const Json& element) { return element.is_number(); });
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

std::string pretty_json(const Json& json) {
    std::string text;
    write(json, 0, text);
    return text + "\n";
}

std::string json_line(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace progan
