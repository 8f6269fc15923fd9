// The session file: everything a person set, there again at the next start.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "app/explorer/state/app_state.h"

namespace progan {

/// The kept part of the state as JSON, version 1.
std::string session_to_json(const AppState& state);

/// Restores what session_to_json wrote. Values out of range are left at their defaults; a text that is no
/// session throws Error with `name` and what is wrong, and leaves the state as it was.
void session_from_json(std::string_view json, std::string_view name, AppState& state);

/// Whether it may be one: letters, digits and underscores, at most 16.
bool is_language_code(const std::string& code);

std::filesystem::path session_path(const AppState& state);

}  // namespace progan
