#include "app/explorer/ui/no_model.h"

#include <imgui.h>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {

bool says_no_model(const Panel& panel) {
    if (panel.state.model) return false;
    ImGui::SetCursorPos({space::medium(), space::medium()});
    disabled_text(tr("No model is open yet."));
    return true;
}

}  // namespace progan
