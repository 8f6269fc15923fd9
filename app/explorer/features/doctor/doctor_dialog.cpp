#include "app/explorer/features/doctor/doctor_dialog.h"

#include <imgui.h>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

// As the command line prints a finding: "!! " where something failed and "! " where something could be
// better, what was looked at, what was found; and in a line of its own, where the first would have been, how
// to mend it.
constexpr std::size_t kLabelAt = 3, kFoundAt = 16;

void finding(const std::string& line) {
    if (line.size() <= kFoundAt) {
        wrapped_text(line);
        return;
    }
    const std::string label(trimmed(std::string_view(line).substr(kLabelAt, kFoundAt - kLabelAt)));
    const bool failed = line.starts_with("!!"), remedy = label.empty();
    if (failed || remedy) ImGui::PushStyleColor(ImGuiCol_Text, failed ? theme().error : theme().accent);
    if (line.starts_with('!'))
        text_line(label);
    else
        disabled_text(label);
    ImGui::SameLine(em(7));
    wrapped_text(line.substr(kFoundAt));
    if (failed || remedy) ImGui::PopStyleColor();
}

}  // namespace

void doctor_dialog(Panel& panel, DoctorController& controller) {
    DoctorState& doctor = panel.state.doctor;
    if (!begin_dialog(tr_label("Doctor"), doctor.show, panel.escape)) return;
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    ImGui::BeginChild("##report", {std::min(em(48), display.x * 0.85f), std::min(em(20), room_above_foot())},
                      true);
    std::istringstream lines(doctor.text);
    for (std::string line; std::getline(lines, line);) finding(line);
    if (!doctor.problem.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
        wrapped_text(doctor.problem);
        ImGui::PopStyleColor();
    }
    if (doctor.running) disabled_text(tr("Checking..."));
    ImGui::EndChild();
    ImGui::Spacing();
    const auto others = [&] {
        ImGui::BeginDisabled(doctor.running);
        if (button(tr_label("Copy all"), tr("Copy the report to the clipboard"), em(7)))
            ImGui::SetClipboardText(doctor.text.c_str());
        panel.probe.item("Doctor/Copy");
        ImGui::SameLine();
        if (button(tr_label("Check again"), "", em(7))) controller.ask();
        panel.probe.item("Doctor/Again");
        ImGui::EndDisabled();
    };
    if (close_foot(panel, "Doctor/Close", others)) {
        doctor.show = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace progan
