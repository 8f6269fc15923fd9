// What the middle of the window shows, as one row of modes: to explore, to make something, and the model.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/explorer/shell/modes.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

enum class Detail { icons_and_names, names, icons };

struct Sizes {
    float padding, between_groups;
};
Sizes sizes_of(Detail detail) {
    switch (detail) {
        case Detail::icons_and_names:
            return {space::medium(), space::large()};
        case Detail::names:
            return {space::medium(), space::medium()};
        case Detail::icons:
            break;
    }
    return {space::medium(), space::small()};
}

float width_of(const Mode& mode, Detail detail) {
    const float name = ImGui::CalcTextSize(tr(mode.name)).x, padding = 2 * sizes_of(detail).padding;
    const float icon = has_icon(mode.icon) ? icon_width() : 0;
    if (detail == Detail::icons && icon > 0) return std::ceil(icon + padding);
    const bool both = detail == Detail::icons_and_names && icon > 0;
    return std::ceil(name + padding + (both ? icon + space::small() : 0));
}

float width_of_all(Detail detail) {
    float width = 0;
    int group = 0;
    for (const Mode& mode : modes()) {
        if (mode.group != group) width += sizes_of(detail).between_groups;
        group = mode.group;
        width += width_of(mode, detail);
    }
    return width;
}

/// Without the icons' font there may be room for one mode alone: the others are in its menu.
void mode_menu(Panel& panel, float left) {
    const char* name = "";
    for (const Mode& mode : modes())
        if (is_shown(panel.state, mode)) name = tr(mode.name);
    ImGui::SetCursorPos({left, std::floor((ImGui::GetWindowHeight() - size::button()) / 2)});
    if (button(Icon::menu, label_with_id(name, "modes").c_str(), tr("What the middle of the window shows"),
               {0, size::button()}))
        ImGui::OpenPopup("##modes");
    panel.probe.item("Center/Menu");
    if (!ImGui::BeginPopup("##modes")) return;
    for (const Mode& mode : modes()) {
        if (ImGui::MenuItem(tr_label(mode.name), panel.keys_of(mode.command).c_str(),
                            is_shown(panel.state, mode)))
            enter_mode(panel.state, panel.actions, mode);
        panel.probe.item(std::string("Center/") + mode.probe);
    }
    ImGui::EndPopup();
}

/// Returns true if it was clicked. The name stands under the pointer where only the icon is shown.
bool mode_button(Panel& panel, const Mode& mode, Detail detail, ImVec2 size) {
    const bool chosen = is_shown(panel.state, mode);
    ImGui::PushID(mode.probe);
    const bool clicked = ImGui::InvisibleButton("##mode", size);
    const bool hot = ImGui::IsItemHovered(), held = ImGui::IsItemActive();
    ImGui::PopID();
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (chosen || hot || held)
        list.AddRectFilled(low, high,
                           ImGui::GetColorU32(chosen ? theme().selected
                                              : held ? theme().pressed
                                                     : theme().hover),
                           space::rounding());
    if (chosen && high_contrast())
        list.AddRect(low, high, ImGui::GetColorU32(theme().accent), space::rounding(), 0, space::line());
    const ImU32 text_color = ImGui::GetColorU32(chosen || hot ? theme().text : theme().text_dim);
    const ImU32 icon_color = ImGui::GetColorU32(chosen ? theme().accent
                                                : hot  ? theme().text
                                                       : theme().text_dim);
    const bool icon = has_icon(mode.icon) && detail != Detail::names;
    const bool name = detail != Detail::icons || !has_icon(mode.icon);
    const float middle = (low.y + high.y) / 2, padding = sizes_of(detail).padding;
    float x = low.x + padding;
    if (icon) {
        draw_icon(list, mode.icon, {x + icon_width() / 2, middle}, size.y, icon_color);
        x += icon_width() + space::small();
    }
    if (name) list.AddText({x, std::floor(middle - ImGui::GetFontSize() / 2)}, text_color, tr(mode.name));
    const TrainingState& training = panel.state.training;
    if (mode.center == CenterView::training && (training.running || !training.own_run.empty()))
        list.AddCircleFilled({high.x - space::small(), low.y + space::small()}, size::dot(),
                             ImGui::GetColorU32(training.paused ? theme().text_dim : theme().recording));
    const std::string tooltip = with_keys(panel, tr(mode.tooltip), mode.command);
    tip(name ? tooltip : std::string(tr(mode.name)) + "\n" + tooltip);
    return clicked;
}

}  // namespace

void mode_bar(Panel& panel, float left, float width) {
    Detail detail = Detail::icons;
    for (const Detail roomy : {Detail::names, Detail::icons_and_names})
        if (width_of_all(roomy) <= width && (roomy == Detail::names || has_icon(Icon::face))) detail = roomy;
    const float all = width_of_all(detail), height = size::button();
    if (all > width) {
        mode_menu(panel, left);
        return;
    }
    float x = left + std::max(0.0f, std::floor((width - all) / 2));
    const float y = std::floor((ImGui::GetWindowHeight() - height) / 2);
    int group = 0;
    for (const Mode& mode : modes()) {
        if (mode.group != group) {
            const float gap = sizes_of(detail).between_groups, line = std::floor(x + gap / 2);
            const ImVec2 at = ImGui::GetWindowPos();
            ImGui::GetWindowDrawList()->AddLine({at.x + line, at.y + y + space::small()},
                                                {at.x + line, at.y + y + height - space::small()},
                                                ImGui::GetColorU32(theme().separator), space::hair());
            x += gap;
            group = mode.group;
        }
        const float button = width_of(mode, detail);
        ImGui::SetCursorPos({x, y});
        if (mode_button(panel, mode, detail, {button, height})) {
            enter_mode(panel.state, panel.actions, mode);
        }
        // A face that is dragged here from another view finds the examples of Teach, or the timeline, open.
        if (face_is_dragged() && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) {
            if (mode.center == CenterView::teach) panel.actions.show(mode.center);
            if (mode.timeline) panel.state.panels.timeline = true;
        }
        panel.probe.item(std::string("Center/") + mode.probe);
        x += button;
    }
}

}  // namespace progan
