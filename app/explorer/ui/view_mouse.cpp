#include "app/explorer/ui/view_mouse.h"

#include <imgui.h>

#include <cmath>

#include "app/explorer/platform/imgui_compat.h"

namespace progan {

void zoom_and_pan_by_mouse(ViewState& view, const ViewGeometry& geometry) {
    const ImGuiIO& io = ImGui::GetIO();
    if (ImGui::IsItemHovered()) {
        if (ImGui::IsMouseDoubleClicked(0)) view.fit = true;
        const float steps = wheel_steps();
        if (steps != 0) zoom_at(view, geometry, io.MousePos.x, io.MousePos.y, std::pow(1.2, steps));
    }
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(0, 2))
        pan(view, geometry, io.MouseDelta.x, io.MouseDelta.y);
}

}  // namespace progan
