// What knobs and buttons of MIDI devices, and addresses of OSC that mean nothing by themselves, move: as a
// person chose it. controls.json keeps it, which the windows of a data folder share. One thread (the
// window's); the file is read and written on the engine's.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/remote/control_learner.h"
#include "app/explorer/features/remote/remote_hands.h"
#include "app/explorer/features/remote/takeover.h"
#include "app/explorer/features/shared_items.h"
#include "app/explorer/platform/midi_moves.h"
#include "core/documents/control_bindings.h"

namespace progan {

class LearnedControls {
  public:
    LearnedControls(const FeatureContext& context, RemoteHands& hands);
    LearnedControls(const LearnedControls&) = delete;
    LearnedControls& operator=(const LearnedControls&) = delete;

    /// The next control that is moved, by OSC or MIDI, will move that.
    void learn(LearningControl what);
    void stop_learning();
    void remove(const std::string& id);
    void set_scale(const std::string& id, ControlScale scale);

    /// Something was moved. False if that means nothing here, or not now.
    bool heard(const MidiMove& move);
    bool heard(const std::string& osc_address, double value);

    /// The file may be another: reads it if it is.
    void look();
    std::filesystem::path path() const;
    /// Once more what could not be saved; the whole file where it has vanished.
    void save_again() { shared_.send_again(); }

    /// Once a frame.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;

  private:
    void note_found();
    void bind(ControlBinding binding);
    bool act(const ControlBinding& binding, const MidiMove& move);
    bool act(const ControlBinding& binding, double value);
    void turn(const ControlBinding& binding, const Axis& axis, const MidiMove& move);
    bool travel(const ControlBinding& binding, const MidiMove& move);
    void pick_seed(const ControlBinding& binding, const MidiMove& move);
    bool takes_over(const ControlBinding& binding, const Takeover::Sweep& sweep, double current, double near);

    AppState& state_;
    Notifier& notifier_;
    RemoteHands& hands_;
    std::optional<ControlLearner> learner_;  ///< while something learns
    SharedItems<ControlBinding, ControlBindingRules> shared_;
    std::map<std::string, Takeover> takeovers_;  ///< by the binding's id
    std::set<std::string> told_;                 ///< of which bindings it was said that they wait
};

}  // namespace progan
