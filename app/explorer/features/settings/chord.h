// Keys as people read them and as the session file has them. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/explorer/features/settings/settings_state.h"

namespace progan {

/// In the language in use: "Ctrl+Shift+Z", "Page Down", "?".
std::string chord_text(const Chord& chord);
/// In English, for files.
std::string chord_name(const Chord& chord);
/// What chord_name() wrote; nothing for all else.
std::optional<Chord> chord_named(std::string_view name);

/// Why that key cannot become a command's, in one sentence; empty if it can. Those that walk through the
/// window and edit text are what they are.
std::string why_reserved(const Chord& chord);

}  // namespace progan
