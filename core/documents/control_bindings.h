// Which knobs, buttons and addresses of other devices and programs move what: controls.json in the data
// folder, which several windows share. No state; any thread.
#pragma once

#include <compare>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/shared_list.h"
#include "core/support/enum_names.h"

namespace progan {

enum class MidiKind { control, note, program };

/// A knob, fader, key or button of a MIDI device.
struct MidiControl {
    MidiKind kind = MidiKind::control;
    int channel = 0;  ///< 0 to 15; people count from 1
    int number = 0;   ///< 0 to 127

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 means the 0 that the comparison is with
    auto operator<=>(const MidiControl&) const = default;
};

/// What a control's values mean.
enum class ControlScale {
    absolute,         ///< MIDI: where it stands, 0 to 127
    fine,             ///< MIDI: the same in 14 bits, from two control numbers, N and N + 32
    twos_complement,  ///< MIDI: how far it was turned; 1 is a step to the right, 127 one to the left
    binary_offset,    ///< MIDI: 65 is a step to the right, 63 one to the left
    signed_bit,       ///< MIDI: 1 is a step to the right, 65 one to the left
    unit,             ///< OSC: 0 to 1 from end to end
    both_sides,       ///< OSC: -1 to 1
};

/// What it moves.
enum class ControlAction { axis, seed, position, play, next_favourite, previous_favourite };

inline constexpr auto kControlScaleNames =
    enum_names<ControlScale>({{ControlScale::absolute, "absolute"},
                              {ControlScale::fine, "14-bit"},
                              {ControlScale::twos_complement, "twos-complement"},
                              {ControlScale::binary_offset, "binary-offset"},
                              {ControlScale::signed_bit, "signed-bit"},
                              {ControlScale::unit, "0-to-1"},
                              {ControlScale::both_sides, "-1-to-1"}});

struct ControlBinding {
    std::string id;   ///< control_binding_id()
    std::string osc;  ///< the address; empty: `midi` counts
    MidiControl midi;
    ControlScale scale = ControlScale::absolute;
    ControlAction action = ControlAction::axis;
    std::string axis;       ///< its id, for ControlAction::axis
    std::string axis_name;  ///< as it was called: for people, where no open model has it

    bool operator==(const ControlBinding&) const = default;
};

/// Whether both are one control.
bool same_control(const ControlBinding& a, const ControlBinding& b);
/// What moves what: no two bindings have the same.
std::string control_binding_id(const ControlBinding& binding);

/// Throws Error if it is no such file at all. A damaged binding is left out: a sentence in `problems`.
std::vector<ControlBinding> control_bindings_from_json(std::string_view text, const std::string& name,
                                                       std::vector<std::string>& problems);
std::string control_bindings_to_json(const std::vector<ControlBinding>& bindings);

struct ControlBindingRules {
    static bool same(const ControlBinding& a, const ControlBinding& b) { return a == b; }
    static void merge(const ControlBinding&, const ControlBinding& after, ControlBinding& item) {
        item = after;
    }
};
using ControlBindingStore = SharedList<ControlBinding, ControlBindingRules>;

std::filesystem::path control_bindings_path(const std::filesystem::path& data_folder);
/// The lock is that of the file's folder. A file that cannot be read, or not all of it, is kept aside.
ControlBindingStore control_binding_store(const std::filesystem::path& file);

}  // namespace progan
