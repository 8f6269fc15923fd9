#include "app/explorer/features/remote/learned_controls.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "app/explorer/features/remote/control_words.h"
#include "app/explorer/features/remote/knob_values.h"
#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr int kMost = 127, kMostFine = 16383;
constexpr double kNear = 1.5 / 64;  // in which a knob and a slider count as one: a step and a half of 7 bits
constexpr double kPressed = 0.5;

/// The number that counts, and the largest that it can be; nothing if only what refines it came.
struct Reading {
    int value, most;
    int low, high;  // that it has been meanwhile
};
std::optional<Reading> reading(const ControlBinding& binding, const MidiMove& move) {
    if (binding.scale == ControlScale::fine) {
        // The sweep as coarse as it is known.
        const int low = move.values.empty() ? move.fine : std::min(move.low << 7, move.fine);
        const int high = move.values.empty() ? move.fine : std::max(move.high << 7, move.fine);
        return Reading{move.fine, kMostFine, low, high};
    }
    if (move.values.empty()) return std::nullopt;
    return Reading{move.value, kMost, move.low, move.high};
}

}  // namespace

LearnedControls::LearnedControls(const FeatureContext& context, RemoteHands& hands)
    : state_(context.state),
      notifier_(context.notifier),
      hands_(hands),
      shared_(
          context.engine, context.notifier,
          [this](std::vector<ControlBinding> in_file) {
              state_.controls.bindings = shared_.with_own(state_.controls.bindings, std::move(in_file));
          },
          [this] { state_.controls_unsaved = !shared_.all_saved(); }) {}

std::filesystem::path LearnedControls::path() const {
    return control_bindings_path(state_.data_dir);
}

void LearnedControls::look() {
    if (!shared_.store())
        shared_.open(std::make_shared<ControlBindingStore>(control_binding_store(path())), {});
    shared_.look();
}

void LearnedControls::learn(LearningControl what) {
    const bool pressed = what.action == ControlAction::play || what.action == ControlAction::next_favourite ||
                         what.action == ControlAction::previous_favourite;
    learner_.emplace(pressed);
    state_.controls.learning = std::move(what);
}

void LearnedControls::stop_learning() {
    learner_.reset();
    state_.controls.learning.reset();
}

/// At once, if what was heard says enough.
void LearnedControls::note_found() {
    if (const std::optional<ControlBinding>& found = learner_->found())
        state_.controls.learning->found = control_text(*found);
    tick(notifier_.now());
}

void LearnedControls::tick(Time now) {
    if (!learner_ || !state_.controls.learning) return;
    std::optional<ControlBinding> learned = learner_->learned(now);
    if (!learned) return;
    const LearningControl what = *state_.controls.learning;
    stop_learning();
    learned->action = what.action;
    learned->axis = what.axis;
    if (const Axis* axis = find_axis(state_, what.axis)) learned->axis_name = axis->name;
    bind(std::move(*learned));
    // NOLINTNEXTLINE(modernize-raw-string-literal): texts are collected from plain literals
    notifier_.info_about("knob", trf("{} now moves \"{}\".", what.found, what.name));
}

std::optional<Time> LearnedControls::next_tick() const {
    return learner_ ? learner_->next_tick() : std::nullopt;
}

/// A control moves one thing of a model: what else it moved here, it does no longer. What it moves in another
/// model stays.
void LearnedControls::bind(ControlBinding binding) {
    binding.id = control_binding_id(binding);
    std::vector<ControlBinding>& bindings = state_.controls.bindings;
    std::erase_if(bindings, [&](const ControlBinding& other) {
        return other.id == binding.id || (same_control(other, binding) && is_there(state_, other));
    });
    takeovers_.erase(binding.id);
    told_.erase(binding.id);
    bindings.push_back(std::move(binding));
    shared_.send(bindings);
}

void LearnedControls::remove(const std::string& id) {
    std::vector<ControlBinding>& bindings = state_.controls.bindings;
    if (const ControlBinding* binding = find_by_id(bindings, id))
        state_.controls.waiting.erase(binding->axis);
    std::erase_if(bindings, [&](const ControlBinding& binding) { return binding.id == id; });
    shared_.send(bindings);
}

void LearnedControls::set_scale(const std::string& id, ControlScale scale) {
    ControlBinding* const binding = find_by_id(state_.controls.bindings, id);
    if (!binding) return;
    binding->scale = scale;
    state_.controls.waiting.erase(binding->axis);
    shared_.send(state_.controls.bindings);
}

bool LearnedControls::heard(const MidiMove& move) {
    if (learner_) {
        learner_->hear(move, notifier_.now());
        note_found();
        return true;
    }
    if (!state_.model) return false;
    bool understood = false;
    for (const ControlBinding& binding : state_.controls.bindings)
        if (binding.osc.empty() && binding.midi == move.control) understood |= act(binding, move);
    return understood;
}

