// The sections of the settings' dialog, each filling the current Dear ImGui window.
#pragma once

#include <span>

#include "app/explorer/features/settings/settings_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

void look_section(Panel& panel);
void faces_section(Panel& panel, SettingsController& controller);
void keys_section(Panel& panel, SettingsController& controller, std::span<const KeyedCommand> commands);
void storage_section(Panel& panel, SettingsController& controller);
void privacy_section(Panel& panel, SettingsController& controller);
void reset_section(Panel& panel, SettingsController& controller);

}  // namespace progan
