#include "app/explorer/platform/imgui_compat.h"

#include <imgui_internal.h>

namespace progan {

void own_wheel_for_last_item() {
#if IMGUI_VERSION_NUM < 18900
    ImGui::SetItemUsingMouseWheel();
#else
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
#endif
}

float wheel_steps() {
    return ImGui::GetIO().MouseWheel;
}

bool ctrl_held() {
    return ImGui::GetIO().KeyCtrl;
}

bool input_waits() {
#if IMGUI_VERSION_NUM >= 18700
    return !ImGui::GetCurrentContext()->InputEventsQueue.empty();
#else
    return false;
#endif
}

}  // namespace progan
