#include "app/explorer/features/wander/wander_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "app/explorer/state/axis_words.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kLabels = 5, kFields = 17;  // em
constexpr int kMaxRows = 8;                 // of the list of sliders

std::string reach_text(double reach) {
    return reach < kWholeSphereReach ? trf("up to {:.0f}°", std::min(reach, kMaxReach))
                                     : std::string(tr("no limit"));
}

/// A label, and after it a slider for a whole number of degrees. True if it was moved.
bool degrees_row(const char* label, const char* id, double& value, double low, double high,
                 const std::string& text, float text_width) {
    auto shown = static_cast<float>(value);
    form_label(label, em(kLabels), em(kFields));
    const bool moved = slider(id, shown, static_cast<float>(low), static_cast<float>(high), em(kFields), text,
                              text_width, ImGuiSliderFlags_NoInput);
    value = static_cast<double>(std::round(shown));
    return moved;
}

void pace_and_reach(Panel& panel, WanderController& controller) {
    const auto pace_text = [](double pace) { return trf("{:.0f}° per second", pace); };
    double pace = panel.state.wander.pace, reach = panel.state.wander.reach;
    const float text = std::max({ImGui::CalcTextSize(pace_text(kMaxPace).c_str()).x,
                                 ImGui::CalcTextSize(reach_text(kMaxReach).c_str()).x,
                                 ImGui::CalcTextSize(reach_text(kWholeSphereReach).c_str()).x});
    if (degrees_row(tr("Pace"), "##pace", pace, kMinPace, kMaxPace, pace_text(pace), text))
        controller.set_pace(pace);
    tip(tr("How fast the face changes. Two random faces are about 90° apart."));
    panel.probe.item("Wander/Pace");
    if (degrees_row(tr("Reach"), "##reach", reach, kMinWanderReach, kWholeSphereReach, reach_text(reach),
                    text))
        controller.set_reach(reach);
    tip(tr("How far the walk may go from its first face."));
    panel.probe.item("Wander/Reach");
}

void axis_list(Panel& panel, WanderController& controller) {
    const AppState& state = panel.state;
    const auto listed = static_cast<int>(
        std::count_if(state.axes.begin(), state.axes.end(), [](const Axis& axis) { return !axis.hidden; }));
    if (listed == 0) {
        dim_text(tr("There are no sliders to choose from yet."));
        return;
    }
    const float row = ImGui::GetFrameHeightWithSpacing();
    ImGui::BeginChild("##axes",
                      {em(kLabels + kFields), row * static_cast<float>(std::min(listed, kMaxRows))});
    for (const Axis& axis : state.axes) {
        if (axis.hidden) continue;
        const bool locked = state.locked_axes.contains(axis.id);
        bool chosen = state.wander.axes.contains(axis.id);
        ImGui::BeginDisabled(locked);
        if (ImGui::Checkbox(label_with_id(shown_name(state, axis), axis.id.c_str()).c_str(), &chosen))
            controller.toggle_axis(axis.id);
        ImGui::EndDisabled();
        if (locked) tip(tr("Locked, so it stays as it is."));
        panel.probe.item("Wander/Axis/" + axis.id);
    }
    ImGui::EndChild();
}

void directions(Panel& panel, WanderController& controller) {
    const bool chosen_only = panel.state.wander.chosen_only;
    const float width = (em(kLabels + kFields) - space::small()) / 2;
    if (tab(tr_label("Every direction"), !chosen_only,
            tr("In every direction. Locked sliders stay as they are."), width))
        controller.set_chosen_only(false);
    panel.probe.item("Wander/Everywhere");
    ImGui::SameLine(0, space::small());
    if (tab(tr_label("Chosen sliders"), chosen_only, tr("Only along the sliders ticked below."), width))
        controller.set_chosen_only(true);
    panel.probe.item("Wander/Chosen");
    if (chosen_only) axis_list(panel, controller);
}

/// True while it is open.
bool settings(Panel& panel, WanderController& controller) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {space::large(), space::large()});
    const bool open = ImGui::BeginPopup("##wander");
    ImGui::PopStyleVar();
    if (!open) return false;
    heading(tr("Wander"), tr("an endless walk from this face"));
    pace_and_reach(panel, controller);
    ImGui::Spacing();
    directions(panel, controller);
    ImGui::EndPopup();
    return true;
}

}  // namespace

float wander_tools(Panel& panel, WanderController& controller) {
    WanderState& wander = panel.state.wander;
    const float side = ImGui::GetFrameHeight(), gap = space::tight();
    const float words = std::max(ImGui::CalcTextSize(tr("Wander")).x,
                                 ImGui::CalcTextSize(tr("Stop")).x);  // none moves the other
    const float with_words = words + icon_width() + space::medium() + 2 * space::large();
    const float more = icon_button_width(Icon::menu, side);
    const float end = ImGui::GetWindowWidth() - space::large();
    const float room = end - ImGui::GetCursorPosX();
    const bool wide = room >= with_words + gap + more;
    const Icon icon = wander.walking ? Icon::stop : Icon::wander;
    const float first = wide ? with_words : icon_button_width(icon, side);
    const float begin = std::max(ImGui::GetCursorPosX(), end - more - gap - first);
    ImGui::SetCursorPosX(begin);
    const std::string tooltip = with_keys(
        panel, wander.walking ? tr("Stop here") : tr("Walk endlessly from face to face, starting here"),
        "wander.toggle");
    ImGui::BeginDisabled(!panel.state.model);
    const bool clicked =
        wide ? button(icon, wander.walking ? tr_label("Stop") : tr_label("Wander"), tooltip, {first, side})
             : icon_button("wander", icon, tooltip, side);
    ImGui::EndDisabled();
    panel.probe.item("View/Wander");
    const ImVec2 low = ImGui::GetItemRectMin();
    if (clicked) controller.toggle();
    ImGui::SameLine(0, gap);
    if (icon_button("wander settings", Icon::menu, tr("Wander: how fast, how far, along which sliders"),
                    side))
        ImGui::OpenPopup("##wander");
    panel.probe.item("View/Wander settings");
    const ImVec2 high = ImGui::GetItemRectMax();
    wander.left = low.x, wander.top = low.y, wander.right = high.x, wander.bottom = high.y;
    ImGui::SetNextWindowPos({high.x, high.y + space::small()}, ImGuiCond_Always, {1, 0});
    wander.popover_open = settings(panel, controller);
    return begin;
}

bool end_walk_by_hand(Panel& panel, WanderController& controller, bool dialog) {
    WanderState& wander = panel.state.wander;
    // A click beside the settings, and Esc in them, only close them.
    const bool own = std::exchange(wander.popover_open, false);
    if (!wander.walking || own || dialog) return false;
    const ImVec2 at = ImGui::GetIO().MousePos;
    const bool on_controls = !panel.state.panels.alone && at.x >= wander.left && at.x < wander.right &&
                             at.y >= wander.top && at.y < wander.bottom;
    const bool pressed = ImGui::IsMouseClicked(0) || ImGui::IsMouseClicked(1) || ImGui::IsMouseClicked(2);
    if (pressed && !on_controls) controller.end();
    return panel.escape && controller.end();
}

}  // namespace progan
