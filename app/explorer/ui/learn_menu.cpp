#include "app/explorer/ui/learn_menu.h"

#include <imgui.h>

#include <utility>

#include "app/explorer/ui/controls.h"
#include "core/support/translate.h"

namespace progan {

const char* learned_action_text(ControlAction action) {
    switch (action) {
        case ControlAction::seed:
            return tr("Seed");
        case ControlAction::position:
            return tr("Position in the journey");
        case ControlAction::play:
            return tr("Play and pause");
        case ControlAction::next_favourite:
            return tr("Next favourite");
        case ControlAction::previous_favourite:
            return tr("Previous favourite");
        case ControlAction::axis:
            break;
    }
    return "";
}

void learn_item(Panel& panel, LearningControl what) {
    if (ImGui::MenuItem(tr_label("Learn a knob or OSC address"))) panel.learn(std::move(what));
    panel.probe.item("Learn");
    tip(tr("The next knob, key or OSC address to send something will control it."));
}

void learn_context_menu(Panel& panel, const char* id, ControlAction action) {
    if (ImGui::IsItemHovered() && ImGui::IsMouseReleased(1)) ImGui::OpenPopup(id);
    if (!ImGui::BeginPopup(id)) return;
    learn_item(panel, {action, "", learned_action_text(action), ""});
    ImGui::EndPopup();
}

}  // namespace progan
