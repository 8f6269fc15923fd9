// The window's frame: what arranges the features' panels and belongs to none of them.
#pragma once

#include "app/explorer/shell/commands.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Draws the whole window: arranges the panels and calls them.
void draw_window(Panel& panel, Features& features, const Commands& commands);

void top_bar(Panel& panel, Features& features);
void center_panel(Panel& panel, Features& features);  ///< the face, or another view, by a row of tabs
void performance_panel(Panel& panel);
void status_bar(Panel& panel, Features& features);  ///< jobs, device, times
/// At the lower edge of the face view, whose sides are given in window units: nothing to click lies under it.
void notifications_overlay(Panel& panel, Features& features, float left, float right, float bottom);
void quit_dialog(Panel& panel, const Features& features);
void help_popup(Panel& panel, const Commands& commands);
void log_popup(Panel& panel);
void file_picker(Panel& panel, Features& features);

}  // namespace progan
