// The session file: everything a person set, restored at the next start.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "app/explorer/state/app_state.h"

namespace progan {

/// The session as JSON, version 1.
std::string session_to_json(const SessionState& session);

/// Restores what session_to_json wrote. A value that is missing has its default; so has one that is not what
/// it must be, with a sentence in what is returned. Throws Error with `name` if the text is not a session at
/// all.
struct RestoredSession {
    SessionState session;
    std::vector<std::string> problems;
};
RestoredSession session_from_json(std::string_view text, std::string_view name);

/// Whether it may be one: letters, digits and underscores, at most 16.
bool is_language_code(const std::string& code);

std::filesystem::path session_path(const AppState& state);

}  // namespace progan
