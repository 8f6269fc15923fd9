#include "app/explorer/features/osc/osc_panel.h"

#include <imgui.h>

#include <optional>
#include <string>
#include <utility>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/setting_row.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kFields = 9;  // em

/// What has become of it.
std::string status(const OscState& osc) {
    if (!osc.problem.empty()) return osc.problem;
    if (osc.port == 0) return tr("Not listening.");
    return trf("Listening on port {}. Messages: {}; not understood: {}.", osc.port, osc.heard, osc.ignored);
}

}  // namespace

void osc_section(Panel& panel, OscController& controller) {
    const AppState& state = panel.state;
    const OscSettings& settings = state.osc_settings;
    bool on = settings.on || state.osc.given;
    setting(tr("Remote control"), kFields);
    if (ImGui::Checkbox(tr_label("Listen for OSC"), &on)) controller.set_on(on);
    panel.probe.item("Osc/On");
    setting_note(
        tr("Open Sound Control: music programs, mixers and phones turn the sliders, choose seeds and "
           "favourites, "
           "and play the journey. The manual lists the addresses."));
    ImGui::Spacing();
    std::optional<int>& typed = panel.state.osc.typed_port;
    int port = typed.value_or(state.osc.given.value_or(settings.port));
    setting(tr("Port"), kFields);
    if (ImGui::InputInt("##port", &port, 1, 100)) typed = port;
    if (typed && ImGui::IsItemDeactivatedAfterEdit())
        controller.set_port(*std::exchange(typed, std::nullopt));
    panel.probe.item("Osc/Port");
    setting_without_label();
    bool others = settings.other_machines;
    if (ImGui::Checkbox(tr_label("Also from other computers"), &others))
        controller.set_other_machines(others);
    panel.probe.item("Osc/Others");
    setting_note(
        tr("Whoever reaches this computer through the network can then change the face, and nothing else. "
           "Nothing is "
           "sent back."));
    ImGui::Spacing();
    setting_note(status(state.osc));
}

}  // namespace progan
