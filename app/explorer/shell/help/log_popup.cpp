// The messages of this session, after they have gone from the screen: for a second look, and for bug reports.
#include <imgui.h>

#include "app/explorer/shell/help/log_file.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {

void log_popup(Panel& panel) {
    AppState& state = panel.state;
    if (!begin_dialog(tr_label("Message log"), state.show_log, panel.escape)) return;
    disabled_text(trf("Also saved in {}", log_path(state).string()));
    ImGui::BeginChild("##log", {em(38), em(18)}, true);
    for (const LogEntry& entry : state.log.entries) {
        disabled_text(entry.time.substr(11));
        ImGui::SameLine(em(5));
        ImGui::PushStyleColor(ImGuiCol_Text,
                              entry.error ? theme().error : ImGui::GetStyleColorVec4(ImGuiCol_Text));
        wrapped_text(entry.text);
        ImGui::PopStyleColor();
    }
    if (state.log.entries.empty()) disabled_text(tr("No messages yet."));
    if (ImGui::GetScrollY() >= ImGui::GetScrollMaxY()) ImGui::SetScrollHereY(1);
    ImGui::EndChild();
    const auto copy = [&] {
        if (button(tr_label("Copy all"), tr("Copy the messages to the clipboard"), em(7))) {
            std::string text;
            for (const LogEntry& entry : state.log.entries) text += log_line(entry);
            ImGui::SetClipboardText(text.c_str());
        }
        panel.probe.item("Log/Copy");
    };
    if (close_foot(panel, "Log/Close", copy)) {
        state.show_log = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
