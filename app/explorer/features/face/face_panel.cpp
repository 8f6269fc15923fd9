#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/features/face/typicality.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/seed_field.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void seed_row(Panel& panel) {
    AppState& state = panel.state;
    const float step = ImGui::GetFrameHeight();
    const float random = ImGui::CalcTextSize(tr("Random")).x + 2 * ImGui::GetStyle().FramePadding.x;
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    ImGui::SetNextItemWidth(std::max(em(4), ImGui::GetContentRegionAvail().x - random - 2 * step - 3 * gap));
    if (const auto seed = seed_field(state.seed_text, state.face.base.seed)) panel.actions.pick_seed(*seed);
    tip(tr("A seed is a number that always gives the same face. Type one and press Enter."));
    panel.probe.item("Seed/Field");
    ImGui::SameLine();
    if (ImGui::Button("-##previous", {step, 0})) panel.actions.step_seed(-1);
    tip(with_keys(panel, tr("Previous seed"), "face.previous"));
    panel.probe.item("Seed/Previous");
    ImGui::SameLine();
    if (ImGui::Button("+##next", {step, 0})) panel.actions.step_seed(1);
    tip(with_keys(panel, tr("Next seed"), "face.next"));
    panel.probe.item("Seed/Next");
    ImGui::SameLine();
    if (button(tr_label("Random"), with_keys(panel, tr("A random seed"), "face.random")))
        panel.actions.random_seed();
    panel.probe.item("Seed/Random");
    seed_problem(state.seed_text);
    if (state.seed_text.wrong) panel.probe.item("Seed/Problem");
}

void keep_row(Panel& panel, const std::function<void(float width)>& undo_buttons) {
    const float width = (ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
    undo_buttons(width);
    ImGui::SameLine();
    ImGui::PushStyleColor(ImGuiCol_Button,
                          ImVec4(kAccent.x * 0.75f, kAccent.y * 0.75f, kAccent.z * 0.75f, 1));
    if (button(tr_label("Keep face"), with_keys(panel, tr("Add to favourites"), "favourites.keep"), width) &&
        panel.state.model)
        panel.uses.keep(current_face(panel.state));
    ImGui::PopStyleColor();
    panel.probe.item("Face/Keep");
}

void seed_mode_choice(Panel& panel) {
    const SeedMode mode = panel.state.settings.seed_mode;
    ImGui::SetNextItemWidth(em(5.6f));
    if (ImGui::BeginCombo("##mode", mode == SeedMode::numpy ? "NumPy" : "PyTorch")) {
        if (ImGui::Selectable("NumPy", mode == SeedMode::numpy)) panel.actions.set_seed_mode(SeedMode::numpy);
        if (ImGui::Selectable("PyTorch", mode == SeedMode::torch))
            panel.actions.set_seed_mode(SeedMode::torch);
        ImGui::EndCombo();
    } else {
        tip(
            tr("How a seed becomes a latent: as numpy.random.RandomState(seed).randn does, the convention of "
               "the published scripts, or as torch.manual_seed(seed); torch.randn does."));
    }
    panel.probe.item("Seed/Mode");
}

/// From surprising to typical, by the favourites.
void typicality_slider(Panel& panel) {
    const Typicality now = typicality_of(panel.state);
    const bool usable = now.unusable.empty();
    ImGui::AlignTextToFramePadding();
    disabled_text(tr("Typical"));
    ImGui::SameLine();
    auto degrees = static_cast<float>(now.degrees);
    const auto most = static_cast<float>(kMaxTypical);
    ImGui::BeginDisabled(!usable);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    if (ImGui::SliderFloat("##typicality", &degrees, -most, most, "",
                           ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_NoInput))
        set_typicality(panel.state, panel.actions, static_cast<double>(degrees));
    char text[32];
    std::snprintf(text, sizeof text, "%.0f°", std::round(now.degrees) + 0.0);
    slider_value(usable ? text : "-", !usable, degrees > most / 2);
    ImGui::EndDisabled();

    tip(usable ? tr_plural("Right: closer to your favourite. Left: further away. Random faces are near 0.",
                           "Right: closer to the average of your {} favourites. Left: further away. Random "
                           "faces are near 0.",
                           now.favourites)
               : now.unusable);
    panel.probe.item("Face/Typicality");
}

}  // namespace

void face_panel(Panel& panel, const std::function<void(float width)>& undo_buttons) {
    AppState& state = panel.state;
    ImGui::BeginDisabled(!state.model);
    heading(tr("Seed"));
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - em(5.6f));
    seed_mode_choice(panel);
    seed_row(panel);
    keep_row(panel, undo_buttons);
    const std::string shown =
        state.follow == Follow::journey
            ? shown_frame_label(state)
            : (state.face.base.name.empty() ? std::string(tr("No face yet")) : state.face.base.name);
    ImGui::PushStyleColor(ImGuiCol_Text, kDimText);
    cut_text(shown, ImGui::GetContentRegionAvail().x);
    ImGui::PopStyleColor();
    typicality_slider(panel);
    ImGui::EndDisabled();
}

}  // namespace progan
