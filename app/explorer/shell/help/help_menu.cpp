// What the help button opens.
#include <imgui.h>

#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "core/support/translate.h"

namespace progan {

void help_menu(Panel& panel, Features& features) {
    AppState& state = panel.state;
    if (!ImGui::BeginPopup("##help menu")) return;
    const auto item = [&](const char* label, const char* keys, const char* probe) {
        const bool clicked = ImGui::MenuItem(tr_label(label), panel.keys_of(keys).c_str());
        panel.probe.item(probe);
        return clicked;
    };
    if (item(tr_later("Keys and hints"), "window.help", "Help/Keys")) state.show_help = true;
    if (item(tr_later("Manual"), "window.manual", "Help/Manual")) features.manual.open();
    if (item(tr_later("Welcome"), "window.welcome", "Help/Welcome")) features.welcome.show();
    ImGui::Separator();
    if (item(tr_later("Message log..."), "window.log", "Help/Log")) state.show_log = true;
    if (item(tr_later("Doctor"), "window.doctor", "Help/Doctor")) features.doctor.ask();
    tip(tr("A report on this computer and whether everything works, for bug reports"));
    ImGui::Separator();
    if (item(tr_later("About ProGAN Explorer"), "window.about", "Help/About")) state.show_about = true;
    ImGui::EndPopup();
}

}  // namespace progan
