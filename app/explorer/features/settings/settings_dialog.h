// Everything that is set once, in one dialog: sections on the left, what is set on the right.
#pragma once

#include <functional>
#include <span>

#include "app/explorer/features/settings/settings_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// `commands`: all that keys can be given to. `presenting` draws that section, which is another feature's.
void settings_dialog(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands,
                     const std::function<void()>& presenting);

}  // namespace progan
