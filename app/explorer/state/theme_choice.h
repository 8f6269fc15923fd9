// Which colors the window has: what a person chose, and what that comes to. Plain values.
#pragma once

namespace progan {

enum class ThemeKind { dark, light, high_contrast };

/// `system`: as the desktop says, where it can be read; otherwise dark.
enum class ThemeChoice { system, dark, light, high_contrast };

constexpr ThemeKind theme_kind(ThemeChoice choice, ThemeKind of_system) {
    switch (choice) {
        case ThemeChoice::dark:
            return ThemeKind::dark;
        case ThemeChoice::light:
            return ThemeKind::light;
        case ThemeChoice::high_contrast:
            return ThemeKind::high_contrast;
        case ThemeChoice::system:
            break;
    }
    return of_system;
}

}  // namespace progan
