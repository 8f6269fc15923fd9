#include "app/explorer/ui/face_choice.h"

#include <imgui.h>

#include <algorithm>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/seed_field.h"
#include "app/explorer/ui/theme.h"
#include "core/latent/seeds.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr int kColumns = 4;

void step(std::uint32_t& seed, bool up) {
    if (up && seed < kMaxSeed) ++seed;
    if (!up && seed > 0) --seed;
}

void seed_choice(Panel& panel, const std::string& probe_label, std::optional<FaceChoice>& choice) {
    std::uint32_t& seed = panel.state.typed_seed;
    SeedText& typed = panel.state.typed_seed_text;
    ImGui::SetNextItemWidth(em(6));
    const std::optional<std::uint32_t> entered = seed_field(typed, seed);
    if (entered) seed = *entered;
    tip(tr("A seed: a number that always gives the same face. Press Enter to use it."));
    panel.probe.item(probe_label + "/Seed");
    for (const bool up : {false, true}) {
        ImGui::SameLine();
        if (ImGui::Button(up ? "+##next" : "-##previous", {ImGui::GetFrameHeight(), 0})) step(seed, up);
        tip(up ? tr("Next seed") : tr("Previous seed"));
    }
    ImGui::SameLine();
    const bool pressed = button(tr_label("Use this seed"), tr("The face of this seed")) && !typed.wrong;
    panel.probe.item(probe_label + "/Use seed");
    seed_problem(typed);
    // Leaving the field must not close the list.
    const bool chosen = entered && enter_pressed();
    if (pressed || chosen) choice = FaceChoice{face_of_seed(panel.state, seed), false};
}

void favourite_choice(Panel& panel, const std::string& probe_label, std::optional<FaceChoice>& choice) {
    const AppState& state = panel.state;
    disabled_text(tr("Favourites"));
    if (state.favourites.empty())
        disabled_text(with_keys(panel, tr("Faces you keep appear here"), "favourites.keep"));
    if (state.favourites.empty()) return;
    const float side = em(4);
    const auto rows = std::min<std::size_t>(3, (state.favourites.size() + kColumns - 1) / kColumns);
    const ImGuiStyle& style = ImGui::GetStyle();
    ImGui::BeginChild("##favourites", {kColumns * (side + style.ItemSpacing.x) + style.ScrollbarSize,
                                       static_cast<float>(rows) * (side + style.ItemSpacing.y)});
    int column = 0;
    PictureWalk walk("##walk", {state.favourites.size(), kColumns, {}});
    for (std::size_t i = 0; i < state.favourites.size(); ++i) {
        const Favourite& favourite = state.favourites[i];
        const bool fits = favourite.latent.size() == static_cast<std::size_t>(state.model->spec.latent_size);
        if (column > 0) ImGui::SameLine();
        ImGui::PushID(favourite.id.c_str());
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const bool visible = ImGui::IsRectVisible(at, {at.x + side, at.y + side});
        ImGui::BeginDisabled(!fits);
        if (face_button("##face", visible ? panel.thumbnails.for_favourite(state, favourite) : ImTextureID{},
                        side, false))
            choice = FaceChoice{static_cast<const NamedLatent&>(favourite), false};
        ImGui::EndDisabled();
        walk.drawn(i);
        panel.probe.item(probe_label + "/Favourite/" + std::to_string(i));
        tip(fits ? favourite.name
                 : trf("{}: a face from a model with a different latent size.", favourite.name));
        ImGui::PopID();
        column = (column + 1) % kColumns;
    }
    ImGui::EndChild();
}

}  // namespace

std::optional<FaceChoice> face_choice_list(Panel& panel, const std::string& probe_label,
                                           const FaceChoiceOffer& offer) {
    std::optional<FaceChoice> choice;
    if (offer.seed && ImGui::IsWindowAppearing()) panel.state.typed_seed = *offer.seed;
    if (!panel.state.model) {
        disabled_text(tr("No model is open yet."));
    } else {
        if (button(tr_label("The current face"), tr("The current face as it is now"))) {
            choice = FaceChoice{current_face(panel.state), false};
        }
        panel.probe.item(probe_label + "/Current");
        if (offer.live) {
            ImGui::SameLine();
            if (button(tr_label("Follow the current face"), tr("Updates as you edit or play")))
                choice = FaceChoice{{}, true};
            panel.probe.item(probe_label + "/Live");
        }
        seed_choice(panel, probe_label, choice);
        favourite_choice(panel, probe_label, choice);
    }
    if (choice || panel.escape) ImGui::CloseCurrentPopup();
    return choice;
}

std::optional<FaceChoice> face_choice(Panel& panel, const char* id, const std::string& probe_label,
                                      const FaceChoiceOffer& offer) {
    if (!ImGui::BeginPopup(id)) return std::nullopt;
    std::optional<FaceChoice> choice = face_choice_list(panel, probe_label, offer);
    ImGui::EndPopup();
    return choice;
}

std::optional<FaceChoice> face_place(Panel& panel, const char* id, const std::string& probe_label,
                                     const std::optional<NamedLatent>& face, float side,
                                     const char* tooltip) {
    ImGui::PushID(id);
    bool clicked = false;
    if (face) {
        clicked = face_cell(panel, probe_label, *face, side, false, tooltip);
    } else {
        clicked = ImGui::Button("?", {side, side});
        panel.probe.item(probe_label);
        tip(tooltip);
    }
    if (clicked) ImGui::OpenPopup("##choice");
    std::optional<FaceChoice> choice = face_choice(panel, "##choice", probe_label);
    ImGui::PopID();
    return choice;
}

}  // namespace progan
