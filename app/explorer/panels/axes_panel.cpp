#include <imgui.h>

#include "app/explorer/panels/panel.h"

namespace progan {

void axes_panel(Panel& /*panel*/) {
    ImGui::TextDisabled("No axes yet.");
}

}  // namespace progan
