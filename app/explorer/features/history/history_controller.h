// Undo: looks at the state at the end of each frame, makes a step of what a gesture has changed, undoes
// and redoes. What changes the state needs to know nothing of it. Nothing that was kept is ever taken
// back: that a favourite or an axis came is no step. One thread (the window's); files are read and written on
// the engine's.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/history/history_file.h"
#include "core/support/clock.h"
#include "core/support/keyed_changes.h"

namespace progan {

class HistoryController {
  public:
    /// Begins to read the history that was kept.
    /// What the history needs of the features whose state it puts back.
    struct Restore {
        std::function<void()> favourites_changed;  ///< they are to be saved
        std::function<void(Journey)> journey;
    };
    HistoryController(const FeatureContext& context, Restore restore);
    ~HistoryController();
    HistoryController(const HistoryController&) = delete;
    HistoryController& operator=(const HistoryController&) = delete;

    /// The end of a frame. `gesture`: a button is held or a control is in use, so that what changes now
    /// belongs to a step that is not finished. `wheel`: it was turned in this frame; further turns soon after
    /// belong to the same step.
    void observe(Time now, bool gesture, bool wheel = false);
    /// The whole file once more: it could not be written, or has vanished.
    void save_again();

    /// What was done so far is a step.
    void finish_step();

    /// Another window has changed them: no step of this one.
    void favourites_changed_elsewhere(const std::vector<KeyedChange<Favourite>>& changes);
    void axes_changed_elsewhere(const std::vector<KeyedChange<Axis>>& changes);

    bool can_undo() const;
    bool can_redo() const;
    /// Takes back what the last step changed, or does it again; of what has changed since in another way,
    /// nothing. A step of which nothing is left to do is passed over.
    void undo();
    void redo();
    /// The face after that step, wherever in the tree, and nothing else.
    void go_to(std::uint64_t id);
    /// "Seed 15", of the step that undo takes back, or that redo does again.
    std::string undo_label() const;
    std::string redo_label() const;

    void tick(Time /*now*/) {}
    std::optional<Time> next_tick() const { return wheel_rests_; }

  private:
    /// What taking a step back, or doing it again, would change now.
    struct Effect {
        std::uint64_t step = 0;  ///< whose change it is; 0: there is none
        std::uint64_t head = 0;  ///< afterwards
        bool back = false, face = false, journey = false;
        std::vector<ItemChange<Favourite>> favourites;
        std::vector<ItemChange<Axis>> axes;
    };
    Effect effect(std::uint64_t id, bool back) const;
    /// That of the nearest step that has one.
    Effect next_effect(bool back) const;
    void carry_out(const Effect& effect);
    void show_face(const HistoryStep& step);

    void take_loaded(LoadedHistory history);
    void begin();
    bool fits(const Journey& journey) const;
    void restore_journey(const Journey& of_step);
    /// A step that left the journey that is on the timeline; 0: none.
    std::uint64_t step_of_journey() const;
    HistoryStep difference() const;
    void take_baseline();
    void append(std::string text);
    void write_anew();
    void save_by(std::function<void()> write);

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    Restore restore_;
    Ticket loading_;
    Tickets saving_;
    Face face_at_start_;
    Journey journey_at_start_;
    bool first_model_ = true;
    // The state as of the head, or as of the last change that no person made.
    Face face_;
    std::shared_ptr<const Journey> journey_;
    std::vector<Favourite> favourites_;
    std::vector<Axis> axes_;
    std::uint64_t axes_given_ = 0;
    std::optional<Time> wheel_rests_;
    /// Whether a step is missing in the file, which could not be written: what follows would hang in the air.
    std::shared_ptr<std::atomic<bool>> incomplete_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace progan
