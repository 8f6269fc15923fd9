#include <imgui.h>

#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {

void reset_section(Panel& panel, SettingsController& controller) {
    bool& asked = panel.state.settings_dialog.asked_reset;
    wrapped_text(
        tr("Theme, size, language, motion, file dialogs, device, memory, presenting, remote control and all "
           "shortcuts go back to their defaults."));
    ImGui::Spacing();
    wrapped_text(tr("The face, favourites, axes, journeys and the seed convention stay as they are."));
    ImGui::Spacing();
    ImGui::BeginDisabled(asked);
    if (button(tr_label("Reset the settings..."), "")) asked = true;
    panel.probe.item("Settings/Reset");
    ImGui::EndDisabled();
    if (!asked) return;
    ImGui::Spacing();
    wrapped_text(tr("Reset all of these? This cannot be undone."));
    const Answered answered = answers(panel, {tr_label("Cancel"), "", "Settings/Reset/No"},
                                      {tr_label("Reset"), "", "Settings/Reset/Yes"});
    if (answered.leave) asked = false;
    if (!answered.act) return;
    asked = false;
    controller.reset();
}

}  // namespace progan
