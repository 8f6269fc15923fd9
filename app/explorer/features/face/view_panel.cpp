#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/view_geometry.h"
#include "app/explorer/ui/view_mouse.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// Where not all tools have room, they give up what can be missed.
bool tools_are_narrow() {
    return ImGui::GetWindowWidth() < em(24);
}

void level_choice(Panel& panel) {
    AppState& state = panel.state;
    if (!state.model) return;
    const ModelSpec& spec = state.model->spec;
    const int shown = current_level(state);
    const auto label = [](int level) { return square_text(resolution(level)); };
    const bool narrow = tools_are_narrow();
    ImGui::SetNextItemWidth(em(narrow ? 4.6f : 7.6f));
    if (begin_combo("##level", narrow ? std::to_string(resolution(shown)).c_str() : label(shown).c_str())) {
        for (int level = spec.last_level; level >= 0; --level)
            if (has_to_rgb(spec, level) && combo_item(label(level).c_str(), level == shown))
                state.level = level == spec.last_level ? std::nullopt : std::optional(level);
        ImGui::EndCombo();
    } else {
        tip(
            tr("The level of the generator to show: a Progressive GAN can draw a picture at every size it "
               "grew through."));
    }
    panel.probe.item("View/Level");
    ImGui::SameLine();
}

/// In the room that is left in its line, so that nothing moves when it comes and goes.
void preview_note(Panel& panel, float room) {
    const AppState& state = panel.state;
    if (!state.shown_preview || room < em(3)) return;
    ImGui::AlignTextToFramePadding();
    disabled_text(fitting_text(trf("preview {} x {}", state.shown.width, state.shown.height), room));
    panel.probe.item("View/Preview");
    tip(
        tr("Full resolution is too slow to follow the slider here; it appears when you stop moving. Saved "
           "pictures and recordings always have full resolution."));
}

/// The face without what its sliders do, while the button or X is held. The button is there where it has
/// room.
void before_button(Panel& panel) {
    AppState& state = panel.state;
    const bool turned = has_before(state);
    state.before = turned && x_held();
    if (ImGui::GetWindowWidth() < em(36)) return;
    ImGui::BeginDisabled(!turned);
    tab(tr_label("Before"), state.before,
        turned ? tr("Hold this button or X to see the face without its sliders and edited channels")
               : tr("Nothing to compare"));
    state.before |= turned && ImGui::IsItemActive();
    ImGui::EndDisabled();
    panel.probe.item("View/Before");
    ImGui::SameLine();
}

void view_tools(Panel& panel, const ViewGeometry& geometry) {
    ViewState& view = panel.state.view;
    level_choice(panel);
    if (tab(tr_label("Fit"), view.fit,
            with_keys(panel, tr("Fit the window, like double-clicking the face"), "view.fit")))
        view.fit = true;
    panel.probe.item("View/Fit");
    ImGui::SameLine();
    if (tab("1:1", !view.fit && view.zoom == 1, with_keys(panel, tr("Actual size"), "view.actual")))
        zoom_to(view, 1);
    panel.probe.item("View/1:1");
    ImGui::SameLine();
    if (tab(tr_label("Pixels"), !view.smooth,
            with_keys(panel, tr("Show the picture's own pixels, or enlarge it smoothly"), "view.smooth")))
        view.smooth = !view.smooth;
    panel.probe.item("View/Filter");
    ImGui::SameLine();
    before_button(panel);
    if (tools_are_narrow()) return;
    ImGui::AlignTextToFramePadding();
    ImGui::TextDisabled("%.0f %%", geometry.zoom * 100);
    ImGui::SameLine();
}

