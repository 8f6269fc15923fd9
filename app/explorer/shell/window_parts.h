// The window's frame: what arranges the features' panels and belongs to none of them.
#pragma once

#include <vector>

#include "app/explorer/platform/imgui_layer.h"
#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/layout.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// Draws the whole window: arranges the panels and calls them. Returns the grounds that they stand on.
std::vector<Backdrop> draw_window(Panel& panel, Features& features, const Commands& commands);

void top_bar(Panel& panel, Features& features);
/// The modes in their three groups, over `width` from `left` on, in window units: with icons and names, with
/// names, or with icons alone, as there is room.
void mode_bar(Panel& panel, float left, float width);
void center_panel(Panel& panel, Features& features);  ///< the face, or another view
/// Whether there is anything for the status bar to tell.
bool has_status(const AppState& state);
void status_bar(Panel& panel, Features& features);  ///< jobs, and files that are being opened
/// In the corner of the view, if it was asked for.
void performance_overlay(Panel& panel, const Area& view);
/// In the lower right corner of the view: nothing to click lies under it.
void notifications_overlay(Panel& panel, Features& features, const Area& view);
/// The newcomer's card, at the foot of the view. Returns what is left of it above the card.
Area welcome_card(Panel& panel, Features& features, const Area& view);
/// To be opened as "##help menu" by the window that calls it.
void help_menu(Panel& panel, Features& features);
void about_popup(Panel& panel);
/// To be opened as "##gear menu" by the window that calls it.
void gear_menu(Panel& panel, Features& features);
void quit_dialog(Panel& panel, const Features& features);
void help_popup(Panel& panel, const Commands& commands);
void log_popup(Panel& panel);

}  // namespace progan
