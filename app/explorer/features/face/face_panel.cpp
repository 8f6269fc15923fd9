#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/features/face/typicality.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

void seed_field(Panel& panel) {
    AppState& state = panel.state;
    ImU32 seed = state.face.seed.value_or(0);
    const float step = ImGui::GetFrameHeight();
    const float random = ImGui::CalcTextSize("Random").x + 2 * ImGui::GetStyle().FramePadding.x;
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    ImGui::SetNextItemWidth(std::max(em(4), ImGui::GetContentRegionAvail().x - random - 2 * step - 3 * gap));
    const char* format = state.face.seed ? "%u" : "no seed";
    ImGui::InputScalar("##seed", ImGuiDataType_U32, &seed, nullptr, nullptr, format,
                       ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_AutoSelectAll);
    if (ImGui::IsItemDeactivatedAfterEdit()) panel.actions.pick_seed(seed);
    tip("A seed is a number that always gives the same face. Type one and press Enter.");
    panel.probe.item("Seed/Field");
    ImGui::SameLine();
    if (ImGui::Button("-##previous", {step, 0})) panel.actions.step_seed(-1);
    tip(with_keys(panel, "Previous seed", "face.previous").c_str());
    panel.probe.item("Seed/Previous");
    ImGui::SameLine();
    if (ImGui::Button("+##next", {step, 0})) panel.actions.step_seed(1);
    tip(with_keys(panel, "Next seed", "face.next").c_str());
    panel.probe.item("Seed/Next");
    ImGui::SameLine();
    if (button("Random", with_keys(panel, "A random seed", "face.random").c_str()))
        panel.actions.random_seed();
    panel.probe.item("Seed/Random");
}

void keep_row(Panel& panel, const std::function<void(float width)>& undo_buttons) {
    const float width = (ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
    undo_buttons(width);
    ImGui::SameLine();
    ImGui::PushStyleColor(ImGuiCol_Button,
                          ImVec4(kAccent.x * 0.75f, kAccent.y * 0.75f, kAccent.z * 0.75f, 1));
    if (button("Keep face", with_keys(panel, "Add this face to your favourites", "favourites.keep").c_str(),
               width) &&
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
        tip("How a seed becomes a latent: as numpy.random.RandomState(seed).randn does, the convention of "
            "the published "
            "scripts, or as torch.manual_seed(seed); torch.randn does.");
    }
    panel.probe.item("Seed/Mode");
}

/// From surprising to typical, by the favourites.
void typicality_slider(Panel& panel) {
    const Typicality now = typicality_of(panel.state);
    const bool usable = now.unusable.empty();
    ImGui::AlignTextToFramePadding();
    ImGui::TextDisabled("Typical");
    ImGui::SameLine();
    auto degrees = static_cast<float>(now.degrees);
    const auto most = static_cast<float>(kMostTypical);
    ImGui::BeginDisabled(!usable);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    if (ImGui::SliderFloat("##typicality", &degrees, -most, most, "",
                           ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_NoInput))
        set_typicality(panel.state, panel.actions, static_cast<double>(degrees));
    char text[32];
    std::snprintf(text, sizeof text, "%.0f\xc2\xb0", std::round(now.degrees) + 0.0);
    slider_value(usable ? text : "-", !usable, degrees > most / 2);
    ImGui::EndDisabled();
    const std::string many =
        now.favourites == 1 ? "your favourite" : "your " + std::to_string(now.favourites) + " favourites";
    tip(usable ? ("Right: more typical, toward the middle of " + many +
                  ". Left: more surprising, away from it. Random faces stand near 0.")
                     .c_str()
               : now.unusable.c_str());
    panel.probe.item("Face/Typicality");
}

}  // namespace

void face_panel(Panel& panel, const std::function<void(float width)>& undo_buttons) {
    AppState& state = panel.state;
    ImGui::BeginDisabled(!state.model);
    heading("Seed");
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - em(5.6f));
    seed_mode_choice(panel);
    seed_field(panel);
    keep_row(panel, undo_buttons);
    const std::string shown =
        state.follow == Follow::journey
            ? shown_frame_label(state)
            : (state.face.label.empty() ? std::string("No face yet") : state.face.label);
    ImGui::PushStyleColor(ImGuiCol_Text, kDimText);
    cut_text(shown, ImGui::GetContentRegionAvail().x);
    ImGui::PopStyleColor();
    typicality_slider(panel);
    ImGui::EndDisabled();
}

}  // namespace progan
