#include "app/explorer/shell/system_theme.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace progan {
namespace {

constexpr std::size_t kMaxSettings = 1 << 20;  // bytes; theirs have a few thousand at most

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    return text;
}

/// The value of a key in a section of an INI file; empty if it is not there.
std::string_view value_of(std::string_view text, std::string_view section, std::string_view key) {
    bool inside = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with('[')) inside = line == section;
        const std::size_t equals = line.find('=');
        if (inside && equals != std::string_view::npos && trimmed(line.substr(0, equals)) == key)
            return trimmed(line.substr(equals + 1));
    }
    return {};
}

/// "Adwaita-dark", "Adwaita:dark", "HighContrast".
std::optional<ThemeKind> theme_called(std::string_view name) {
    const std::string called = lower(name);
    if (called.empty()) return std::nullopt;
    if (called.find("contrast") != std::string::npos) return ThemeKind::high_contrast;
    return called.find("dark") != std::string::npos ? ThemeKind::dark : ThemeKind::light;
}

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    return text.size() <= kMaxSettings ? text : "";
}

std::filesystem::path configuration_folder() {
    if (const char* folder = std::getenv("XDG_CONFIG_HOME"); folder && *folder) return folder;
    const char* home = std::getenv("HOME");
    return home && *home ? std::filesystem::path(home) / ".config" : std::filesystem::path();
}

}  // namespace

std::optional<ThemeKind> theme_in_gtk_settings(std::string_view text) {
    const std::string_view prefers = value_of(text, "[Settings]", "gtk-application-prefer-dark-theme");
    const std::optional<ThemeKind> named = theme_called(value_of(text, "[Settings]", "gtk-theme-name"));
    if (named == ThemeKind::high_contrast) return named;
    if (prefers == "1" || lower(prefers) == "true") return ThemeKind::dark;
    if (named) return named;
    return prefers.empty() ? std::nullopt : std::optional(ThemeKind::light);
}

std::optional<ThemeKind> theme_in_kde_settings(std::string_view text) {
    std::string_view ground = value_of(text, "[Colors:Window]", "BackgroundNormal");
    std::array<int, 3> rgb{};
    for (int& part : rgb) {
        const auto [end, error] = std::from_chars(ground.data(), ground.data() + ground.size(), part);
        if (error != std::errc()) return theme_called(value_of(text, "[General]", "ColorScheme"));
        ground.remove_prefix(static_cast<std::size_t>(end - ground.data()));
        if (ground.starts_with(',')) ground.remove_prefix(1);
    }
    return rgb[0] + rgb[1] + rgb[2] < 3 * 128 ? ThemeKind::dark : ThemeKind::light;
}

std::optional<ThemeKind> system_theme() {
    if (const char* name = std::getenv("GTK_THEME"); name && *name) return theme_called(name);
    const std::filesystem::path folder = configuration_folder();
    if (folder.empty()) return std::nullopt;
    for (const char* gtk : {"gtk-4.0", "gtk-3.0"})
        if (const auto found = theme_in_gtk_settings(contents(folder / gtk / "settings.ini"))) return found;
    return theme_in_kde_settings(contents(folder / "kdeglobals"));
}

}  // namespace progan
