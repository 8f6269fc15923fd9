#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "app/explorer/features/favourites/favourites_controller.h"
#include "app/explorer/features/favourites/favourites_panel.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/local_time.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// Of those that are still there.
std::ptrdiff_t selected_count(const AppState& state) {
    return std::count_if(state.favourites.begin(), state.favourites.end(), [&](const Favourite& favourite) {
        return state.exporting.selected.contains(favourite.id);
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
        ImGui::Spacing();
        done |= primary_button(tr_label("Save"), tr("Enter"), {em(6), 0});
        panel.probe.item("Edit/Save");
        ImGui::SameLine();
        if (button(tr_label("Cancel"), tr("Esc"), em(6))) open = false;
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
    if (const auto selected = selected_count(panel.state);
        selected > 1 && panel.state.exporting.selected.contains(favourite.id)) {
        if (ImGui::MenuItem(label_with_id(trf("Export {} selected...", selected), "selected").c_str()))
            panel.uses.export_selected();
        panel.probe.item("Favourite/Menu/Export selected");
    }
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
    tip_with([&favourite] {
        ImGui::TextUnformatted(favourite.name.c_str());
        if (!favourite.tags.empty()) disabled_text(joined_tags(favourite));
        disabled_text(favourite.model_name);
        disabled_text(local_time_text(favourite.created));
        disabled_text(
            tr("Click: go there. Ctrl+click: select. Right-click: more. Drag it onto the timeline."));
    });
}

/// Ctrl and Shift select. Else it is the favourite to open.
std::optional<std::string> clicked(Panel& panel, const std::string& id) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyShift) {
        std::vector<std::string> listed;
        for (const Favourite& favourite : panel.state.favourites)
            if (passes(favourite, panel.state.favourite_filter)) listed.push_back(favourite.id);
        panel.uses.select_up_to(id, listed);
        return std::nullopt;
    }
    if (io.KeyCtrl) {
        panel.uses.toggle_selected(id);
        return std::nullopt;
    }
    panel.uses.clear_selection();
    return id;
}

/// A tick in the picture's corner.
void selection_mark(ImVec2 at, float side) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float r = space::medium(), line = space::line();
    const ImVec2 mid{at.x + side - r - space::small(), at.y + r + space::small()};
    list.AddCircleFilled(mid, r, ImGui::GetColorU32(theme().accent));
    const ImVec2 tick[] = {{mid.x - r * 0.45f, mid.y},
                           {mid.x - r * 0.1f, mid.y + r * 0.38f},
                           {mid.x + r * 0.5f, mid.y - r * 0.38f}};
    list.AddPolyline(tick, 3, ImGui::GetColorU32(theme().on_accent), 0, line);
}

/// How many are selected, and what one can do with them.
void selection_bar(Panel& panel) {
    const auto count = selected_count(panel.state);
    if (count == 0) return;
    ImGui::AlignTextToFramePadding();
    text_line(trf("{} selected", count));
    ImGui::SameLine();
    if (button(tr_label("Export..."), tr("Export the selected favourites, each or on one sheet")))
        panel.uses.export_selected();
    panel.probe.item("Favourites/Export selected");
    ImGui::SameLine();
    if (button(tr_label("Clear"), tr("Select none"))) panel.uses.clear_selection();
    panel.probe.item("Favourites/Clear selection");
}

/// What a click in the gallery asked for: ids.
struct Wish {
    std::optional<std::string> to_delete, to_open;
};

void cell(Panel& panel, FavouritesController& controller, std::size_t index, float side, Wish& wish) {
    AppState& state = panel.state;
    const Favourite& favourite = state.favourites[index];
    ImGui::PushID(favourite.id.c_str());
    ImGui::BeginGroup();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    // Only what can be seen is read or made.
    const bool visible = ImGui::IsRectVisible(at, {at.x + side, at.y + side});
    const ImTextureID picture = visible ? panel.thumbnails.of_favourite(state, favourite) : ImTextureID{};
    const bool selected = state.exporting.selected.contains(favourite.id);
    const bool chosen = state.follow == Follow::sliders && state.face.base.latent == favourite.latent;
    if (face_button("##face", picture, side, chosen || selected)) wish.to_open = clicked(panel, favourite.id);
    if (selected) selection_mark(at, side);
    if (state.model && favourite.model_sha256 == state.model->sha256) drag_face(favourite.latent, picture);
    panel.probe.item("Favourite/" + std::to_string(index));
    favourite_tip(favourite);
    context_menu(panel, controller, favourite, wish.to_delete);
    ImGui::PushFont(font_of(FontRole::small));
    cut_text(favourite.name, side);
    ImGui::PopFont();
    ImGui::EndGroup();
    ImGui::PopID();
}

