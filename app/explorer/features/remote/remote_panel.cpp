#include "app/explorer/features/remote/remote_panel.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "app/explorer/features/remote/control_words.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/learn_menu.h"
#include "app/explorer/ui/setting_row.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
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
        tr("Open Sound Control lets music programs, mixers and phones move the sliders, choose seeds and "
           "favourites, and play the journey. The manual lists the addresses."));
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
        tr("Anyone who can reach this computer over the network can then do what the manual lists, but "
           "nothing else."));
    ImGui::Spacing();
    setting_note(osc_status(state.osc));
}

std::string feedback_status(const OscState& osc, bool wrong) {
    if (wrong) return tr("Enter a host and a port, such as 192.168.1.20:9001.");
    if (!osc.send_problem.empty()) return osc.send_problem;
    if (osc.sending_to.empty())
        return tr("Nothing is sent. To send changes, enter a host and a port, such as 192.168.1.20:9001.");
    return trf("Sending changes to {}. Messages sent: {}.", osc.sending_to, osc.sent);
}

void feedback_rows(Panel& panel, OscFeedback& feedback) {
    OscState& osc = panel.state.osc;
    std::string text = osc.typed_to.value_or(feedback.wanted());
    setting(tr("Send to"));
    if (ImGui::InputTextWithHint("##send to", tr("HOST:PORT"), &text)) osc.typed_to = text;
    if (osc.typed_to && ImGui::IsItemDeactivatedAfterEdit() &&
        feedback.set_destination(std::string(trimmed(*osc.typed_to))))
        osc.typed_to.reset();
    const bool wrong = osc.typed_to && !ImGui::IsItemActive();
    panel.probe.item("Osc/Send to");
    setting_note(feedback_status(osc, wrong));
}

std::string midi_status(const MidiState& midi, const std::string& wanted) {
    if (!midi.problem.empty()) return trf("{} cannot be read: {}.", wanted, midi.problem);
    if (!midi.connected.empty()) return trf("Connected. Control movements received: {}.", midi.heard);
    if (!is_raw_midi_device(wanted)) {
        if (!midi.sequencer)
            return tr("This system has no ALSA sequencer (/dev/snd/seq), which MIDI ports need.");
        if (wanted.empty() && midi.ports.empty()) return tr("No MIDI device is connected.");
    }
    return wanted.empty() ? std::string(tr("Not listening."))
                          : tr("Not connected. It will be used once it is.");
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

/// What its numbers may mean.
std::span<const ControlScale> scales_of(const ControlBinding& binding) {
    static constexpr std::array kOfOsc{ControlScale::unit, ControlScale::both_sides};
    static constexpr std::array kOfMidi{ControlScale::absolute, ControlScale::twos_complement,
                                        ControlScale::binary_offset, ControlScale::signed_bit,
                                        ControlScale::fine};
    if (!binding.osc.empty()) return kOfOsc;
    // 14 bits are of the lower control numbers.
    return std::span(kOfMidi).first(binding.midi.number < 32 ? kOfMidi.size() : kOfMidi.size() - 1);
}

bool has_scale(const ControlBinding& binding) {
    if (binding.action == ControlAction::seed) return binding.osc.empty();
    return binding.action == ControlAction::axis || binding.action == ControlAction::position;
}

void scale_choice(Panel& panel, LearnedControls& controls, const ControlBinding& binding, float width) {
    ImGui::SetNextItemWidth(width);
    std::optional<ControlScale> chosen;
    if (begin_combo("##scale", scale_text(binding.scale))) {
        for (const ControlScale scale : scales_of(binding)) {
            if (combo_item(scale_text(scale), scale == binding.scale)) chosen = scale;
            panel.probe.item("Controls/Scale/" + std::string(kControlScaleNames.name(scale)));
        }
        ImGui::EndCombo();
    }
    panel.probe.item("Controls/" + control_text(binding) + "/Scale");
    if (chosen) controls.set_scale(binding.id, *chosen);
}

/// A control, what it moves, what its numbers mean; and a way to forget it. True for the last.
bool control_row(Panel& panel, LearnedControls& controls, const ControlBinding& binding) {
    const float left = ImGui::GetCursorPosX(), width = ImGui::GetContentRegionAvail().x;
    const float side = ImGui::GetFrameHeight(), gap = space::medium();
    const float scale = std::min(em(13), width * 0.32f), texts = width - side - scale - 2 * gap;
    ImGui::PushID(binding.id.c_str());
    ImGui::AlignTextToFramePadding();
    cut_text(control_text(binding), texts * 0.5f - gap);
    ImGui::SameLine(left + texts * 0.5f);
    ImGui::AlignTextToFramePadding();
    const bool there = is_there(panel.state, binding);
    if (!there) ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
    cut_text(moved_text(panel.state, binding), texts * 0.5f);
    if (!there) {
        ImGui::PopStyleColor();
        tip(tr("The open model does not have this slider."));
    }
    if (has_scale(binding)) {
        ImGui::SameLine(left + texts + gap);
        scale_choice(panel, controls, binding, scale);
    }
    ImGui::SameLine(left + width - side);
    const bool removed = icon_button("remove", Icon::remove, tr("Forget this"));
    panel.probe.item("Controls/" + control_text(binding) + "/Remove");
    ImGui::PopID();
    return removed;
}

/// What has no context menu that everybody finds. The dialog closes: the status bar says what to do.
void learn_button(Panel& panel) {
    if (button(tr_label("Learn..."), tr("Let a knob, a key or an OSC address control something")))
        ImGui::OpenPopup("##learn");
    panel.probe.item("Controls/Learn");
    if (!ImGui::BeginPopup("##learn")) return;
    for (const ControlAction action : {ControlAction::seed, ControlAction::position, ControlAction::play,
                                       ControlAction::next_favourite, ControlAction::previous_favourite}) {
        const char* const name = learned_action_text(action);
        if (ImGui::MenuItem(name)) {
            panel.learn({action, "", name, ""});
            panel.state.settings_dialog.show = false;
        }
        panel.probe.item("Controls/Learn/" + std::to_string(static_cast<int>(action)));
    }
    ImGui::EndPopup();
}

void controls_rows(Panel& panel, LearnedControls& controls) {
    heading(tr("Learned controls"));
    const std::vector<ControlBinding> bindings = panel.state.controls.bindings;  // a row may remove one
    for (const ControlBinding& binding : bindings)
        if (control_row(panel, controls, binding)) controls.remove(binding.id);
    dim_text(
        tr("To control a slider, the seed, the position in the journey or playback with a knob, right-click "
           "it and choose \"Learn a knob or OSC address\"."));
    ImGui::Spacing();
    learn_button(panel);
}

}  // namespace

void remote_section(Panel& panel, OscController& osc, OscFeedback& feedback, MidiController& midi,
                    LearnedControls& controls) {
    osc_rows(panel, osc);
    ImGui::Spacing();
    feedback_rows(panel, feedback);
    ImGui::Spacing();
    ImGui::Spacing();
    midi_rows(panel, midi);
    ImGui::Spacing();
    ImGui::Spacing();
    controls_rows(panel, controls);
}

}  // namespace progan
