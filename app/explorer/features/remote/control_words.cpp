#include "app/explorer/features/remote/control_words.h"

#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/learn_menu.h"
#include "core/support/translate.h"

namespace progan {

std::string control_text(const ControlBinding& binding) {
    if (!binding.osc.empty()) return binding.osc;
    const int channel = binding.midi.channel + 1, number = binding.midi.number;
    switch (binding.midi.kind) {
        case MidiKind::note:
            return trf("Note {}, channel {}", number, channel);
        case MidiKind::program:
            return trf("Program {}, channel {}", number, channel);
        case MidiKind::control:
            break;
    }
    return trf("Control {}, channel {}", number, channel);
}

const char* scale_text(ControlScale scale) {
    switch (scale) {
        case ControlScale::absolute:
            return tr("Its position");
        case ControlScale::fine:
            return tr("Its position, 14 bits");
        case ControlScale::twos_complement:
            return tr("Steps: 1 and 127");
        case ControlScale::binary_offset:
            return tr("Steps: 65 and 63");
        case ControlScale::signed_bit:
            return tr("Steps: 1 and 65");
        case ControlScale::unit:
            return tr("0 to 1");
        case ControlScale::both_sides:
            break;
    }
    return tr("-1 to 1");
}

std::string moved_text(const AppState& state, const ControlBinding& binding) {
    if (binding.action != ControlAction::axis) return learned_action_text(binding.action);
    const Axis* axis = find_axis(state, binding.axis);
    if (axis) return shown_name(state, *axis);
    return binding.axis_name.empty() ? binding.axis : binding.axis_name;
}

bool is_there(const AppState& state, const ControlBinding& binding) {
    return binding.action != ControlAction::axis || find_axis(state, binding.axis) != nullptr;
}

}  // namespace progan
