// Where the panels are. Fixed: three columns over a strip and a status bar; every length follows the height
// of text.
#include <imgui.h>

#include <algorithm>
#include <functional>

#include "app/explorer/features/axes/axes_panel.h"
#include "app/explorer/features/export/export_dialog.h"
#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/features/favourites/favourites_panel.h"
#include "app/explorer/features/history/history_panel.h"
#include "app/explorer/features/journey/timeline_panel.h"
#include "app/explorer/features/model/model_popup.h"
#include "app/explorer/features/model/models_popup.h"
#include "app/explorer/features/recording/record_popup.h"
#include "app/explorer/shell/palette.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

// No background: the frame is cleared to its colour, and filling every pixel once more takes software OpenGL
// as long as all the rest.
constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoCollapse |
                                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                    ImGuiWindowFlags_NoSavedSettings;

void place(const char* name, float x, float y, float width, float height, ImGuiWindowFlags flags,
           const std::function<void()>& draw, ImVec2 padding = ImGui::GetStyle().WindowPadding) {
    ImGui::SetNextWindowPos({x, y});
    ImGui::SetNextWindowSize({width, height});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    const bool visible = ImGui::Begin(name, nullptr, kFixed | flags);
    ImGui::PopStyleVar();  // lists that open from the window have their own
    if (visible) draw();
    ImGui::End();
}

void left_column(Panel& panel, Features& features) {
    face_panel(panel, [&](float width) { undo_buttons(panel, features.history, width); });
    ImGui::Separator();
    const float width = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    bool& components = panel.state.components_listed;
    if (tab(tr_label("Axes"), !components, tr("Sliders found in the model or taught, by what they change"),
            width))
        components = false;
    panel.probe.item("Left/Axes");
    ImGui::SameLine();
    if (tab(tr_label("Components"), components, tr("One slider for each number of the latent"), width))
        components = true;
    panel.probe.item("Left/Components");
    components ? sliders_panel(panel) : axes_panel(panel, features.axes);
}

void right_column(Panel& panel, Features& features) {
    const float performance = panel.state.settings.show_performance ? em(11.5f) : em(2.2f);
    ImGui::BeginChild("##favourites", {0, -performance});
    favourites_panel(panel, features.favourites);
    ImGui::EndChild();
    ImGui::Separator();
    performance_panel(panel);
}

/// Thin lines between the panels; behind all windows, so that nothing that opens is crossed by them.
void draw_borders(float left, float right, float top, float bottom, float width, float steps, float strip) {
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    const ImU32 colour = ImGui::GetColorU32(ImGuiCol_Separator);
    list.AddLine({0, top}, {width, top}, colour);
    list.AddLine({left, top}, {left, bottom}, colour);
    list.AddLine({right, top}, {right, bottom}, colour);
    list.AddLine({left, steps}, {right, steps}, colour);
    list.AddLine({left, strip}, {right, strip}, colour);
    list.AddLine({0, bottom}, {width, bottom}, colour);
}

}  // namespace

void draw_window(Panel& panel, Features& features, const Commands& commands) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const float top = ImGui::GetFrameHeight() + em(0.9f);
    const float status = ImGui::GetFrameHeight() + em(0.35f);
    const float left = std::min(em(18.5f), size.x * 0.34f);
    const float right = std::min(em(15.5f), size.x * 0.28f);
    const float strip = timeline_height(), steps = em(3.4f);
    const float bottom = size.y - status;
    place("Top", 0, 0, size.x, top, ImGuiWindowFlags_NoScrollbar, [&] { top_bar(panel, features); });
    place("Face", 0, top, left, bottom - top, 0, [&] { left_column(panel, features); });
    place("View", left, top, size.x - left - right, bottom - top - strip - steps,
          ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse,
          [&] { center_panel(panel, features); }, {0, 0});
    place("History", left, bottom - strip - steps, size.x - left - right, steps,
          ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse,
          [&] { history_panel(panel, features.history); }, {em(0.5f), em(0.35f)});
    place("Timeline", left, bottom - strip, size.x - left - right, strip,
          ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse,
          [&] { timeline_panel(panel, features.timeline); });
    place("Favourites", size.x - right, top, right, bottom - top, ImGuiWindowFlags_NoScrollbar,
          [&] { right_column(panel, features); });
    place("Status", 0, bottom, size.x, status, ImGuiWindowFlags_NoScrollbar,
          [&] { status_bar(panel, features); });
    draw_borders(left, size.x - right, top, bottom, size.x, bottom - strip - steps, bottom - strip);
    notifications_overlay(panel, features, left, size.x - right, bottom - strip - steps);
    quit_dialog(panel, features);
    help_popup(panel, commands);
    log_popup(panel);
    palette_popup(panel, features, commands);
    model_popup(panel);
    models_popup(panel, features.model);
    file_picker(panel, features);
    record_popup(panel, features.recording);
    export_dialog(panel, features.exporting);
}

}  // namespace progan
