// The names of an enumeration's values in files and on the command line. A plain constant; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/support/error.h"

namespace progan {

template <typename Enum, std::size_t count>
struct EnumNames {
    std::array<std::pair<Enum, std::string_view>, count> entries;

    /// Empty for a value that has none.
    constexpr std::string_view name(Enum value) const {
        for (const auto& [known, name] : entries)
            if (known == value) return name;
        return {};
    }

    constexpr std::optional<Enum> find(std::string_view name) const {
        for (const auto& [value, known] : entries)
            if (known == name) return value;
        return std::nullopt;
    }

    /// Throws Error: "NAME is not WHAT: choose a, b or c."
    Enum parse(std::string_view name, std::string_view what) const {
        if (const std::optional<Enum> value = find(name)) return *value;
        throw Error("\"{}\" is not {}: choose {}.", name.substr(0, 40), what, list());
    }

    /// "a, b or c"
    std::string list() const {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += fmt::format("{}{}", i == 0 ? "" : i + 1 == count ? " or " : ", ", entries[i].second);
        return text;
    }

    std::vector<std::string> names() const {
        std::vector<std::string> result;
        for (const auto& entry : entries) result.emplace_back(entry.second);
        return result;
    }
};

/// enum_names<Repeat>({{Repeat::once, "once"}, {Repeat::loop, "loop"}})
template <typename Enum, std::size_t count>
constexpr EnumNames<Enum, count> enum_names(const std::pair<Enum, std::string_view> (&entries)[count]) {
    EnumNames<Enum, count> result{};
    for (std::size_t i = 0; i < count; ++i) result.entries[i] = entries[i];
    return result;
}

}  // namespace progan
