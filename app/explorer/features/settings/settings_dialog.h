// Everything that is set once, in one dialog: sections on the left, what is set on the right.
#pragma once

#include <functional>
#include <span>

#include "app/explorer/features/settings/settings_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// The sections that are other features' draw them.
struct OtherSections {
    std::function<void()> presenting, remote;
};

/// `commands`: all that keys can be given to.
void settings_dialog(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands,
                     const OtherSections& others);

}  // namespace progan
