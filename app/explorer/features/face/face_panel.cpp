#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/features/face/typicality.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/learn_menu.h"
#include "app/explorer/ui/seed_field.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// Another face, and this one kept: what is done most often, large.
void main_buttons(Panel& panel) {
    const float height = size::primary(), gap = space::medium();
    const float keep =
        std::max(size::keep(), ImGui::CalcTextSize(tr("Keep face")).x + icon_width() + 3 * space::large());
    const float random = ImGui::GetContentRegionAvail().x - keep - gap;
    if (button(Icon::random, tr_label("Random"), with_keys(panel, tr("A random seed"), "face.random"),
               {random, height}))
        panel.actions.random_seed();
    panel.probe.item("Seed/Random");
    ImGui::SameLine(0, gap);
    if (primary_button(Icon::keep, tr_label("Keep face"),
                       with_keys(panel, tr("Keep this face in your favourites"), "favourites.keep"),
                       {keep, height}) &&
        panel.state.model)
        panel.uses.keep(current_face(panel.state));
    panel.probe.item("Face/Keep");
}

void seed_row(Panel& panel) {
    AppState& state = panel.state;
    const float step = ImGui::GetFrameHeight(), gap = space::small();
    ImGui::AlignTextToFramePadding();
    disabled_text(tr("Seed"));
    ImGui::SameLine();
    ImGui::SetNextItemWidth(std::max(em(4), ImGui::GetContentRegionAvail().x - 2 * (step + gap)));
    // A frame of a journey is none of a seed, whatever face the sliders have.
    const std::optional<std::uint32_t> shown =
        state.follow == Follow::journey ? std::nullopt : state.face.base.seed;
    if (const auto seed = seed_field(state.seed_text, shown)) panel.actions.pick_seed(*seed);
    tip(std::string(shown ? "" : tr("This face does not come from a seed.")) + (shown ? "" : " ") +
        tr("A seed is a number that always gives the same face. Type one and press Enter."));
    panel.probe.item("Seed/Field");
    learn_context_menu(panel, "##learn seed", ControlAction::seed);
    ImGui::SameLine(0, gap);
    if (icon_button("previous", Icon::fold_left, with_keys(panel, tr("Previous seed"), "face.previous"),
                    step))
        panel.actions.step_seed(-1);
    panel.probe.item("Seed/Previous");
    ImGui::SameLine(0, gap);
    if (icon_button("next", Icon::fold_right, with_keys(panel, tr("Next seed"), "face.next"), step))
        panel.actions.step_seed(1);
    panel.probe.item("Seed/Next");
    seed_problem(state.seed_text);
    if (state.seed_text.wrong) panel.probe.item("Seed/Problem");
}

/// From surprising to typical, by the favourites.
void typicality_slider(Panel& panel) {
    const Typicality now = typicality_of(panel.state);
    const bool usable = now.unusable.empty();
    auto degrees = static_cast<float>(now.degrees);
    const auto most = static_cast<float>(kMaxTypical);
    const std::string text =
        usable ? trf("{:.0f}°", static_cast<double>(std::round(now.degrees) + 0.0)) : std::string("-");
    ImGui::AlignTextToFramePadding();
    disabled_text(tr("Typical"));
    ImGui::SameLine();
    ImGui::BeginDisabled(!usable);
    if (slider("##typicality", degrees, -most, most, ImGui::GetContentRegionAvail().x, text,
               ImGui::CalcTextSize("-00°").x, ImGuiSliderFlags_NoInput))
        set_typicality(panel.state, panel.actions, static_cast<double>(degrees));
    ImGui::EndDisabled();
    tip(usable ? tr_plural("Right: closer to your favourite. Left: further away. Random faces are near 0.",
                           "Right: closer to the average of your {} favourites. Left: further away. Random "
                           "faces are near 0.",
                           now.favourites)
               : now.unusable);
    panel.probe.item("Face/Typicality");
}

}  // namespace

void face_panel(Panel& panel, const std::function<void()>& fold_button) {
    AppState& state = panel.state;
    ImGui::BeginDisabled(!state.model);
    main_buttons(panel);
    seed_row(panel);
    const std::string shown = state.follow == Follow::journey
                                  ? shown_frame_label(state)
                                  : (state.face.base.name.empty() ? std::string(tr("No face yet"))
                                                                  : named_with_edit(state.face.base));
    ImGui::PushFont(font_of(FontRole::small));
    ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
    ImGui::AlignTextToFramePadding();
    cut_text(shown, ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() - space::medium());
    ImGui::PopStyleColor();
    ImGui::PopFont();
    ImGui::EndDisabled();
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::GetFrameHeight());
    fold_button();
    ImGui::BeginDisabled(!state.model);
    typicality_slider(panel);
    ImGui::EndDisabled();
}

}  // namespace progan
