// The tab of many faces: around the current one, children, sums.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/explorer/features/grid/grid_controller.h"
#include "app/explorer/features/grid/grid_panel.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/no_model.h"
#include "app/explorer/ui/tab_row.h"
#include "app/explorer/ui/theme.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// A list of what a direction can be. The chosen id is written to `id`; returns whether there was a choice.
bool direction_choice(Panel& panel, const char* name, const char* tooltip, float width, std::string& id) {
    AppState& state = panel.state;
    bool changed = false;
    const auto item = [&](const std::string& label, const std::string& value) {
        if (combo_item(label_with_id(label, value.c_str()).c_str(), id == value)) {
            id = value;
            changed = true;
        }
        panel.probe.item(std::string("Grid/") + name + "/" + (value.empty() ? "random" : value));
    };
    ImGui::SetNextItemWidth(width);
    const std::string preview = direction_name(state, id);
    ImGui::PushID(name);
    if (begin_combo("##direction", preview.c_str(), ImGuiComboFlags_HeightLarge)) {
        item(tr("Random direction"), "");
        for (const Axis& axis : state.axes)
            if (!axis.hidden) item(direction_name(state, axis.id), axis.id);
        ImGuiListClipper clipper;
        clipper.Begin(static_cast<int>(state.face.degrees.size()));
        while (clipper.Step())
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
                const std::string component = component_direction(static_cast<std::size_t>(i));
                item(direction_name(state, component), component);
            }
        ImGui::EndCombo();
    } else {
        tip(tooltip);
    }
    ImGui::PopID();
    panel.probe.item(std::string("Grid/") + name);
    return changed;
}

void direction_controls(Panel& panel, GridController& controller) {
    GridState& grid = panel.state.grid;
    std::string across = grid.across, down = grid.down;
    const float gap = ImGui::GetStyle().ItemSpacing.x, icon = em(1.1f),
                all = ImGui::GetContentRegionAvail().x;
    const auto width_beside = [&](float button) { return (all - button - 4 * gap - 2 * icon) / 2; };
    const bool narrow = width_beside(em(7.6f)) < em(6);
    const float button_width = narrow ? icon_button_width(Icon::random) : em(7.6f);
    const float width = std::max(em(4), width_beside(button_width));
    const auto arrow = [&](bool right) {  // which way the list beside it leads
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float h = ImGui::GetFrameHeight(), r = icon * 0.4f, line = std::max(1.5f, space::hair());
        const ImVec2 mid{at.x + icon / 2, at.y + h / 2};
        const ImVec2 along{right ? r : 0, right ? 0 : r}, side{right ? 0 : r * 0.7f, right ? r * 0.7f : 0};
        const ImVec2 end{mid.x + along.x, mid.y + along.y};
        const ImU32 color = ImGui::GetColorU32(ImGuiCol_TextDisabled);
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.AddLine({mid.x - along.x, mid.y - along.y}, end, color, line);
        for (const float sign : {-1.0f, 1.0f})
            list.AddLine({end.x - along.x * 0.7f + sign * side.x, end.y - along.y * 0.7f + sign * side.y},
                         end, color, line);
        ImGui::Dummy({icon, h});
        ImGui::SameLine();
    };
    arrow(true);
    bool changed = direction_choice(panel, "Across",
                                    tr("Across: what changes from left to right. An axis or a component from "
                                       "the sliders, or a random direction."),
                                    width, across);
    ImGui::SameLine();
    arrow(false);
    changed |= direction_choice(panel, "Down",
                                tr("Down: what changes from top to bottom. An axis or a component from the "
                                   "sliders, or a random direction."),
                                width, down);
    if (changed) controller.set_directions(across, down);
    ImGui::SameLine();
    const bool random = direction_name(panel.state, grid.across) == direction_name(panel.state, "") ||
                        direction_name(panel.state, grid.down) == direction_name(panel.state, "");
    ImGui::BeginDisabled(!random);
    const char* const tooltip = tr("Picks new directions where they are random");
    if (narrow ? icon_button("new directions", Icon::random, tooltip)
               : button(tr_label("New directions"), tooltip, button_width))
        controller.new_directions();
    ImGui::EndDisabled();
    panel.probe.item("Grid/New directions");
}

