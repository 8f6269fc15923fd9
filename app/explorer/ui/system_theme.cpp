#include "app/explorer/ui/system_theme.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/files/atomic_file.h"
#include "core/support/paths.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::size_t kMaxSettings = 1 << 20;  // bytes; theirs have a few thousand at most

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
    const std::string called = to_lower(name);
    if (called.empty()) return std::nullopt;
    if (called.find("contrast") != std::string::npos) return ThemeKind::high_contrast;
    return called.find("dark") != std::string::npos ? ThemeKind::dark : ThemeKind::light;
}

/// Empty if it cannot be read.
std::string contents(const std::filesystem::path& path) {
    try {
        return read_text_file(path, kMaxSettings);
    } catch (const std::exception&) {  // another file may say
        return {};
    }
}

bool is_true(std::string_view value) {
    return value == "1" || to_lower(value) == "true";
}

}  // namespace

std::optional<ThemeKind> theme_in_gtk_settings(std::string_view text) {
    const std::string_view prefers = value_of(text, "[Settings]", "gtk-application-prefer-dark-theme");
    const std::optional<ThemeKind> named = theme_called(value_of(text, "[Settings]", "gtk-theme-name"));
    if (named == ThemeKind::high_contrast) return named;
    if (is_true(prefers)) return ThemeKind::dark;
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
    const std::filesystem::path folder = settings_folder();
    if (folder.empty()) return std::nullopt;
    for (const char* gtk : {"gtk-4.0", "gtk-3.0"})
        if (const auto found = theme_in_gtk_settings(contents(folder / gtk / "settings.ini"))) return found;
    return theme_in_kde_settings(contents(folder / "kdeglobals"));
}

std::optional<bool> less_motion_in_gtk_settings(std::string_view text) {
    const std::string_view moves = value_of(text, "[Settings]", "gtk-enable-animations");
    return moves.empty() ? std::nullopt : std::optional(!is_true(moves));
}

std::optional<bool> less_motion_in_kde_settings(std::string_view text) {
    const std::string_view factor = value_of(text, "[KDE]", "AnimationDurationFactor");
    double duration = 0;
    const auto [end, error] = std::from_chars(factor.data(), factor.data() + factor.size(), duration);
    return error == std::errc() ? std::optional(duration == 0) : std::nullopt;
}

bool system_reduces_motion() {
    const std::filesystem::path folder = settings_folder();
    if (folder.empty()) return false;
    for (const char* gtk : {"gtk-4.0", "gtk-3.0"})
        if (const auto less = less_motion_in_gtk_settings(contents(folder / gtk / "settings.ini")))
            return *less;
    return less_motion_in_kde_settings(contents(folder / "kdeglobals")).value_or(false);
}

}  // namespace progan
