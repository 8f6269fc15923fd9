#include <imgui.h>

#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {

void privacy_section(Panel& panel, SettingsController& controller) {
    wrapped_text(
        tr("Nothing leaves this computer: the program reports nothing and does not check for updates. It "
           "listens and sends only while remote control is switched on."));
    ImGui::Spacing();
    wrapped_text(trf(
        "The program keeps everything in {}: favourites, axes, journeys and recordings, the undo history, "
        "and the session, which names the models and folders that you opened. Exports go where you choose.",
        with_tilde(panel.state.data_dir)));
    ImGui::Spacing();
    wrapped_text(
        tr("The window's messages are in log.txt in that folder. If the program ever crashes, it saves a "
           "report there for you to send or delete."));
    ImGui::Spacing();
    wrapped_text(
        tr("Pictures and animations that you export carry the data that leads back to their faces: latents, "
           "names, tags, the date and the model's name. Anyone who gets the file can read these."));
    ImGui::Spacing();
    ImGui::Spacing();
    const std::size_t recent = panel.state.settings.recent_models.size();
    ImGui::BeginDisabled(recent == 0);
    if (button(tr_label("Forget recent models"), tr("Their files stay where they are.")))
        controller.forget_recent_models();
    panel.probe.item("Settings/Privacy/Forget models");
    ImGui::EndDisabled();
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    disabled_text(tr_plural("{} model", "{} models", recent));
}

}  // namespace progan
