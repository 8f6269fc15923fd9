// Keys that work anywhere in the window. The list for people is panels/help_popup.cpp.
#pragma once

#include <vector>

#include "app/explorer/platform/window.h"
#include "app/explorer/shell/features.h"

namespace progan {

/// `typing`: a text field has the keyboard, so that only combinations with Ctrl count; `walking`: the
/// keyboard walks through the controls, so that Space and arrows belong to them.
void handle_shortcuts(const std::vector<KeyPress>& keys, bool typing, bool walking, AppState& state,
                      Features& features);

}  // namespace progan
