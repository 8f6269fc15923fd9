// The messages of this session, after they have gone from the screen: for a second look, and for bug reports.
#include <imgui.h>

#include "app/explorer/shell/log_file.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"

namespace progan {

void log_popup(Panel& panel) {
    AppState& state = panel.state;
    if (!begin_dialog("Message log", state.show_log, panel.escape)) return;
    ImGui::TextDisabled("Also kept in %s", log_path(state).c_str());
    ImGui::BeginChild("##log", {em(38), em(18)}, true);
    for (const LogEntry& entry : state.log.entries) {
        ImGui::TextDisabled("%s", entry.time.substr(11).c_str());
        ImGui::SameLine(em(5));
        ImGui::PushStyleColor(ImGuiCol_Text,
                              entry.error ? kErrorColour : ImGui::GetStyleColorVec4(ImGuiCol_Text));
        ImGui::TextWrapped("%s", entry.text.c_str());
        ImGui::PopStyleColor();
    }
    if (state.log.entries.empty()) ImGui::TextDisabled("No messages yet.");
    if (ImGui::GetScrollY() >= ImGui::GetScrollMaxY()) ImGui::SetScrollHereY(1);
    ImGui::EndChild();
    if (button("Copy all", "Copy the messages to the clipboard", em(7))) {
        std::string text;
        for (const LogEntry& entry : state.log.entries) text += log_line(entry);
        ImGui::SetClipboardText(text.c_str());
    }
    panel.probe.item("Log/Copy");
    ImGui::SameLine();
    if (button("Close", "Esc", em(7))) {
        state.show_log = false;
        ImGui::CloseCurrentPopup();
    }
    panel.probe.item("Log/Close");
    ImGui::EndPopup();
}

}  // namespace progan
