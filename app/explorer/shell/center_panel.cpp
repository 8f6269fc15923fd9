// The middle of the window: the face, or another way to look at faces, by a row of tabs.
#include <imgui.h>

#include "app/explorer/features/compare/compare_panel.h"
#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/features/grid/grid_panel.h"
#include "app/explorer/features/growth/growth_panel.h"
#include "app/explorer/features/map/map_panel.h"
#include "app/explorer/features/teach/teach_panel.h"
#include "app/explorer/features/training/training_panel.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

struct Tab {
    CenterView center;
    const char *command, *name, *tooltip;
    void (*draw)(Panel&, Features&);
};
const Tab kTabs[] = {
    {CenterView::face, "view.face", tr_later("Face"), tr_later("The face, large"),
     [](Panel& panel, Features&) { view_panel(panel); }},
    {CenterView::grid, "view.grid", tr_later("Grid"),
     tr_later("The faces around this one, children of several, sums of faces"),
     [](Panel& panel, Features& features) { grid_panel(panel, features.grid); }},
    {CenterView::map, "view.map", tr_later("Map"),
     tr_later("Thousands of faces, laid out so that neighbours look alike"),
     [](Panel& panel, Features& features) { map_panel(panel, features.map); }},
    {CenterView::compare, "view.compare", tr_later("Compare"), tr_later("Two faces beside each other"),
     [](Panel& panel, Features& features) { compare_panel(panel, features.compare); }},
    {CenterView::teach, "view.teach", tr_later("Teach"), tr_later("Make a slider by sorting faces"),
     [](Panel& panel, Features& features) { teach_panel(panel, features.teach); }},
    {CenterView::growth, "view.growth", tr_later("Growth"),
     tr_later("The face at every size the generator grew through"),
     [](Panel& panel, Features& features) { growth_panel(panel, features.growth); }},
    {CenterView::training, "view.training", tr_later("Training"),
     tr_later("Make a model of your own pictures"),
     [](Panel& panel, Features& features) { training_panel(panel, features.training); }},
};

/// Buttons and not Dear ImGui's tabs: what is shown is a value of the state, which keys, drops and the
/// session change too.
void tabs(Panel& panel) {
    const float margin = em(0.5f);
    ImGui::SetCursorPos({margin, margin * 0.8f});
    for (const Tab& tab : kTabs) {
        const bool chosen = panel.state.center == tab.center;
        const bool runs = tab.center == CenterView::training && panel.state.training.running;
        const std::string text = !runs                         ? tr(tab.name)
                                 : panel.state.training.paused ? trf("{} (paused)", tr(tab.name))
                                                               : trf("{} (running)", tr(tab.name));
        if (progan::tab(label_with_id(text, tab.name).c_str(), chosen,
                        with_keys(panel, tr(tab.tooltip), tab.command)))
            panel.actions.show(tab.center);
        // A face that is dragged here from another view finds the trays open.
        if (tab.center == CenterView::teach && face_is_dragged() &&
            ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem))
            panel.actions.show(tab.center);
        panel.probe.item(std::string("Center/") + tab.name);
        ImGui::SameLine();
    }
    ImGui::NewLine();
    const ImVec2 at = ImGui::GetWindowPos();
    const float y = at.y + ImGui::GetFrameHeight() + margin * 1.4f;
    ImGui::GetWindowDrawList()->AddLine({at.x, y}, {at.x + ImGui::GetWindowWidth(), y},
                                        ImGui::GetColorU32(ImGuiCol_Separator));
    ImGui::SetCursorScreenPos({at.x, y});
}

/// Most views use the wheel themselves, and none is taller than its place.
ImGuiWindowFlags flags_of(CenterView center) {
    if (center == CenterView::teach) return ImGuiWindowFlags_NoNavInputs;  // its own keys are the arrows
    if (center == CenterView::training) return ImGuiWindowFlags_NoScrollWithMouse;
    return ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoScrollbar;
}

}  // namespace

void center_panel(Panel& panel, Features& features) {
    tabs(panel);
    for (const Tab& tab : kTabs) {
        if (panel.state.center != tab.center) continue;
        ImGui::BeginChild(tab.name, {0, 0}, false, ImGuiWindowFlags_NoBackground | flags_of(tab.center));
        tab.draw(panel, features);
        ImGui::EndChild();
    }
}

}  // namespace progan
