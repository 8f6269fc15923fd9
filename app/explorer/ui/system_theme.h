// Whether the desktop is dark or light, and whether it moves, as its settings files say.
#pragma once

#include <optional>
#include <string_view>

#include "app/explorer/state/theme_choice.h"

namespace progan {

/// What GTK's settings.ini says: gtk-application-prefer-dark-theme and gtk-theme-name.
std::optional<ThemeKind> theme_in_gtk_settings(std::string_view text);
/// What KDE's kdeglobals says: the ground of its windows.
std::optional<ThemeKind> theme_in_kde_settings(std::string_view text);

/// GTK_THEME, then GTK 4's, GTK 3's and KDE's settings in the person's folder of configurations. Nothing if
/// none of them says.
std::optional<ThemeKind> system_theme();

/// Whether what moves by itself is not wanted: GTK's gtk-enable-animations, KDE's AnimationDurationFactor.
std::optional<bool> less_motion_in_gtk_settings(std::string_view text);
std::optional<bool> less_motion_in_kde_settings(std::string_view text);

/// In the same files as the theme; false if none of them says.
bool system_reduces_motion();

}  // namespace progan
