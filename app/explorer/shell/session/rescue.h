// What could not be written into the data folder goes elsewhere before the program ends.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/explorer/state/app_state.h"

namespace progan {

/// A sentence for each thing that the data folder lacks: favourites, axes, the session.
std::vector<std::string> unsaved_things(const AppState& state);

/// Writes favourites, the open model's axes and the session as a data folder has them. Throws Error naming
/// the file that cannot be written.
void rescue_to(const std::filesystem::path& folder, const AppState& state);

/// A folder in the home folder that is not there yet.
std::filesystem::path rescue_folder();

}  // namespace progan
