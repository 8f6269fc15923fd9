// Axes that sliders turn the face toward: finds, keeps and turns them. One thread (the window's).
#pragma once

#include "app/explorer/actions.h"
#include "app/explorer/state.h"
#include "core/engine/engine.h"

namespace progan {

class Axes {
  public:
    Axes(AppState& state, Engine& engine, Actions& actions)
        : state_(state), engine_(engine), actions_(actions) {}
    Axes(const Axes&) = delete;
    Axes& operator=(const Axes&) = delete;

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
