// What every panel gets. A panel is one function in one file; it reads the state, draws, and calls actions.
#pragma once

#include "app/explorer/actions.h"
#include "app/explorer/features.h"
#include "app/explorer/pictures.h"
#include "app/explorer/platform/probe.h"
#include "app/explorer/state.h"
#include "app/explorer/thumbnails.h"

namespace progan {

struct Panel {
    AppState& state;
    Actions& actions;
    Features& features;
    Pictures& pictures;
    Thumbnails& thumbnails;
    Probe& probe;
    double now = 0;       ///< seconds since the start
    bool escape = false;  ///< Esc was pressed since the last frame
};

/// Draws the whole window: arranges the panels below and calls them.
void draw_window(Panel& panel);

void top_bar(Panel& panel);
void face_panel(Panel& panel);     ///< seed, history, keep
void axes_panel(Panel& panel);     ///< one slider an axis
void sliders_panel(Panel& panel);  ///< one slider a component
void center_panel(Panel& panel);   ///< one of those below, by a row of tabs
void view_panel(Panel& panel);     ///< the face
void grid_panel(Panel& panel);     ///< faces around it
void breed_panel(Panel& panel);    ///< in the grid: children of several faces
void sum_panel(Panel& panel);      ///< in the grid: A - B + C
void map_panel(Panel& panel);      ///< thousands of faces, neighbours alike
void compare_panel(Panel& panel);  ///< two faces
void teach_panel(Panel& panel);    ///< a slider from sorted faces
/// Its lower part, `width` pixels wide, and how tall that is.
void teach_result(Panel& panel, float width);
float teach_result_height(Panel& panel, float width);
void growth_panel(Panel& panel);    ///< the face at every age
void training_panel(Panel& panel);  ///< a run: its losses, its faces, and how to begin one
void history_panel(Panel& panel);   ///< what was done, as a strip of faces
void timeline_panel(Panel& panel);  ///< the journey
float timeline_height();            ///< that it needs, in window units
void record_popup(Panel& panel);    ///< opened from the timeline
void favourites_panel(Panel& panel);
void performance_panel(Panel& panel);
void status_bar(Panel& panel);  ///< jobs, device, times
/// At the lower edge of the face view, whose sides are given in window units: nothing to click lies under it.
void notifications_overlay(Panel& panel, float left, float right, float bottom);
void help_popup(Panel& panel);
void model_popup(Panel& panel);  ///< opened from the top bar
void file_picker(Panel& panel);

}  // namespace progan
