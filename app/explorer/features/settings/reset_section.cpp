#include <imgui.h>

#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {

void reset_section(Panel& panel, SettingsController& controller) {
    bool& asked = panel.state.settings_dialog.asked_reset;
    wrapped_text(
        tr("Theme, size, language, motion, file dialogs, device, memory and all shortcuts go back to their "
           "defaults."));
    ImGui::Spacing();
    wrapped_text(tr("The face, favourites, axes, journeys and the convention of seeds stay as they are."));
    ImGui::Spacing();
    ImGui::BeginDisabled(asked);
    if (button(tr_label("Reset the settings..."), "")) asked = true;
    panel.probe.item("Settings/Reset");
    ImGui::EndDisabled();
    if (!asked) return;
    ImGui::Spacing();
    wrapped_text(tr("Reset all of it? This cannot be undone."));
    const bool reset = primary_button(tr_label("Reset"), "", {em(7), 0});
    panel.probe.item("Settings/Reset/Yes");
    ImGui::SameLine();
    if (button(tr_label("Cancel"), "", em(7))) asked = false;
    panel.probe.item("Settings/Reset/No");
    if (!reset) return;
    asked = false;
    controller.reset();
}

}  // namespace progan
