// What the gear opens: the settings, and what is switched more often than they are.
#include <imgui.h>

#include "app/explorer/shell/quitting.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "core/support/translate.h"

namespace progan {

void gear_menu(Panel& panel, Features& features) {
    AppState& state = panel.state;
    if (!ImGui::BeginPopup("##gear menu")) return;
    const auto item = [&](const char* label, const char* command, const char* probe, bool chosen = false) {
        const bool clicked = ImGui::MenuItem(tr_label(label), panel.keys_of(command).c_str(), chosen);
        panel.probe.item(probe);
        return clicked;
    };
    if (item(tr_later("Settings..."), "window.settings", "Top/All settings")) features.settings.open();
    ImGui::Separator();
    if (item(tr_later("Full screen"), "view.full_screen", "Top/Full screen", state.panels.full_screen))
        state.panels.full_screen = !state.panels.full_screen;
    if (item(tr_later("Present"), "view.present", "Top/Present", state.stage.open)) features.stage.toggle();
    tip(tr("The face alone, for an audience: on another monitor, or in a window of its own."));
    if (item(tr_later("Show performance"), "view.performance", "Top/Performance",
             state.settings.show_performance))
        state.settings.show_performance = !state.settings.show_performance;
    tip(tr("How long faces and frames take, in a corner of the view."));
    ImGui::Separator();
    if (item(tr_later("Quit"), "window.quit", "Top/Quit")) ask_to_quit(state, features);
    ImGui::EndPopup();
}

}  // namespace progan
