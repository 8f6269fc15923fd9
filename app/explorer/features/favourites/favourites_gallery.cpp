#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/explorer/features/favourites/favourites_listing.h"
#include "app/explorer/features/favourites/favourites_parts.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_cells.h"
#include "app/explorer/ui/face_drag.h"
#include "app/explorer/ui/local_time.h"
#include "app/explorer/ui/picture_walk.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kSmallStar = 0.62f;  // of an icon

std::string joined_tags(const Favourite& favourite) {
    std::string text;
    for (const std::string& tag : favourite.tags) text += (text.empty() ? "" : ", ") + tag;
    return text;
}

bool is_of_another_model(const AppState& state, const Favourite& favourite) {
    return state.model && !favourite.model_sha256.empty() && favourite.model_sha256 != state.model->sha256;
}

/// What a click in the gallery asked for.
struct Choice {
    std::vector<std::string> to_delete;
    std::optional<std::string> to_open;
};

void context_menu(Panel& panel, FavouritesController& controller, const Favourite& favourite,
                  Choice& choice) {
    if (!ImGui::BeginPopupContextItem("##menu")) return;
    const std::vector<std::string> selected = panel.state.exporting.selected.contains(favourite.id)
                                                  ? selected_ids(panel.state)
                                                  : std::vector<std::string>{};
    if (ImGui::MenuItem(tr_label("Go to this face"))) choice.to_open = favourite.id;
    if (ImGui::MenuItem(tr_label("Name and tags..."))) {
        panel.uses.clear_selection();
        controller.inspect(favourite.id);
        controller.show_details(true);
        panel.state.favourites_view.name_wanted = true;
    }
    panel.probe.item("Favourite/Menu/Name");
    if (ImGui::MenuItem(tr_label("Add to the journey"))) controller.add_to_journey(favourite.id);
    panel.probe.item("Favourite/Menu/Journey");
    if (ImGui::BeginMenu(tr_label("Albums"))) {
        album_items(panel, controller, selected.empty() ? std::vector{favourite.id} : selected);
        ImGui::EndMenu();
    }
    panel.probe.item("Favourite/Menu/Albums");
    ImGui::Separator();
    if (selected.size() > 1) {
        if (ImGui::MenuItem(label_with_id(trf("Export {} selected...", selected.size()), "selected").c_str()))
            panel.uses.export_selected();
        panel.probe.item("Favourite/Menu/Export selected");
    }
    const bool fits = panel.state.model && favourite.latent.size() ==
                                               static_cast<std::size_t>(panel.state.model->spec.latent_size);
    ImGui::BeginDisabled(!fits);
    face_uses_menu(panel, favourite);
    ImGui::EndDisabled();
    ImGui::Separator();
    if (selected.size() > 1) {
        if (ImGui::MenuItem(
                label_with_id(trf("Delete {} selected", selected.size()), "delete selected").c_str()))
            choice.to_delete = selected;
        panel.probe.item("Favourite/Menu/Delete selected");
    } else {
        if (ImGui::MenuItem(tr_label("Delete"))) choice.to_delete = {favourite.id};
        panel.probe.item("Favourite/Menu/Delete");
    }
    ImGui::EndPopup();
}

void favourite_tip(const Favourite& favourite, bool shown, bool selected) {
    tip_with([&favourite, shown, selected] {
        ImGui::TextUnformatted(favourite.name.c_str());
        if (favourite.rating > 0) disabled_text(tr_plural("{} star", "{} stars", favourite.rating));
        if (!favourite.tags.empty()) disabled_text(joined_tags(favourite));
        disabled_text(favourite.model_name);
        disabled_text(local_time_text(favourite.created));
        if (shown) disabled_text(tr("Ring: the current face"));
        if (selected) disabled_text(tr("Tick: selected"));
        disabled_text(
            tr("Click: go there. Ctrl+click: select. Right-click: more. Drag it onto the timeline."));
    });
}

/// Ctrl and Shift select. Else it is the favourite to open.
std::optional<std::string> clicked(Panel& panel, const std::string& id) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyShift) {
        panel.uses.select_up_to(id, listed_ids(panel.state));
        return std::nullopt;
    }
    if (io.KeyCtrl) {
        panel.uses.toggle_selected(id);
        return std::nullopt;
    }
    panel.uses.begin_selection_at(id);
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

/// On a dark ground in the picture's lower left corner.
void rating_mark(ImVec2 at, float side, int rating) {
    if (rating == 0) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float star = std::floor(icon_width() * kSmallStar), height = star + space::small();
    const ImVec2 low{at.x + space::small(), at.y + side - height - space::small()};
    list.AddRectFilled(low, {low.x + star * static_cast<float>(rating) + space::small(), low.y + height},
                       ImGui::GetColorU32(theme().shade), space::rounding_small());
    for (int i = 0; i < rating; ++i)
        draw_icon(list, Icon::star,
                  {low.x + space::tight() + star * (static_cast<float>(i) + 0.5f), low.y + height / 2},
                  ImGui::GetFrameHeight(), ImGui::GetColorU32(theme().on_picture), kSmallStar);
}

