// Faces around the one under the hand, children of several, and arithmetic. One thread (the window's).
#pragma once

#include "app/explorer/actions.h"
#include "app/explorer/state.h"
#include "core/engine/engine.h"

namespace progan {

class Grid {
  public:
    Grid(AppState& state, Engine& engine, Actions& actions)
        : state_(state), engine_(engine), actions_(actions) {}
    Grid(const Grid&) = delete;
    Grid& operator=(const Grid&) = delete;

    /// Once a frame.
    void tick(double now);
    /// When tick() wants to be called next, in seconds; negative: never.
    double next_tick() const { return -1; }
    /// A result of the engine; true if it was one that was asked for here.
    bool handle(const Event& event);

  private:
    AppState& state_;
    Engine& engine_;
    Actions& actions_;
};

}  // namespace progan
