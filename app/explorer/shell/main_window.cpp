// Where the panels are: a bar above, the face's controls and the favourites beside the view, the history and
// the journey below. Side panels are resized by their borders and fold.
#include <imgui.h>

#include <algorithm>
#include <functional>

#include "app/explorer/features/axes/axes_panel.h"
#include "app/explorer/features/doctor/doctor_dialog.h"
#include "app/explorer/features/export/export_dialog.h"
#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/features/favourites/favourites_panel.h"
#include "app/explorer/features/history/history_panel.h"
#include "app/explorer/features/journey/timeline_panel.h"
#include "app/explorer/features/manual/manual_dialog.h"
#include "app/explorer/features/model/model_popup.h"
#include "app/explorer/features/model/models_popup.h"
#include "app/explorer/features/photo/photo_dialog.h"
#include "app/explorer/features/recording/record_popup.h"
#include "app/explorer/features/remote/remote_panel.h"
#include "app/explorer/features/settings/settings_dialog.h"
#include "app/explorer/features/slideshow/slideshow_panel.h"
#include "app/explorer/features/stage/stage_panel.h"
#include "app/explorer/features/wander/wander_panel.h"
#include "app/explorer/shell/commands/command_palette.h"
#include "app/explorer/shell/layout.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/file_picker.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

// No background: the frame is cleared to its colors (Backdrop), and filling every pixel once more takes
// software OpenGL as long as all the rest.
constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                    ImGuiWindowFlags_NoSavedSettings;
// What comes and goes must not take the focus from a dialog.
constexpr ImGuiWindowFlags kComes = ImGuiWindowFlags_NoFocusOnAppearing;
constexpr ImGuiWindowFlags kStill = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;

void place(const char* name, const Area& area, ImGuiWindowFlags flags, const std::function<void()>& draw,
           ImVec2 padding = ImGui::GetStyle().WindowPadding) {
    if (area.empty()) return;
    ImGui::SetNextWindowPos({area.x, area.y});
    ImGui::SetNextWindowSize({area.width, area.height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    const bool visible = ImGui::Begin(name, nullptr, kFixed | flags);
    ImGui::PopStyleVar();  // lists that open from the window have their own
    if (visible) draw();
    ImGui::End();
}

void fold_button(Panel& panel, const char* name, Icon icon, Fold& fold, const char* tooltip) {
    if (icon_button(name, icon, tr(tooltip))) fold = Fold::folded;
    panel.probe.item(std::string(name) + "/Fold");
}

void left_column(Panel& panel, Features& features) {
    face_panel(panel, [&] {
        fold_button(panel, "Left", Icon::fold_left, panel.state.panels.left, tr_later("Hide the sliders"));
    });
    ImGui::Spacing();
    const float width = (ImGui::GetContentRegionAvail().x - space::small()) / 2;
    bool& components = panel.state.components_listed;
    if (tab(tr_label("Sliders"), !components, tr("Sliders found in the model or taught, by what they change"),
            width))
        components = false;
    panel.probe.item("Left/Axes");
    ImGui::SameLine(0, space::small());
    if (tab(tr_label("Raw numbers"), components, tr("One slider for each number of the latent"), width))
        components = true;
    panel.probe.item("Left/Components");
    components ? sliders_panel(panel) : axes_panel(panel, features.axes);
}

/// A folded panel: a strip with a button that opens it again.
void folded_strip(Panel& panel, const char* name, Icon icon, Fold& fold, const char* tooltip) {
    const ImVec2 size = ImGui::GetWindowSize();
    ImGui::SetCursorPos({0, space::medium()});
    if (icon_button(name, icon, tr(tooltip), size.x)) fold = Fold::open;
    panel.probe.item(std::string(name) + "/Unfold");
}

/// The border of a side panel: dragging it resizes the panel, a double click folds it.
void splitter(Panel& panel, const char* name, const Area& side, bool at_right, double& width, Fold& fold) {
    const float thickness = size::splitter();
    const float x = (at_right ? side.x : side.right()) - thickness / 2;
    place(name, {x, side.y, thickness, side.height}, kStill | kComes | ImGuiWindowFlags_NoNav,
          [&] {
              ImGui::InvisibleButton("##border", {thickness, side.height});
              const bool held = ImGui::IsItemActive(), hot = held || ImGui::IsItemHovered();
              if (hot) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
              if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(0)) {
                  fold = Fold::folded;
              } else if (held && ImGui::IsMouseDragging(0, 1)) {
                  const float at = ImGui::GetIO().MousePos.x;
                  const float wanted = (at_right ? side.right() - at : at - side.x) / px(1);
                  width = std::clamp(static_cast<double>(wanted), at_right ? kMinRight : kMinLeft,
                                     at_right ? kMaxRight : kMaxLeft);
              }
              panel.probe.rectangle(std::string(name) + "/Border", x, side.y, thickness, side.height);
              if (hot)
                  ImGui::GetWindowDrawList()->AddRectFilled({x + thickness / 3, side.y},
                                                            {x + thickness * 2 / 3, side.bottom()},
                                                            ImGui::GetColorU32(theme().accent));
          },
          {0, 0});
}

void bottom(Panel& panel, Features& features, bool timeline_open) {
    const float height = size::bottom_bar(), padding = space::small();
    const float transport = transport_width();
    ImGui::SetCursorPos({0, 0});
    ImGui::BeginChild("##history", {ImGui::GetWindowWidth() - transport, height}, false,
                      kStill | ImGuiWindowFlags_NoBackground);
    ImGui::SetCursorPos({space::medium(), padding});
    history_panel(panel, features.history, height - 2 * padding);
    ImGui::EndChild();
    ImGui::SetCursorPos({ImGui::GetWindowWidth() - transport, (height - ImGui::GetFrameHeight()) / 2});
    transport_panel(panel, features.timeline, timeline_open);
    if (!timeline_open) return;
    ImGui::SetCursorPos({space::large(), height + space::small()});
    ImGui::BeginChild("##timeline", {ImGui::GetWindowWidth() - 2 * space::large(), 0}, false,
                      kStill | ImGuiWindowFlags_NoBackground);
    timeline_panel(panel, features.timeline);
    ImGui::EndChild();
}

/// Thin lines between the panels; behind all windows, so that nothing that opens is crossed by them.
void draw_borders(const Layout& layout) {
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    const ImU32 color = ImGui::GetColorU32(theme().separator);
    const auto line = [&](float x0, float y0, float x1, float y1) {
        list.AddRectFilled({x0, y0}, {x1, y1}, color);
    };
    const float thin = space::hair();
    line(0, layout.top.bottom() - thin, layout.top.right(), layout.top.bottom());
    line(layout.left.right() - thin, layout.left.y, layout.left.right(), layout.left.bottom());
    line(layout.right.x, layout.right.y, layout.right.x + thin, layout.right.bottom());
    line(0, layout.bottom.y, layout.bottom.right(), layout.bottom.y + thin);
    if (!layout.status.empty()) line(0, layout.status.y, layout.status.right(), layout.status.y + thin);
}

std::vector<Backdrop> backdrops(const Layout& layout) {
    std::vector<Backdrop> grounds;
    for (const Area& area : {layout.top, layout.left, layout.right, layout.bottom, layout.status})
        if (!area.empty())
            grounds.push_back({{area.x, area.y}, {area.right(), area.bottom()}, theme().panel});
    return grounds;
}

void left_panel(Panel& panel, Features& features, const Layout& layout) {
    PanelsState& panels = panel.state.panels;
    const ImVec2 strip_padding{0, space::medium()};
    if (layout.left_open) {
        place("Left", layout.left, kComes, [&] { left_column(panel, features); });
        splitter(panel, "LeftBorder", layout.left, false, panels.left_width, panels.left);
    } else {
        place(
            "LeftStrip", layout.left, kStill | kComes,
            [&] { folded_strip(panel, "Left", Icon::fold_right, panels.left, tr_later("Show the sliders")); },
            strip_padding);
    }
}

void right_panel(Panel& panel, Features& features, const Layout& layout) {
    PanelsState& panels = panel.state.panels;
    const ImVec2 strip_padding{0, space::medium()};
    if (layout.right_open) {
        place("Favourites", layout.right, ImGuiWindowFlags_NoScrollbar | kComes, [&] {
            favourites_panel(panel, features.favourites, [&] {
                ImGui::SetCursorPosX(ImGui::GetCursorPosX() - ImGui::GetFrameHeight() - space::tight());
                slideshow_button(panel, features.slideshow);
                ImGui::SameLine(0, space::tight());
                fold_button(panel, "Right", Icon::fold_right, panels.right, tr_later("Hide the favourites"));
            });
        });
        splitter(panel, "RightBorder", layout.right, true, panels.right_width, panels.right);
    } else {
        place(
            "RightStrip", layout.right, kStill | kComes,
            [&] {
                folded_strip(panel, "Right", Icon::fold_left, panels.right, tr_later("Show the favourites"));
            },
            strip_padding);
    }
}

}  // namespace