/// The name of a model that is not the open one, in the picture's upper left corner.
void model_mark(ImVec2 at, float side, const Favourite& favourite, bool selected) {
    ImGui::PushFont(font_of(FontRole::small));
    const float padding = space::small(), tick = selected ? 2 * space::medium() + space::small() : 0;
    const std::string name = favourite.model_name.empty() ? tr("Another model") : favourite.model_name;
    const std::string text = fitting_text(name, side - tick - 4 * padding);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str()), low{at.x + padding, at.y + padding};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, {low.x + size.x + 2 * padding, low.y + size.y + padding},
                       ImGui::GetColorU32(theme().shade), space::rounding_small());
    list.AddText({low.x + padding, low.y + padding / 2}, ImGui::GetColorU32(theme().on_picture),
                 text.c_str());
    ImGui::PopFont();
}

/// Keeps up with the keyboard's walk: it is about the face that it is on.
void follow_walk(Panel& panel, const Favourite& favourite) {
    FavouritesState& view = panel.state.favourites_view;
    if (view.walk_there && view.to_show == favourite.id) {
        walk::come_here();
        view.walk_there = false;
    }
    if (!walk::walking() || !ImGui::IsItemFocused()) return;
    view.focused = favourite.id;
    view.inspected = favourite.id;
}

struct Cell {
    std::size_t index;  ///< of AppState::favourites
    float side;
    bool chosen;
};

/// `drawn` is called while the picture is the last item.
void draw(Panel& panel, FavouritesController& controller, const Cell& cell, Choice& choice,
          const std::function<void()>& drawn) {
    AppState& state = panel.state;
    const auto& [index, side, chosen] = cell;
    const Favourite& favourite = state.favourites[index];
    ImGui::PushID(favourite.id.c_str());
    ImGui::BeginGroup();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    // Only what can be seen is read or made.
    const bool visible = ImGui::IsRectVisible(at, {at.x + side, at.y + side});
    const ImTextureID picture = visible ? panel.thumbnails.for_favourite(state, favourite) : ImTextureID{};
    const bool selected = state.exporting.selected.contains(favourite.id);
    if (face_button("##face", picture, side, chosen)) choice.to_open = clicked(panel, favourite.id);
    drawn();
    follow_walk(panel, favourite);
    if (selected) selection_mark(at, side);
    rating_mark(at, side, favourite.rating);
    if (is_of_another_model(state, favourite)) model_mark(at, side, favourite, selected);
    if (state.model && favourite.model_sha256 == state.model->sha256) drag_face(favourite, picture);
    panel.probe.item("Favourite/" + std::to_string(index));
    favourite_tip(favourite, chosen, selected);
    context_menu(panel, controller, favourite, choice);
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

/// Scrolls to the face that is to be shown, if it is listed. The rows begin at `top` of the contents.
void scroll_to(AppState& state, const std::vector<std::size_t>& listed, int columns, float top, float step) {
    FavouritesState& view = state.favourites_view;
    if (view.to_show.empty()) return;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        if (state.favourites[listed[i]].id != view.to_show) continue;
        const std::size_t row = i / static_cast<std::size_t>(columns);
        const float low = top + step * static_cast<float>(row);
        const float scroll = ImGui::GetScrollY(), height = ImGui::GetWindowHeight();
        if (low < scroll) ImGui::SetScrollY(low);
        if (low + step > scroll + height) ImGui::SetScrollY(low + step - height);
        return;
    }
    view.walk_there = false;
}

}  // namespace

void favourites_gallery(Panel& panel, FavouritesController& controller,
                        const std::vector<std::size_t>& listed) {
    FavouritesState& view = panel.state.favourites_view;
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float available = ImGui::GetContentRegionAvail().x;
    const int columns = std::max(1, static_cast<int>((available + gap) / (size::favourite() + gap)));
    const float side = (available - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);

    // Ten thousand are as fast as ten: rows out of sight are room and no more.
    ImGui::PushFont(font_of(FontRole::small));
    const float step = side + ImGui::GetTextLineHeight() + 2 * ImGui::GetStyle().ItemSpacing.y;
    ImGui::PopFont();
    const int count = static_cast<int>(listed.size()), rows = (count + columns - 1) / columns;
    const float top = ImGui::GetCursorPosY();
    PictureWalk walk("##walk", {listed.size(), static_cast<std::size_t>(columns), {}});
    if (const std::optional<std::size_t> wanted = walk.wanted()) {
        view.to_show = panel.state.favourites[listed[*wanted]].id;
        view.frames_to_show = 1;
        view.walk_there = true;
    }
    scroll_to(panel.state, listed, columns, top, step);
    const auto [first, end] = rows_in_sight(ImGui::GetCursorScreenPos().y, step, rows);
    view.focused.clear();
    const ShownFace shown(panel.state);
    Choice choice;
    for (int i = first * columns; i < std::min(end * columns, count); ++i) {
        const int row = i / columns, column = i % columns;
        if (column == 0)
            ImGui::SetCursorPosY(top + step * static_cast<float>(row));
        else
            ImGui::SameLine(0, gap);
        const auto at = static_cast<std::size_t>(i);
        const bool chosen = shown.is(panel.state.favourites[listed[at]]);
        draw(panel, controller, {listed[at], side, chosen}, choice, [&] { walk.drawn(at); });
    }
    if (!view.walk_there && --view.frames_to_show <= 0) view.to_show.clear();
    ImGui::SetCursorPosY(top + step * static_cast<float>(rows));
    ImGui::Dummy({0, 0});  // the gallery is as high as all of its rows
    if (choice.to_open) controller.open(*choice.to_open);
    if (!choice.to_delete.empty()) controller.remove(choice.to_delete);
}

}  // namespace progan
