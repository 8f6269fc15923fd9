// The middle of the window: the face, or another way to look at faces.
#include <imgui.h>

#include "app/explorer/features/compare/compare_panel.h"
#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/features/grid/grid_panel.h"
#include "app/explorer/features/growth/growth_panel.h"
#include "app/explorer/features/layers/layers_panel.h"
#include "app/explorer/features/map/map_panel.h"
#include "app/explorer/features/teach/teach_panel.h"
#include "app/explorer/features/training/training_panel.h"
#include "app/explorer/features/wander/wander_panel.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

struct View {
    CenterView center;
    const char* name;
    void (*draw)(Panel&, Features&);
};
const View kViews[] = {
    {CenterView::face, "Face",
     [](Panel& panel, Features& features) {
         view_panel(panel, [&] { return wander_tools(panel, features.wander); });
     }},
    {CenterView::grid, "Grid", [](Panel& panel, Features& features) { grid_panel(panel, features.grid); }},
    {CenterView::map, "Map", [](Panel& panel, Features& features) { map_panel(panel, features.map); }},
    {CenterView::compare, "Compare",
     [](Panel& panel, Features& features) { compare_panel(panel, features.compare); }},
    {CenterView::teach, "Teach",
     [](Panel& panel, Features& features) { teach_panel(panel, features.teach); }},
    {CenterView::growth, "Growth",
     [](Panel& panel, Features& features) { growth_panel(panel, features.growth); }},
    {CenterView::layers, "Layers",
     [](Panel& panel, Features& features) { layers_panel(panel, features.layers); }},
    {CenterView::training, "Training",
     [](Panel& panel, Features& features) { training_panel(panel, features.training); }},
};

/// Most views use the wheel themselves, and none is taller than its place.
ImGuiWindowFlags flags_of(CenterView center) {
    if (center == CenterView::teach) return ImGuiWindowFlags_NoNavInputs;  // its own keys are the arrows
    if (center == CenterView::training) return ImGuiWindowFlags_NoScrollWithMouse;
    return ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoScrollbar;
}

}  // namespace

void center_panel(Panel& panel, Features& features) {
    panel.state.before = false;  // only the face's view asks for it
    ImGui::SetCursorPos({0, 0});
    for (const View& view : kViews) {
        if (panel.state.center != view.center) continue;
        ImGui::BeginChild(view.name, {0, 0}, false, ImGuiWindowFlags_NoBackground | flags_of(view.center));
        view.draw(panel, features);
        ImGui::EndChild();
    }
}

}  // namespace progan
