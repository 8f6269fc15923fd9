#include "app/explorer/features.h"

#include <algorithm>

namespace progan {

Features::Features(AppState& state, Engine& engine, Actions& actions)
    : history(state, engine, actions),
      training(state, engine, actions),
      axes(state, engine, actions),
      teach(state, engine, actions),
      grid(state, engine, actions),
      compare(state, engine, actions),
      map(state, engine, actions),
      timeline(state, engine, actions),
      recording(state, engine, actions, timeline) {}

void Features::tick(double now) {
    training.tick(now);
    axes.tick(now);
    teach.tick(now);
    grid.tick(now);
    compare.tick(now);
    map.tick(now);
    timeline.tick(now);
    recording.tick(now);
}

double Features::next_tick() const {
    double next = -1;
    for (const double tick :
         {history.next_tick(), training.next_tick(), axes.next_tick(), teach.next_tick(), grid.next_tick(),
          compare.next_tick(), map.next_tick(), timeline.next_tick(), recording.next_tick()})
        if (tick >= 0) next = next < 0 ? tick : std::min(next, tick);
    return next;
}

bool Features::open(const std::filesystem::path& path) {
    return axes.open(path) || recording.open(path) || timeline.open(path);
}

bool Features::handle(const Event& event) {
    return history.handle(event) || axes.handle(event) || teach.handle(event) || grid.handle(event) ||
           compare.handle(event) || map.handle(event) || timeline.handle(event) || recording.handle(event);
}

}  // namespace progan