void say_in_the_middle(const AppState& state, ImVec2 low, ImVec2 size, Time now) {
    std::string line, detail;
    if (!state.backend_failure.empty()) {
        line = tr("The engine could not be started.");
        detail = state.backend_failure;
    } else if (!state.backend_ready) {
        line = tr("Getting ready...");
        detail = tr("The faces appear in a moment; everything else is ready.");
    } else if (!state.model && state.opening) {
        line = trf("Opening {}...", state.opening_path.filename().string());
    } else if (!state.model) {
        line = tr("No model is open.");
        detail = tr("Open a model or a checkpoint, or drop one on this window.");
    } else {
        line = tr("Rendering the first face...");
    }
    const float width = std::min(size.x * 0.8f, em(30));
    ImGui::SetCursorScreenPos(
        {low.x + (size.x - ImGui::CalcTextSize(line.c_str()).x) / 2, low.y + size.y * 0.42f});
    ImGui::TextUnformatted(line.c_str());
    const ImVec2 detail_size = ImGui::CalcTextSize(detail.c_str(), nullptr, false, width);
    ImGui::SetCursorScreenPos({low.x + (size.x - detail_size.x) / 2, ImGui::GetCursorScreenPos().y});
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    disabled_text(detail);
    ImGui::PopTextWrapPos();
    if (!state.backend_ready && state.backend_failure.empty()) {
        const float phase = static_cast<float>(std::fmod(now.time_since_epoch().count(), 1.2) / 1.2),
                    bar = em(8), x = low.x + (size.x - bar) / 2;
        const float y = ImGui::GetCursorScreenPos().y + space::large();
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.AddRectFilled({x, y}, {x + bar, y + space::small()}, ImGui::GetColorU32(ImGuiCol_FrameBg),
                           space::rounding_small());
        list.AddRectFilled({x + bar * 0.7f * phase, y}, {x + bar * (0.7f * phase + 0.3f), y + space::small()},
                           ImGui::GetColorU32(ImGuiCol_PlotHistogram), space::rounding_small());
    }
}

}  // namespace

void view_panel(Panel& panel, const std::function<float()>& tools_at_right) {
    AppState& state = panel.state;
    const ImVec2 origin = ImGui::GetWindowPos(), window = ImGui::GetWindowSize();
    const bool alone = state.panels.alone;
    const float tools = alone ? 0 : size::tools();
    const ImVec2 low{origin.x, origin.y + tools},
        size{window.x, window.y - tools - (alone ? 0 : space::large())};
    const ViewGeometry geometry =
        view_geometry(state.view, low.x, low.y, size.x, size.y, state.shown_side, state.shown_side);
    if (alone) state.before = x_held();
    if (!alone) {
        ImGui::SetCursorPos({space::large(), (tools - ImGui::GetFrameHeight()) / 2});
        view_tools(panel, geometry);
        const float at = ImGui::GetCursorPosX(), y = ImGui::GetCursorPosY();
        const float end = tools_at_right();
        ImGui::SetCursorPos({at, y});
        preview_note(panel, end - at - space::medium());
    }
    if (state.shown.empty() || size.x < 4 || size.y < 4) {
        say_in_the_middle(state, low, size, panel.now);
        return;
    }
    ImGui::SetCursorScreenPos(low);
    ImGui::InvisibleButton("##face", size);
    panel.probe.item("View/Face");
    if (state.model) face_menu(panel, current_face(state));
    panel.probe.rectangle("View/Picture", geometry.x, geometry.y, geometry.width, geometry.height);
    zoom_and_pan_by_mouse(state.view, geometry);
    panel.pictures.draw_main(*ImGui::GetWindowDrawList(), {geometry.x, geometry.y},
                             {geometry.x + geometry.width, geometry.y + geometry.height}, low,
                             {low.x + size.x, low.y + size.y}, state.view.smooth);
    if (state.before)
        picture_badge(tr("Before"), {std::max(geometry.x, low.x) + space::medium(),
                                     std::max(geometry.y, low.y) + space::medium()});
    if (state.view.fit && !alone)
        ImGui::GetWindowDrawList()->AddRect(
            {geometry.x - space::hair(), geometry.y - space::hair()},
            {geometry.x + geometry.width + space::hair(), geometry.y + geometry.height + space::hair()},
            ImGui::GetColorU32(theme().separator), 0, 0, space::hair());
}

}  // namespace progan