std::vector<Backdrop> draw_window(Panel& panel, Features& features, const Commands& commands) {
    const ImVec2 window = ImGui::GetIO().DisplaySize;
    const bool dialog = dialog_is_open(panel.state);
    const bool escaped = end_walk_by_hand(panel, features.wander, dialog);
    if (panel.escape && !escaped && !dialog && !panel.state.slideshow.playing)
        panel.state.panels.alone = false;
    if (panel.state.slideshow.playing) {
        place("Slideshow", {0, 0, window.x, window.y}, kStill | kComes,
              [&] { slideshow_panel(panel, features.slideshow, dialog); }, {0, 0});
        quit_dialog(panel, features);
        return {};
    }
    const Layout layout =
        layout_of(panel.state.panels, {window.x, window.y, px(1), timeline_height(panel.state),
                                       has_status(panel.state) ? size::status() : 0});
    // In the order of the eye, which is that of the Tab key.
    place("Top", layout.top, kStill | kComes, [&] { top_bar(panel, features); }, {space::medium(), 0});
    left_panel(panel, features, layout);
    place("View", layout.center, kStill | kComes, [&] { center_panel(panel, features); }, {0, 0});
    const Area free = welcome_card(panel, features, layout.center);
    right_panel(panel, features, layout);
    place("Bottom", layout.bottom, kStill | kComes, [&] { bottom(panel, features, layout.timeline_open); },
          {0, 0});
    place("Status", layout.status, kStill | kComes, [&] { status_bar(panel, features); },
          {space::large(), 0});
    draw_borders(layout);
    performance_overlay(panel, layout.center);
    notifications_overlay(panel, features, free);
    quit_dialog(panel, features);
    help_popup(panel, commands);
    log_popup(panel);
    manual_dialog(panel, features.manual);
    doctor_dialog(panel, features.doctor);
    settings_dialog(panel, features.settings, commands.keyed(),
                    {.presenting = [&] { stage_section(panel, features.stage); },
                     .remote =
                         [&] {
                             remote_section(panel, features.osc, features.osc_feedback, features.midi,
                                            features.controls);
                         }});
    about_popup(panel);
    palette_popup(panel, features, commands);
    model_popup(panel);
    models_popup(panel, features.model);
    photo_dialog(panel, features.photo);
    file_picker(panel);
    record_popup(panel, features.recording);
    export_dialog(panel, features.exporting);
    return backdrops(layout);
}

}  // namespace progan
