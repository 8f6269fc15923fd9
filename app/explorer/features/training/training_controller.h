// Training beside exploring: starts `progan train` as a process of its own, so that nothing here waits for it
// and nothing is lost if either ends, and looks on at a run's folder, whoever trains there. One thread (the
// window's); files are read on the engine's.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "app/explorer/features/feature_context.h"
#include "core/support/child_process.h"
#include "core/support/clock.h"
#include "core/train/run_lock.h"

namespace progan {

class TrainingController {
  public:
    /// Opens a model, to explore it.
    using OpenModel = std::function<void(const std::string& path)>;

    TrainingController(const FeatureContext& context, OpenModel open_model)
        : state_(context.state),
          engine_(context.engine),
          notifier_(context.notifier),
          open_model_(std::move(open_model)) {}
    /// A run of ours stops with a checkpoint.
    ~TrainingController();
    TrainingController(const TrainingController&) = delete;
    TrainingController& operator=(const TrainingController&) = delete;

    void follow(const std::filesystem::path& run);            ///< a run that trains elsewhere, or has ended
    void take_pictures(const std::filesystem::path& folder);  ///< for the next run
    void open_model(const std::string& path) { open_model_(path); }

    void start();     ///< a new run, as the form says
    void resume();    ///< the followed run continues
    void pause();     ///< at once; the process stays as it is
    void go_on();     ///< after pause()
    void stop();      ///< after the step: a checkpoint is written and the process ends
    void close();     ///< shows the form again; training continues
    void show_own();  ///< the training that is under way, after close()

    /// Whether a run of ours is under way.
    bool trains() const { return process_.has_value(); }

    /// Once a frame: has the folder looked at when it is time.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;

  private:
    struct Followed;
    struct Look;
    void launch(std::vector<std::string> arguments);
    void watch_process();
    void look_at_nothing();
    bool begins_beside_another();
    bool own_is_shown() const { return process_ && state_.training.folder == state_.training.own_run; }
    void look_for_machinery(Time now);
    void signal(int number);
    static Look look_at(Followed& run);
    void tell(const Look& look);

    AppState& state_;
    Engine& engine_;
    Notifier& notifier_;
    OpenModel open_model_;
    std::optional<ChildProcess> process_;  ///< ours
    std::shared_ptr<Followed> followed_;   ///< touched on the engine's thread only
    std::filesystem::path followed_folder_;
    Ticket looking_;
    std::optional<Time> next_look_;
    Time next_machinery_look_;
};

}  // namespace progan