void around(Panel& panel, GridController& controller) {
    GridState& grid = panel.state.grid;
    direction_controls(panel, controller);
    float radius = grid.radius;
    if (slider("##radius", radius, 1, kMaxRadius, ImGui::GetContentRegionAvail().x,
               trf("{:.{}f}° to the edge", radius, radius < 10 ? 1 : 0),
               ImGui::CalcTextSize(trf("{:.{}f}° to the edge", kMaxRadius, 0).c_str()).x,
               ImGuiSliderFlags_Logarithmic))
        controller.set_radius(radius);
    tip(
        tr("Radius: how far the faces at the middle of each edge are turned from the central face. "
           "Ctrl+click to type."));
    panel.probe.item("Grid/Radius");
    try {
        const std::vector<NamedLatent> faces = controller.neighbors();
        const auto tooltip = [&](std::size_t index) -> std::string {
            const GridController::Offset offset = controller.offset(index);
            if (index == faces.size() / 2) return trf("The current face: {}", faces[index].name);
            return trf(
                "{:+.1f}° across, {:+.1f}° down\nClick or Enter: move it to the middle. Arrow keys: walk. "
                "Right-click: more.",
                offset.across, offset.down);
        };
        const auto clicked = face_square(panel, "Around", faces, grid.side, faces.size() / 2, tooltip);
        if (clicked && *clicked != faces.size() / 2)  // the middle is there, with its sliders as they are
            controller.go_to(faces[*clicked]);
    } catch (const Error& error) {
        wrapped_text(error.what());
    }
}

struct Mode {
    GridMode mode;
    TabOfRow tab;
    void (*draw)(Panel&, GridController&);
};
constexpr Mode kModes[] = {
    {GridMode::around,
     {tr_later("Around"), tr_later("The faces around the current one"), "Grid/Around"},
     around},
    {GridMode::breed,
     {tr_later("Breed"), tr_later("Children of two or more faces"), "Grid/Breed"},
     breed_panel},
    {GridMode::sum,
     {"A - B + C", tr_later("Arithmetic: adds to C what A has and B does not"), "Grid/Sum"},
     sum_panel},
};

float sizes_width() {
    return 2 * (ImGui::CalcTextSize("3 x 3").x + 2 * ImGui::GetStyle().FramePadding.x) + space::small();
}

void mode_choice(Panel& panel) {
    GridState& grid = panel.state.grid;
    std::vector<TabOfRow> tabs;
    std::size_t chosen = 0;
    for (const Mode& mode : kModes) {
        if (mode.mode == grid.mode) chosen = tabs.size();
        tabs.push_back(mode.tab);
    }
    const float room = ImGui::GetContentRegionAvail().x - sizes_width();
    if (const auto taken = tab_row(panel, "##Grid", tabs, chosen, room)) grid.mode = kModes[*taken].mode;
}

}  // namespace

void grid_panel(Panel& panel, GridController& controller) {
    GridState& grid = panel.state.grid;
    const float margin = space::medium();
    if (says_no_model(panel)) return;
    if (ImGui::IsWindowAppearing()) ImGui::SetWindowFocus();  // the arrow keys walk here
    ImGui::SetCursorPos({margin, margin});
    const ImVec2 size{ImGui::GetWindowWidth() - 2 * margin, ImGui::GetWindowHeight() - 2 * margin};
    ImGui::BeginChild("##grid", size, false, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoBackground);
    mode_choice(panel);
    if (grid.mode == GridMode::sum) {
        ImGui::NewLine();
    } else {
        ImGui::SameLine(ImGui::GetWindowWidth() - sizes_width());
        square_size_choice(panel, controller);
    }
    for (const Mode& mode : kModes)
        if (grid.mode == mode.mode) {
            mode.draw(panel, controller);
            break;
        }
    ImGui::EndChild();
}

void square_size_choice(Panel& panel, GridController& controller) {
    for (const int side : {3, 5}) {
        const std::string label = square_text(side);
        if (tab(label.c_str(), panel.state.grid.side == side, tr("How many faces are shown")))
            controller.set_side(side);
        panel.probe.item("Grid/" + label);
        if (side == 3) ImGui::SameLine(0, space::small());
    }
}

}  // namespace progan
