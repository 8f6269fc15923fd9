#include "app/explorer/ui/dialog_foot.h"

#include <imgui.h>

#include <algorithm>
#include <utility>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

float width_of(const Answer& answer) {
    const float icon = answer.icon && has_icon(*answer.icon) ? icon_width() + space::medium() : 0;
    return std::max(em(6), ImGui::CalcTextSize(answer.label, nullptr, true).x + icon +
                               2 * ImGui::GetStyle().FramePadding.x);
}

bool resized = false;

/// From where the foot ends: a dialog has the size of what the frame before drew.
void note_size() {
    ImGuiStorage& storage = *ImGui::GetStateStorage();
    const ImGuiID end = ImGui::GetID("##end");
    const float now = ImGui::GetCursorPosY();
    if (storage.GetFloat(end, -1) == now) return;
    storage.SetFloat(end, now);
    resized = true;
}

}  // namespace

bool take_dialog_resized() {
    return std::exchange(resized, false);
}

Answered answers(Panel& panel, const Answer& leave, const Answer& act) {
    Answered answered;
    const float width = std::max(width_of(leave), width_of(act));
    answered.leave = button(leave.label, leave.tooltip, width);
    panel.probe.item(leave.probe);
    ImGui::SameLine();
    ImGui::BeginDisabled(!act.enabled);
    if (act.loses)
        answered.act = button(act.label, act.tooltip, width);
    else
        answered.act = act.icon ? primary_button(*act.icon, act.label, act.tooltip, {width, 0})
                                : primary_button(act.label, act.tooltip, {width, 0});
    ImGui::EndDisabled();
    panel.probe.item(act.probe);
    return answered;
}

Answered dialog_foot(Panel& panel, const DialogFoot& foot) {
    const float gap = ImGui::GetStyle().ItemSpacing.x, left = ImGui::GetCursorPosX();
    const float leave = width_of(foot.leave);
    const float both = foot.act ? 2 * std::max(leave, width_of(*foot.act)) + gap : leave;
    float others = 0;
    const NaturalWidth natural;
    if (foot.others) {
        ImGui::BeginGroup();
        foot.others();
        ImGui::EndGroup();
        others = ImGui::GetItemRectSize().x + (ImGui::GetItemRectSize().x > 0 ? gap : 0);
    }
    const float room =
        ImGui::GetIO().DisplaySize.x * kDialogShare - space::huge();  // begin_dialog()'s margin
    const bool in_one_line = left + others + both <= room;
    if (foot.others && in_one_line) ImGui::SameLine();
    const float before = in_one_line ? others : 0;
    natural.is(left + std::max(others, before + both));
    ImGui::SetCursorPosX(std::max(left + before, ImGui::GetWindowContentRegionMax().x - both));
    Answered answered;
    if (foot.act) {
        answered = answers(panel, foot.leave, *foot.act);
    } else {
        answered.leave = button(foot.leave.label, foot.leave.tooltip, leave);
        panel.probe.item(foot.leave.probe);
    }
    note_size();
    return answered;
}

float room_above_foot() {
    return ImGui::GetIO().DisplaySize.y * kDialogShare - ImGui::GetCursorPosY() - ImGui::GetFrameHeight() -
           2 * space::large() - space::medium();
}

bool close_foot(Panel& panel, const std::string& probe, std::function<void()> others) {
    return dialog_foot(panel, {{tr_label("Close"), tr("Esc"), probe}, {}, std::move(others)}).leave;
}

}  // namespace progan
