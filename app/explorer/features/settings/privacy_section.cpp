#include <imgui.h>

#include "app/explorer/features/settings/settings_sections.h"
#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {

void privacy_section(Panel& panel, SettingsController& controller) {
    wrapped_text(
        tr("Nothing leaves this computer: the program neither reports anything nor looks for updates. It "
           "listens and sends only while you have remote control switched on."));
    ImGui::Spacing();
    wrapped_text(
        trf("What it keeps is in {}: favourites, axes, journeys and recordings, the history for undo, "
            "and the session, which names the models and folders that you opened. What you export "
            "goes where you say.",
            with_tilde(panel.state.data_dir)));
    ImGui::Spacing();
    wrapped_text(
        tr("The messages that the window showed are in log.txt there. If it ever crashes, a report "
           "lies beside it, for you to send or to delete."));
    ImGui::Spacing();
    wrapped_text(
        tr("Pictures and animations that you export carry their faces, so that they lead back to them: "
           "latents, names, tags, the date and the model's name. Whoever gets the file can read these."));
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
