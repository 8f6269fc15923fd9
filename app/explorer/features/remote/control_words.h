// What controls, what they mean and what they move are called in the window. Pure.
#pragma once

#include <string>

#include "app/explorer/state/app_state.h"

namespace progan {

/// "Control 21, channel 1", or an address.
std::string control_text(const ControlBinding& binding);
const char* scale_text(ControlScale scale);
/// "Play and pause"; of an axis its name.
std::string moved_text(const AppState& state, const ControlBinding& binding);
/// Whether what it moves is there now: an axis may be another model's.
bool is_there(const AppState& state, const ControlBinding& binding);

}  // namespace progan
