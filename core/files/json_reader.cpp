#include "core/files/json_reader.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

using Json = nlohmann::json;

std::string found_text(const Json& json) {
    if (json.is_object()) return "an object";
    if (json.is_array()) return fmt::format("a list of {}", json.size());
    return json.is_string() ? quote(json.get_ref<const std::string&>()) : json.dump();
}

std::string count_text(std::size_t least, std::size_t most) {
    if (most == std::numeric_limits<std::size_t>::max())
        return least == 0 ? std::string("any number of") : fmt::format("at least {}", least);
    return least == most ? fmt::format("{}", least) : fmt::format("{} to {}", least, most);
}

/// Refuses depth and members that appear twice while a document is parsed.
class Guard {
  public:
    explicit Guard(std::string_view name) : name_(name) {}

    bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
        if (depth > kMaxJsonDepth)
            throw Error("{} is nested more than {} levels deep, which is not supported.", name_,
                        kMaxJsonDepth);
        if (event == Json::parse_event_t::object_start) members_.emplace_back();
        if (event == Json::parse_event_t::object_end) members_.pop_back();
        if (event == Json::parse_event_t::key &&
            !members_.back().insert(parsed.get_ref<const std::string&>()).second)
            throw Error("{} has the member {} twice.", name_, quote(parsed.get_ref<const std::string&>()));
        return true;
    }

  private:
    std::string_view name_;
    std::vector<std::set<std::string>> members_;
};

}  // namespace

Json parse_json(std::string_view text, std::string_view name) {
    try {
        Guard guard(name);
        return Json::parse(text, [&](int depth, Json::parse_event_t event, Json& parsed) {
            return guard(depth, event, parsed);
        });
    } catch (const Json::parse_error& error) {
        if (error.byte > text.size()) throw Error("{} is not valid JSON: it ends too early.", name);
        throw Error("{} is not valid JSON (byte {}).", name, error.byte);
    } catch (const Json::exception&) {
        throw Error("{} is not valid JSON: it holds a number out of range.", name);
    }
}

std::string JsonReader::where() const {
    return path_.empty() ? name_ : fmt::format("{}: {}", name_, path_);
}

void JsonReader::fail(std::string_view needed) const {
    throw Error("{} is {}, but must be {}.", where(), found_text(*json_), needed);
}

bool JsonReader::is_null() const {
    return json_->is_null();
}

bool JsonReader::is_text() const {
    return json_->is_string();
}

void JsonReader::check_object() const {
    if (!json_->is_object()) fail("an object");
}

std::optional<JsonReader> JsonReader::find(std::string_view name) const {
    check_object();
    const auto found = json_->find(std::string(name));
    if (found == json_->end() || found->is_null()) return std::nullopt;
    return JsonReader(*found, name_, path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name));
}

JsonReader JsonReader::member(std::string_view name) const {
    if (std::optional<JsonReader> found = find(name)) return *std::move(found);
    throw Error("{} has no \"{}\", which is required.", where(), name);
}

std::vector<JsonReader> JsonReader::elements(std::size_t least, std::size_t most) const {
    if (!json_->is_array() || json_->size() < least || json_->size() > most)
        fail(fmt::format("a list of {} elements", count_text(least, most)));
    std::vector<JsonReader> result;
    result.reserve(json_->size());
    for (std::size_t i = 0; i < json_->size(); ++i)
        result.push_back(JsonReader((*json_)[i], name_, fmt::format("{}[{}]", path_, i)));
    return result;
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::members() const {
    check_object();
    std::vector<std::pair<std::string, JsonReader>> result;
    for (const auto& [name, value] : json_->items())
        result.emplace_back(
            name, JsonReader(value, name_, path_.empty() ? name : fmt::format("{}.{}", path_, name)));
    return result;
}

std::string JsonReader::text(std::size_t least, std::size_t most) const {
    if (!json_->is_string()) fail("a text");
    const auto& text = json_->get_ref<const std::string&>();
    if (text.size() < least || text.size() > most)
        fail(fmt::format("a text of {} bytes", count_text(least, most)));
    return text;
}

bool JsonReader::boolean() const {
    if (!json_->is_boolean()) fail("true or false");
    return json_->get<bool>();
}

std::int64_t JsonReader::integer(std::int64_t low, std::int64_t high) const {
    const bool fits = json_->is_number_unsigned()
                          ? json_->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX)
                          : json_->is_number_integer();
    if (!fits || json_->get<std::int64_t>() < low || json_->get<std::int64_t>() > high)
        fail(low == INT_MIN && high == INT_MAX ? std::string("an integer")
                                               : fmt::format("an integer from {} to {}", low, high));
    return json_->get<std::int64_t>();
}

int JsonReader::integer() const {
    return static_cast<int>(integer(INT_MIN, INT_MAX));
}

double JsonReader::number(double low, double high) const {
    const double value = json_->is_number() ? json_->get<double>() : std::nan("");
    if (!(value >= low && value <= high))
        fail(high == std::numeric_limits<double>::max() ? std::string("a finite number")
                                                        : fmt::format("a number from {} to {}", low, high));
    return value;
}

std::vector<float> JsonReader::floats(std::size_t least, std::size_t most) const {
    const auto needed = [&] { return fmt::format("a list of {} finite numbers", count_text(least, most)); };
    if (!json_->is_array() || json_->size() < least || json_->size() > most) fail(needed());
    std::vector<float> result;
    result.reserve(json_->size());
    for (const Json& element : *json_) {
        const float value = element.is_number() ? static_cast<float>(element.get<double>()) : NAN;
        if (!std::isfinite(value))
            throw Error("{}[{}] is {}, but must be a finite number.", where(), result.size(),
                        found_text(element));
        result.push_back(value);
    }
    return result;
}

std::string JsonReader::text_or(std::string_view name, std::string fallback) const {
    const std::optional<JsonReader> found = find(name);
    return found ? found->text() : std::move(fallback);
}

bool JsonReader::boolean_or(std::string_view name, bool fallback) const {
    const std::optional<JsonReader> found = find(name);
    return found ? found->boolean() : fallback;
}

std::int64_t JsonReader::integer_or(std::string_view name, std::int64_t fallback, std::int64_t low,
                                    std::int64_t high) const {
    const std::optional<JsonReader> found = find(name);
    return found ? found->integer(low, high) : fallback;
}

double JsonReader::number_or(std::string_view name, double fallback, double low, double high) const {
    const std::optional<JsonReader> found = find(name);
    return found ? found->number(low, high) : fallback;
}

int JsonReader::version(int newest, std::string_view what) const {
    const std::optional<JsonReader> found = find("version");
    if (!found) throw Error("{} is not {}: it has no \"version\".", where(), what);
    const std::int64_t version = found->integer(1, INT_MAX);
    if (version > newest)
        throw Error("{} is {} of version {}, but this program reads {}.", where(), what, version,
                    newest == 1 ? std::string("version 1") : fmt::format("versions 1 to {}", newest));
    return static_cast<int>(version);
}

}  // namespace progan
