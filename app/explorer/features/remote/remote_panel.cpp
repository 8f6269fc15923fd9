#include "app/explorer/features/remote/remote_panel.h"

#include <imgui.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/setting_row.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kPortFields = 9;  // em

/// What has become of it.
std::string osc_status(const OscState& osc) {
    if (!osc.problem.empty()) return osc.problem;
    if (osc.port == 0) return tr("Not listening.");
    return trf("Listening on port {}. Messages: {}; not understood: {}.", osc.port, osc.heard, osc.ignored);
}

void osc_rows(Panel& panel, OscController& controller) {
    const AppState& state = panel.state;
    const OscSettings& settings = state.osc_settings;
    bool on = settings.on || state.osc.given;
    setting(tr("OSC"), kPortFields);
    if (ImGui::Checkbox(tr_label("Listen for OSC"), &on)) controller.set_on(on);
    panel.probe.item("Osc/On");
    setting_note(
        tr("Open Sound Control: music programs, mixers and phones turn the sliders, choose seeds and "
           "favourites, "
           "and play the journey. The manual lists the addresses."));
    ImGui::Spacing();
    std::optional<int>& typed = panel.state.osc.typed_port;
    int port = typed.value_or(state.osc.given.value_or(settings.port));
    setting(tr("Port"), kPortFields);
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
    setting_note(osc_status(state.osc));
}

std::string midi_status(const MidiState& midi, const std::string& wanted) {
    if (!midi.problem.empty()) return trf("{} cannot be read: {}.", wanted, midi.problem);
    if (!midi.connected.empty()) return trf("Connected. Movements of its controls: {}.", midi.heard);
    if (!is_raw_midi_device(wanted)) {
        if (!midi.sequencer)
            return tr(
                "This system has no ALSA sequencer (/dev/snd/seq), without which there are no MIDI ports.");
        if (wanted.empty() && midi.ports.empty()) return tr("No MIDI device is connected.");
    }
    return wanted.empty() ? std::string(tr("Not listening."))
                          : tr("Not connected. It is used as soon as it is.");
}

void midi_rows(Panel& panel, MidiController& controller) {
    controller.look_for_ports(panel.now);
    const MidiState& midi = panel.state.midi;
    const std::string wanted = controller.wanted();
    const bool listed = std::find(midi.ports.begin(), midi.ports.end(), wanted) != midi.ports.end();
    setting(tr("MIDI"));
    if (begin_combo("##midi", wanted.empty() ? tr("Off") : wanted.c_str())) {
        if (combo_item(tr_label("Off"), wanted.empty())) controller.set_port("");
        panel.probe.item("Midi/Port/Off");
        if (!wanted.empty() && !listed) combo_item(label_with_id(wanted, "wanted").c_str(), true);
        for (const std::string& port : midi.ports) {
            if (combo_item(label_with_id(port, port.c_str()).c_str(), port == wanted))
                controller.set_port(port);
            panel.probe.item("Midi/Port/" + port);
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Midi/Port");
    setting_note(midi_status(midi, wanted));
}

}  // namespace

void remote_section(Panel& panel, OscController& osc, MidiController& midi) {
    osc_rows(panel, osc);
    ImGui::Spacing();
    ImGui::Spacing();
    midi_rows(panel, midi);
}

}  // namespace progan