/// The rows from `top` on that can be seen, and one before and after them, to which the keys can walk.
std::pair<int, int> rows_in_sight(float top, float step, int rows) {
    const ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto row_at = [&](float y) { return static_cast<int>(std::floor((y - top) / step)); };
    const int first = std::clamp(row_at(list.GetClipRectMin().y) - 1, 0, rows);
    return {first, std::clamp(row_at(list.GetClipRectMax().y) + 2, first, rows)};
}

void gallery(Panel& panel, FavouritesController& controller) {
    AppState& state = panel.state;
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float available = ImGui::GetContentRegionAvail().x;
    const int columns = std::max(1, static_cast<int>((available + gap) / (size::favourite() + gap)));
    const float side = (available - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    std::vector<std::size_t> listed;
    for (std::size_t i = 0; i < state.favourites.size(); ++i)
        if (passes(state.favourites[i], state.favourite_filter)) listed.push_back(i);

    // Ten thousand are as fast as ten: rows out of sight are room and no more.
    ImGui::PushFont(font_of(FontRole::small));
    const float step = side + ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().ItemSpacing.y;
    ImGui::PopFont();
    const int count = static_cast<int>(listed.size()), rows = (count + columns - 1) / columns;
    const float top = ImGui::GetCursorPosY();
    const auto [first, end] = rows_in_sight(ImGui::GetCursorScreenPos().y, step, rows);
    Wish wish;
    for (int i = first * columns; i < std::min(end * columns, count); ++i) {
        const int row = i / columns, column = i % columns;
        if (column == 0)
            ImGui::SetCursorPosY(top + step * static_cast<float>(row));
        else
            ImGui::SameLine(0, gap);
        cell(panel, controller, listed[static_cast<std::size_t>(i)], side, wish);
    }
    ImGui::SetCursorPosY(top + step * static_cast<float>(rows));
    ImGui::Dummy({0, 0});  // the gallery is as high as all of its rows
    if (wish.to_open) controller.open(*wish.to_open);
    if (wish.to_delete) controller.remove(*wish.to_delete);
}

}  // namespace

void favourites_panel(Panel& panel, FavouritesController& controller,
                      const std::function<void()>& fold_button) {
    AppState& state = panel.state;
    const std::string count = state.favourites.empty() ? "" : std::to_string(state.favourites.size());
    heading(tr("Favourites"), count);
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::GetFrameHeight());
    fold_button();
    if (state.favourites.empty()) {
        const float width = ImGui::GetContentRegionAvail().x, middle = ImGui::GetWindowHeight() * 0.38f;
        const ImVec2 at = ImGui::GetWindowPos();
        draw_icon(*ImGui::GetWindowDrawList(), Icon::keep,
                  {at.x + ImGui::GetWindowWidth() / 2, at.y + middle}, ImGui::GetFrameHeight(),
                  ImGui::GetColorU32(theme().text_dim));
        const std::string keys = panel.keys_of("favourites.keep");
        const std::string text = keys.empty()
                                     ? tr("Faces you keep appear here. Press \"Keep face\".")
                                     : trf("Faces you keep appear here. Press \"Keep face\" or {}.", keys);
        ImGui::SetCursorPosY(middle + icon_width());
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        disabled_text(text);
        ImGui::PopTextWrapPos();
    } else {
        ImGui::SetNextItemWidth(-1);
        ImGui::InputTextWithHint("##filter", tr("Search by name or tag"), &state.favourite_filter);
        panel.probe.item("Favourites/Filter");
        selection_bar(panel);
        ImGui::BeginChild("##gallery", {0, 0}, false, ImGuiWindowFlags_NoBackground);
        gallery(panel, controller);
        ImGui::EndChild();
    }
    edit_popup(panel, controller);
}

}  // namespace progan
