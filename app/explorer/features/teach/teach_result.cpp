// What the sides say so far: how well it does, what it does to the face, and what else it moves.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/explorer/features/teach/teach_panel.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/degree_slider.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/theme.h"
#include "core/latent/rotation.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::array kStrip{-45, -30, -15, 0, 15, 30, 45};  // degrees
constexpr const char* kLockHint = tr_later("Lock the sliders on the left that this one must leave alone.");

float frame_side(float width) {
    const auto frames = static_cast<float>(kStrip.size());
    return std::min(em(6.5f), (width - (frames - 1) * ImGui::GetStyle().ItemInnerSpacing.x) / frames);
}

/// The face that the strip turns: without the turn of the slider itself.
Latent strip_face(const AppState& state) {
    if (state.follow == Follow::journey) return current_latent(state);
    Face face = state.face;
    face.turns.erase(state.teach.axis);
    return latent_of(face, state);
}

/// One line: how far it is.
void verdict(Panel& panel) {
    const TeachState& teach = panel.state.teach;
    if (!teach.problem.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, theme().error);
        wrapped_text(teach.problem);
        ImGui::PopStyleColor();
    } else if (teach.direction.empty()) {
        dim_text(teach.more.empty() == teach.less.empty()
                     ? tr("A direction appears once each tray has one face, and improves with every example.")
                     : (teach.more.empty() ? tr("Now add a face that has more.")
                                           : tr("Now add a face that has less.")));
    } else if (teach.taught.tested == 0) {
        dim_text(tr("A first direction. It is tested once each tray has two faces."));
    } else {
        const Taught& taught = teach.taught;
        const std::string text = trf("{} of {} examples classified correctly", taught.right, taught.tested);
        const float share = static_cast<float>(taught.accuracy().value_or(0));
        ImGui::PushStyleColor(ImGuiCol_PlotHistogram, faded(theme().accent, 0.35f));
        progress_bar(share, std::max(em(13), progress_bar_width(text)), text);
        ImGui::PopStyleColor();
        tip(
            tr("Leave-one-out cross-validation: each example is predicted from the others. Guessing would "
               "get 50 %."));
        panel.probe.item("Teach/Accuracy");
        ImGui::SameLine();
        dim_text(taught.tested < kEnoughExamples ? tr("Too early to tell.")
                 : share >= 0.75f                ? tr("Reliable.")
                 : taught.tested < 3 * kEnoughExamples
                     ? tr("More examples will help.")
                     : tr("The model may have no single direction for this."));
        return;
    }
    panel.probe.item("Teach/Accuracy");
}

/// The direction on the face of the Face tab, live.
void strip(Panel& panel, float side) {
    AppState& state = panel.state;
    const TeachState& teach = state.teach;
    const Latent face = strip_face(state);
    const float gap = ImGui::GetStyle().ItemInnerSpacing.x;
    const bool added = !teach.axis.empty();
    const auto turned = added ? state.face.turns.find(teach.axis) : state.face.turns.end();
    const float at = turned == state.face.turns.end() ? 0 : turned->second;
    PictureWalk walk("##walk", {kStrip.size(), kStrip.size(), kStrip.size() / 2});
    for (const int degrees : kStrip) {
        if (degrees != kStrip.front()) ImGui::SameLine(0, gap);
        ImGui::PushID(degrees);
        ImGui::BeginGroup();
        const Latent shown = teach.direction.empty() ? face : rotate(face, teach.direction, degrees);
        const ImTextureID picture = teach.direction.empty() && degrees != 0
                                        ? ImTextureID{}
                                        : panel.thumbnails.for_slot(state, "teach" + std::to_string(degrees),
                                                                    shown, current_edits(state));
        const bool clicked = face_button("##strip", picture, side,
                                         added && std::abs(at - static_cast<float>(degrees)) < 0.05f);
        walk.drawn(
            static_cast<std::size_t>(std::find(kStrip.begin(), kStrip.end(), degrees) - kStrip.begin()));
        if (clicked && added) panel.actions.turn_axis(teach.axis, static_cast<float>(degrees));
        panel.probe.item("Teach/Strip/" + std::to_string(degrees));
        drag_face({shown}, picture);
        if (degrees == 0)
            tip(tr("The face in the Face tab. You can also drag it into a tray."));
        else
            tip(added ? tr("Click: turn the face this far. Drag: put it in a tray.")
                      : tr("The face turned along the new direction. You can also drag it into a tray."));
        const std::string caption = degrees == 0 ? tr("now") : fmt::format("{:+}°", degrees);
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + (side - ImGui::CalcTextSize(caption.c_str()).x) / 2);
        disabled_text(caption);
        ImGui::EndGroup();
        ImGui::PopID();
    }
}

