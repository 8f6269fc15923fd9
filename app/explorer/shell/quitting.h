// Quitting on purpose: asks first if something would end unfinished or be lost. What a signal ends is not
// asked about.
#pragma once

#include <string>
#include <vector>

#include "app/explorer/shell/features.h"

namespace progan {

/// A sentence for each thing under way or not saved that quitting would end; empty if everything is saved.
std::vector<std::string> ended_by_quitting(const AppState& state, const Features& features);

/// The person wants to quit: the program ends, or a dialog in place of all others asks.
void ask_to_quit(AppState& state, const Features& features);

}  // namespace progan
