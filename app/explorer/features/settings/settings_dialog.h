// Everything that is set once, in one dialog: sections on the left, what is set on the right.
#pragma once

#include <span>

#include "app/explorer/features/settings/settings_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// `commands`: all that keys can be given to.
void settings_dialog(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands);

}  // namespace progan