void slider_row(Panel& panel) {
    AppState& state = panel.state;
    const TeachState& teach = state.teach;
    const auto turned = state.face.turns.find(teach.axis);
    float degrees = turned == state.face.turns.end() ? 0 : turned->second;
    ImGui::AlignTextToFramePadding();
    const float label = std::min(ImGui::CalcTextSize(teach.name.c_str()).x, em(8)), value = em(3.5f);
    cut_text(teach.name, em(8));
    ImGui::SameLine(label + 2 * ImGui::GetStyle().ItemSpacing.x + space::medium());
    if (degree_slider(state.degree_sliders, "##turn", degrees, ImGui::GetContentRegionAvail().x - value,
                      state.locked_axes.contains(teach.axis)))
        panel.actions.turn_axis(teach.axis, degrees);
    tip(tr("The new slider, as in the list of axes: turns the face, in degrees."));
    panel.probe.item("Teach/Slider");
    ImGui::SameLine();
    text_line(degrees_text(degrees));
}

/// How much each locked axis moves along.
void leakage_meter(Panel& panel) {
    const TeachState& teach = panel.state.teach;
    if (panel.state.locked_axes.empty()) {
        dim_text(tr(kLockHint));
        return;
    }
    if (teach.leakages.empty()) return;
    disabled_text(tr("Effect on locked axes (degrees per degree)"));
    tip(
        tr("How far each locked axis moves, in degrees, for each degree of the new slider: the mean over "
           "random faces. Dim: before the new one was made orthogonal to the locked axes; bright: now."));
    panel.probe.item("Teach/Leaks");
    for (std::size_t i = 0; i < teach.leakages.size(); ++i) {
        const AxisLeakage& leakage = teach.leakages[i];
        cut_text(leakage.name, em(8));
        ImGui::SameLine(em(9));
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const std::string text = trf("{:.2f}, was {:.2f}", leakage.after, leakage.before),
                          widest = trf("{:.2f}, was {:.2f}", 0.0, 0.0);
        const float width = std::max(
            em(4), ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(widest.c_str()).x - em(1.5f));
        const float height = ImGui::GetTextLineHeight();
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const auto bar = [&](double part, ImU32 color) {
            const float length = width * static_cast<float>(std::clamp(part, 0.0, 1.0));
            list.AddRectFilled({at.x, at.y + height * 0.25f}, {at.x + length, at.y + height * 0.75f}, color,
                               space::rounding_small());
        };
        bar(1, ImGui::GetColorU32(theme().track));
        bar(leakage.before, ImGui::GetColorU32(faded(theme().accent, 0.3f)));
        bar(leakage.after, ImGui::GetColorU32(theme().accent));
        ImGui::Dummy({width, height});
        panel.probe.item("Teach/Leak/" + std::to_string(i));
        tip(tr("Dim: before it was made orthogonal; bright: now. A full bar is one degree per degree."));
        ImGui::SameLine();
        text_line(text);
    }
}

}  // namespace

float teach_result_height(Panel& panel, float width) {
    const TeachState& teach = panel.state.teach;
    const float line = ImGui::GetFrameHeightWithSpacing(), text = ImGui::GetTextLineHeightWithSpacing();
    const float leakages =
        panel.state.locked_axes.empty()
            ? ImGui::CalcTextSize(tr(kLockHint), nullptr, false, width).y
            : static_cast<float>(std::min<std::size_t>(teach.leakages.size() + 1, 5)) * text;
    return line + frame_side(width) + text + (teach.axis.empty() ? 0 : line) + leakages;
}

void teach_result(Panel& panel, float width) {
    verdict(panel);
    strip(panel, frame_side(width));
    if (!panel.state.teach.axis.empty()) slider_row(panel);
    leakage_meter(panel);
}

}  // namespace progan
