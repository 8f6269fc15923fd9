// The controllers of the window's features, each in files of its own name, together: what App hands to the
// panels, and to whom it hands the engine's results. One thread (the window's).
#pragma once

#include "app/explorer/axes.h"
#include "app/explorer/compare.h"
#include "app/explorer/face_map.h"
#include "app/explorer/grid.h"
#include "app/explorer/history.h"
#include "app/explorer/recording.h"
#include "app/explorer/teach.h"
#include "app/explorer/timeline.h"
#include "app/explorer/training.h"

namespace progan {

struct Features {
    Features(AppState& state, Engine& engine, Actions& actions);

    /// Once a frame.
    void tick(double now);
    /// When tick() wants to be called next, in seconds; negative: never.
    double next_tick() const;
    /// True if the event was one that a feature had asked for.
    bool handle(const Event& event);
    /// Opens a file that was dropped on the window, if a feature knows its kind.
    bool open(const std::filesystem::path& path);

    History history;
    Training training;
    Axes axes;
    Teach teach;
    Grid grid;
    Compare compare;
    FaceMapView map;
    Timeline timeline;
    Recording recording;
};

}  // namespace progan
