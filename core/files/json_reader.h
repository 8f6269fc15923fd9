// Reading JSON that may come from anyone: each value is checked for its type and range, and a message names
// the file and the way to the value: "walk.json: keyframes[2].frames is 0, but must be 1 to 1000000."
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/support/enum_names.h"

namespace progan {

/// How deep objects and lists may be nested.
inline constexpr int kMaxJsonDepth = 64;

/// Parses a document. Throws Error with `name` (the file): not JSON, nested too deeply, a member that appears
/// twice (readers differ on which one counts), or a number that no double can hold.
nlohmann::json parse_json(std::string_view text, std::string_view name);

/// One value of a document, which must outlive it. All functions throw Error if the value is not what they
/// read.
class JsonReader {
  public:
    /// The top of a document; `name` (the file) begins every message.
    JsonReader(const nlohmann::json& json, std::string name) : json_(&json), name_(std::move(name)) {}

    /// "walk.json: keyframes[2]"
    std::string where() const;
    /// Throws "WHERE is FOUND, but must be NEEDED."
    [[noreturn]] void fail(std::string_view needed) const;

    bool is_null() const;

    /// A member of an object.
    JsonReader member(std::string_view name) const;
    /// Nothing if it is missing or null.
    std::optional<JsonReader> find(std::string_view name) const;
    /// The elements of a list of `least` to `most`.
    std::vector<JsonReader> elements(std::size_t least = 0,
                                     std::size_t most = std::numeric_limits<std::size_t>::max()) const;

    /// The members of an object, sorted by name.
    std::vector<std::pair<std::string, JsonReader>> members() const;

    /// `least` to `most` bytes.
    std::string text(std::size_t least = 0, std::size_t most = std::numeric_limits<std::size_t>::max()) const;
    bool boolean() const;
    std::int64_t integer(std::int64_t low, std::int64_t high) const;
    int integer() const;  ///< any that fits an int
    double number(double low = std::numeric_limits<double>::lowest(),
                  double high = std::numeric_limits<double>::max()) const;
    /// A list of `least` to `most` numbers, each finite as a float.
    std::vector<float> floats(std::size_t least, std::size_t most) const;
    template <typename Enum, std::size_t count>
    Enum one_of(const EnumNames<Enum, count>& names) const {
        const std::optional<Enum> value = names.find(is_text() ? text() : std::string());
        if (!value) fail(names.list());
        return *value;
    }

    // Members that may be missing or null.
    std::string text_or(std::string_view name, std::string fallback) const;
    bool boolean_or(std::string_view name, bool fallback) const;
    std::int64_t integer_or(std::string_view name, std::int64_t fallback, std::int64_t low,
                            std::int64_t high) const;
    double number_or(std::string_view name, double fallback, double low, double high) const;
    template <typename Enum, std::size_t count>
    Enum one_of_or(std::string_view name, Enum fallback, const EnumNames<Enum, count>& names) const {
        const std::optional<JsonReader> found = find(name);
        return found ? found->one_of(names) : fallback;
    }

    /// Throws unless the member "version" is 1 to `newest`, which it returns; `what`: "a journey".
    int version(int newest, std::string_view what) const;

  private:
    JsonReader(const nlohmann::json& json, std::string name, std::string path)
        : json_(&json), name_(std::move(name)), path_(std::move(path)) {}

    bool is_text() const;
    void check_object() const;

    const nlohmann::json* json_;
    std::string name_, path_;
};

}  // namespace progan
