// Training beside exploring: starts `progan train` as a process of its own, so that nothing here waits for it
// and nothing is lost if either ends, and looks on at a run's folder, whoever trains there. One thread (the
// window's); files are read on the engine's.
#pragma once

#include <memory>
#include <optional>

#include "app/explorer/actions.h"
#include "app/explorer/state.h"
#include "core/engine/engine.h"
#include "core/train/run_lock.h"

namespace progan {

class Training {
  public:
    Training(AppState& state, Engine& engine, Actions& actions)
        : state_(state), engine_(engine), actions_(actions) {}
    /// A run of ours stops with a checkpoint.
    ~Training();
    Training(const Training&) = delete;
    Training& operator=(const Training&) = delete;

    void start();   ///< a new run, as the form says
    void resume();  ///< the followed run goes on
    void pause();   ///< at once; the process stays as it is
    void go_on();   ///< after pause()
    void stop();    ///< after the step: a checkpoint is written and the process ends
    void close();   ///< shows the form again; what trains goes on training

    /// Once a frame: has the folder looked at when it is time.
    void tick(double now);
    /// An engine's task ended: it may have been a look.
    void task_done(std::uint64_t id);
    /// When tick() wants to be called next; negative: never.
    double next_tick() const { return next_look_; }

  private:
    struct Look;
    void launch(std::vector<std::string> arguments);
    void watch_process();
    void signal(int number);
    void tell(const Look& look);

    AppState& state_;
    Engine& engine_;
    Actions& actions_;
    int process_ = 0;  ///< ours, or 0
    std::shared_ptr<Look> look_;
    std::uint64_t looking_ = 0;  ///< the task, or 0
    double next_look_ = -1;
};

}  // namespace progan
