// Runs `progan doctor` beside the window, so that a bug report can be put together without a terminal. One
// thread (the window's); the other program does the work.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "app/explorer/state/app_state.h"
#include "core/support/child_process.h"
#include "core/support/clock.h"

namespace progan {

class DoctorController {
  public:
    /// `program`: the command line's; empty: the one beside this program.
    explicit DoctorController(AppState& state, std::filesystem::path program = {});

    /// Shows the dialog and asks again, unless it is being asked. Never throws: what goes wrong is shown.
    void ask();
    void tick(Time now);
    std::optional<Time> next_tick() const { return next_look_; }

  private:
    std::filesystem::path output() const;
    void look();

    AppState& state_;
    std::filesystem::path program_;
    std::unique_ptr<ChildProcess> process_;
    std::optional<Time> next_look_;
};

}  // namespace progan
