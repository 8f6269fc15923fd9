#include "app/explorer/features/remote/learning_status.h"

#include <imgui.h>

#include <string>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

std::string what_to_do(const AppState& state, const LearningControl& learning) {
    if (!learning.found.empty())
        return trf("\"{}\" is learning {}: move it back and forth, then stop.", learning.name,
                   learning.found);
    if (state.osc.port == 0 && state.midi.connected.empty())
        return trf("\"{}\" is waiting for a knob, but no input is on: choose a MIDI input or switch on OSC.",
                   learning.name);
    return trf("\"{}\" is waiting for a knob: move one, or send an OSC message.", learning.name);
}

}  // namespace

void learning_status(Panel& panel, LearnedControls& controls, const std::function<void()>& open_settings) {
    const AppState& state = panel.state;
    if (!state.controls.learning) return;
    const bool deaf = state.osc.port == 0 && state.midi.connected.empty();
    const char* const cancel = tr("Cancel");
    float buttons = button_width(cancel) + ImGui::GetStyle().ItemSpacing.x;
    if (deaf) buttons += button_width(tr("Settings")) + ImGui::GetStyle().ItemSpacing.x;
    const float radius = ImGui::GetFontSize() * 0.32f, height = ImGui::GetFrameHeight();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddCircleFilled({at.x + radius, at.y + height / 2}, radius,
                                                ImGui::GetColorU32(theme().accent));
    ImGui::Dummy({2 * radius, height});
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    cut_text(what_to_do(state, *state.controls.learning), ImGui::GetContentRegionAvail().x - buttons);
    panel.probe.item("Learning");
    ImGui::SameLine();
    if (deaf) {
        if (button(tr_label("Settings"), tr("Choose the inputs"))) open_settings();
        panel.probe.item("Learning/Settings");
        ImGui::SameLine();
    }
    if (button(tr_label("Cancel"), tr("Stop waiting (Esc)"))) controls.stop_learning();
    panel.probe.item("Learning/Cancel");
    ImGui::SameLine(0, em(1));
}

}  // namespace progan
