#include <imgui.h>

#include "app/explorer/panels/panel.h"

namespace progan {

void map_panel(Panel& /*panel*/) {
    ImGui::TextDisabled("Nothing here yet.");
}

}  // namespace progan