bool LearnedControls::heard(const std::string& osc_address, double value) {
    if (learner_) {
        learner_->hear(osc_address, value, notifier_.now());
        note_found();
        return true;
    }
    if (!state_.model) return false;
    bool understood = false;
    for (const ControlBinding& binding : state_.controls.bindings)
        if (binding.osc == osc_address) understood |= act(binding, value);
    return understood;
}

bool LearnedControls::act(const ControlBinding& binding, const MidiMove& move) {
    switch (binding.action) {
        case ControlAction::axis: {
            const Axis* axis = find_axis(state_, binding.axis);
            if (axis) turn(binding, *axis, move);
            return axis != nullptr;
        }
        case ControlAction::seed:
            pick_seed(binding, move);
            return true;
        case ControlAction::position:
            return travel(binding, move);
        case ControlAction::play:
            if (move.presses % 2 != 0) hands_.toggle_play();
            return true;
        case ControlAction::next_favourite:
            if (move.presses > 0) hands_.step_favourite(move.presses);
            return true;
        case ControlAction::previous_favourite:
            if (move.presses > 0) hands_.step_favourite(-move.presses);
            return true;
    }
    return false;
}

void LearnedControls::turn(const ControlBinding& binding, const Axis& axis, const MidiMove& move) {
    const double current = hands_.position_of(axis);
    if (is_relative(binding.scale)) {
        if (const int steps = move.steps(binding.scale); steps != 0)
            hands_.turn_axis(axis, current + 2.0 * steps / kKnobSteps);
        return;
    }
    const std::optional<Reading> read = reading(binding, move);
    if (!read || state_.locked_axes.contains(axis.id)) return;
    const double knob = knob_position(read->value, read->most);
    const Takeover::Sweep sweep{knob_position(read->low, read->most), knob_position(read->high, read->most),
                                knob};
    if (takes_over(binding, sweep, current, kNear)) {
        state_.controls.waiting.erase(axis.id);
        hands_.turn_axis(axis, knob);
    } else {
        state_.controls.waiting[axis.id] = static_cast<float>(knob);
    }
}

/// There is no soft takeover of seeds: no seed is nearer to one than to another.
void LearnedControls::pick_seed(const ControlBinding& binding, const MidiMove& move) {
    if (is_relative(binding.scale)) {
        if (const int steps = move.steps(binding.scale); steps != 0) hands_.step_seed(steps);
    } else if (const std::optional<Reading> read = reading(binding, move)) {
        hands_.turn_to_seed(read->value);
    }
}

bool LearnedControls::travel(const ControlBinding& binding, const MidiMove& move) {
    const std::optional<double> current = hands_.position_in_journey();
    if (!current) return false;
    if (is_relative(binding.scale)) {
        if (const int steps = move.steps(binding.scale); steps != 0)
            hands_.step_in_journey(steps, kKnobSteps);
        return true;
    }
    const std::optional<Reading> read = reading(binding, move);
    if (!read) return true;
    const double knob = knob_part(read->value, read->most);
    const auto frames = static_cast<double>(path_length(shown_journey(state_)));
    const Takeover::Sweep sweep{knob_part(read->low, read->most), knob_part(read->high, read->most), knob};
    if (takes_over(binding, sweep, *current, std::max(kNear / 2, 1 / frames))) hands_.go_to(knob);
    return true;
}

bool LearnedControls::takes_over(const ControlBinding& binding, const Takeover::Sweep& sweep, double current,
                                 double near) {
    if (takeovers_[binding.id].takes(sweep, current, near)) return true;
    if (!told_.insert(binding.id).second) return false;  // once is enough
    const Axis* axis = find_axis(state_, binding.axis);
    notifier_.info_about(
        "knob",
        axis ? trf("\"{}\" waits until the knob passes it. The ring on its track shows where the knob is.",
                   shown_name(state_, *axis))
             : tr("The journey waits until the knob passes its position."));
    return false;
}

/// A button that sends 0 when it comes up does nothing then.
bool LearnedControls::act(const ControlBinding& binding, double value) {
    const bool signed_value = binding.scale == ControlScale::both_sides, pressed = value >= kPressed;
    switch (binding.action) {
        case ControlAction::axis: {
            const Axis* axis = find_axis(state_, binding.axis);
            if (axis) hands_.turn_axis(*axis, signed_value ? value : 2 * value - 1);
            return axis != nullptr;
        }
        case ControlAction::seed:
            return hands_.pick_seed(value);
        case ControlAction::position:
            return hands_.go_to(signed_value ? (value + 1) / 2 : value);
        case ControlAction::play:
            if (pressed) hands_.toggle_play();
            return true;
        case ControlAction::next_favourite:
            if (pressed) hands_.step_favourite(1);
            return true;
        case ControlAction::previous_favourite:
            if (pressed) hands_.step_favourite(-1);
            return true;
    }
    return false;
}

}  // namespace progan
