#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <optional>

#include "app/explorer/features/favourites/favourites_controller.h"
#include "app/explorer/features/favourites/favourites_panel.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

bool passes(const Favourite& favourite, const std::string& filter) {
    if (filter.empty()) return true;
    const std::string wanted = to_lower(filter);
    if (to_lower(favourite.name).find(wanted) != std::string::npos) return true;
    return std::any_of(favourite.tags.begin(), favourite.tags.end(), [&](const std::string& tag) {
        return to_lower(tag).find(wanted) != std::string::npos;
    });
}

std::string joined_tags(const Favourite& favourite) {
    std::string text;
    for (const std::string& tag : favourite.tags) text += (text.empty() ? "" : ", ") + tag;
    return text;
}

void edit_popup(Panel& panel, FavouritesController& controller) {
    AppState& state = panel.state;
    FavouriteForm& edit = state.favourite_form;
    if (state.editing_favourite.empty()) return;
    const auto found = std::find_if(state.favourites.begin(), state.favourites.end(),
                                    [&](const Favourite& f) { return f.id == state.editing_favourite; });
    if (found == state.favourites.end()) {
        state.editing_favourite.clear();
        return;
    }
    if (edit.id != found->id) edit = {found->id, found->name, joined_tags(*found)};
    bool open = true;
    if (begin_dialog(tr_label("Name and tags"), open, panel.escape)) {
        disabled_text(tr("Name"));
        ImGui::SetNextItemWidth(em(18));
        if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
        bool done = ImGui::InputText(
            "##name", &edit.name, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
        panel.probe.item("Edit/Name");
        disabled_text(tr("Tags, separated by commas"));
        ImGui::SetNextItemWidth(em(18));
        done |= ImGui::InputText("##tags", &edit.tags, ImGuiInputTextFlags_EnterReturnsTrue);
        panel.probe.item("Edit/Tags");
        done |= button(tr_label("Save"), tr("Enter"), em(6));
        panel.probe.item("Edit/Save");
        ImGui::SameLine();
        if (button(tr_label("Close"), tr("Esc"), em(6))) open = false;
        if (done) {
            controller.rename(edit.id, edit.name, edit.tags);
            open = false;
        }
        if (!open) ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
    }
    if (!open) {
        state.editing_favourite.clear();
        edit = {};
    }
}

void context_menu(Panel& panel, FavouritesController& controller, const Favourite& favourite,
                  std::optional<std::string>& to_delete) {
    if (!ImGui::BeginPopupContextItem("##menu")) return;
    if (ImGui::MenuItem(tr_label("Go to this face"))) controller.open(favourite.id);
    if (ImGui::MenuItem(tr_label("Name and tags..."))) panel.state.editing_favourite = favourite.id;
    panel.probe.item("Favourite/Menu/Name");
    if (ImGui::MenuItem(tr_label("Add to the journey"))) controller.add_to_journey(favourite.id);
    panel.probe.item("Favourite/Menu/Journey");
    ImGui::Separator();
    const bool fits = panel.state.model && favourite.latent.size() ==
                                               static_cast<std::size_t>(panel.state.model->spec.latent_size);
    ImGui::BeginDisabled(!fits);
    face_uses_menu(panel, {favourite.latent, favourite.seed, favourite.name});
    ImGui::EndDisabled();
    ImGui::Separator();
    if (ImGui::MenuItem(tr_label("Delete"))) to_delete = favourite.id;
    panel.probe.item("Favourite/Menu/Delete");
    ImGui::EndPopup();
}

void favourite_tip(const Favourite& favourite) {
    if (!ImGui::IsItemHovered()) return;
    ImGui::BeginTooltip();
    ImGui::TextUnformatted(favourite.name.c_str());
    if (!favourite.tags.empty()) disabled_text(joined_tags(favourite));
    disabled_text(favourite.model_name);
    disabled_text(favourite.created);
    disabled_text(tr("Click: go there. Right-click: more. Drag it onto the timeline."));
    ImGui::EndTooltip();
}

void gallery(Panel& panel, FavouritesController& controller) {
    AppState& state = panel.state;
    std::optional<std::string> to_delete, to_open;
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float available = ImGui::GetContentRegionAvail().x;
    const int columns = std::max(1, static_cast<int>((available + gap) / (em(5.6f) + gap)));
    const float side = (available - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    int column = 0;
    for (std::size_t i = 0; i < state.favourites.size(); ++i) {
        const Favourite& favourite = state.favourites[i];
        if (!passes(favourite, state.favourite_filter)) continue;
        if (column > 0) ImGui::SameLine(0, gap);
        ImGui::PushID(favourite.id.c_str());
        ImGui::BeginGroup();
        const ImVec2 at = ImGui::GetCursorScreenPos();
        // Only what can be seen is read or made.
        const bool visible = ImGui::IsRectVisible(at, {at.x + side, at.y + side});
        const ImTextureID picture = visible ? panel.thumbnails.of_favourite(state, favourite) : ImTextureID{};
        const bool chosen = state.follow == Follow::sliders && state.face.base.latent == favourite.latent;
        if (face_button("##face", picture, side, chosen)) to_open = favourite.id;
        if (state.model && favourite.model_sha256 == state.model->sha256)
            drag_face(favourite.latent, picture);
        panel.probe.item("Favourite/" + std::to_string(i));
        favourite_tip(favourite);
        context_menu(panel, controller, favourite, to_delete);
        cut_text(favourite.name, side);
        ImGui::EndGroup();
        ImGui::PopID();
        column = (column + 1) % columns;
    }
    if (to_open) controller.open(*to_open);
    if (to_delete) controller.remove(*to_delete);
}

}  // namespace

void favourites_panel(Panel& panel, FavouritesController& controller) {
    AppState& state = panel.state;
    const std::string count = state.favourites.empty() ? "" : std::to_string(state.favourites.size());
    heading(tr("Favourites"), count);
    if (state.favourites.empty()) {
        ImGui::PushTextWrapPos();
        disabled_text(tr("Faces you keep appear here. Press \"Keep face\" or Ctrl+S."));
        ImGui::PopTextWrapPos();
    } else {
        ImGui::SetNextItemWidth(-1);
        ImGui::InputTextWithHint("##filter", tr("name or tag"), &state.favourite_filter);
        panel.probe.item("Favourites/Filter");
        ImGui::BeginChild("##gallery");
        gallery(panel, controller);
        ImGui::EndChild();
    }
    edit_popup(panel, controller);
}

}  // namespace progan
