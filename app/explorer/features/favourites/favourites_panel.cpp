#include "app/explorer/features/favourites/favourites_panel.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/explorer/features/favourites/favourites_listing.h"
#include "app/explorer/features/favourites/favourites_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kMaxOfPanel = 0.62f;  // that the inspector takes

/// In the middle of an empty panel.
void why_empty(const std::string& text) {
    const float width = ImGui::GetContentRegionAvail().x, middle = ImGui::GetWindowHeight() * 0.38f;
    const ImVec2 at = ImGui::GetWindowPos();
    draw_icon(*ImGui::GetWindowDrawList(), Icon::keep, {at.x + ImGui::GetWindowWidth() / 2, at.y + middle},
              ImGui::GetFrameHeight(), ImGui::GetColorU32(theme().text_dim));
    ImGui::SetCursorPosY(middle + icon_width());
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    disabled_text(text);
    ImGui::PopTextWrapPos();
}

void order_items(Panel& panel, FavouritesController& controller) {
    const FavouriteOrder order = panel.state.favourites_settings.order;
    const std::pair<FavouriteOrder, const char*> orders[] = {
        {FavouriteOrder::oldest, tr_later("Oldest first")},
        {FavouriteOrder::newest, tr_later("Newest first")},
        {FavouriteOrder::name, tr_later("By name")},
        {FavouriteOrder::rating, tr_later("By stars")}};
    for (const auto& [value, text] : orders) {
        if (ImGui::MenuItem(tr_label(text), nullptr, order == value)) controller.set_order(value);
        panel.probe.item("Favourites/Order/" + std::string(kFavouriteOrderNames.name(value)));
    }
}

std::string least_stars_text(int stars) {
    return stars == kMaxStars ? tr_plural("{} star", "{} stars", stars)
                              : tr_plural("{} star or more", "{} stars or more", stars);
}

void star_items(Panel& panel) {
    if (!ImGui::BeginMenu(tr_label("Minimum stars"))) return;
    int& least = panel.state.favourites_view.least_stars;
    for (int stars = 1; stars <= kMaxStars; ++stars) {
        const std::string id = "stars" + std::to_string(stars);
        if (ImGui::MenuItem(label_with_id(least_stars_text(stars), id.c_str()).c_str(), nullptr,
                            least == stars))
            least = least == stars ? 0 : stars;
        panel.probe.item("Favourites/Least/" + std::to_string(stars));
    }
    ImGui::EndMenu();
}

void import_item(Panel& panel, FavouritesController& controller) {
    if (ImGui::MenuItem(tr_label("Import...")))
        panel.files.choose(
            {FilePurpose::import_favourites},
            [&controller](const std::filesystem::path& path) { controller.import_file(path); });
    panel.probe.item("Favourites/Import");
    tip(tr("Add the faces of another favourites.json. You can also drop it on the window."));
}

void more_menu(Panel& panel, FavouritesController& controller) {
    if (!ImGui::BeginPopup("##more")) return;
    order_items(panel, controller);
    ImGui::Separator();
    star_items(panel);
    panel.probe.item("Favourites/Least");
    ImGui::Separator();
    if (ImGui::MenuItem(tr_label("New album..."))) ask_for_new_album(panel, selected_ids(panel.state));
    panel.probe.item("Favourites/New album");
    tip(tr("It starts with the selected faces. A face can be in several albums."));
    import_item(panel, controller);
    ImGui::EndPopup();
}

void tools(Panel& panel, FavouritesController& controller) {
    FavouritesState& view = panel.state.favourites_view;
    const float gap = space::small(), side = icon_button_width(Icon::more);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - side - gap);
    ImGui::InputTextWithHint("##search", tr("Search by name or tag"), &view.search);
    panel.probe.item("Favourites/Filter");
    ImGui::SameLine(0, gap);
    if (icon_button("more", Icon::more, tr("Sort, filter and import"))) ImGui::OpenPopup("##more");
    panel.probe.item("Favourites/More");
    more_menu(panel, controller);
    if (view.least_stars == 0) return;
    ChipRow row(panel);
    if (row.chip(least_stars_text(view.least_stars), "Favourites/Stars", tr("Only these are listed"),
                 tr("List all")) == ChipRow::Click::cross)
        view.least_stars = 0;
}

void nothing_listed(Panel& panel) {
    FavouritesState& view = panel.state.favourites_view;
    if (!FavouriteFilter(panel.state).hides()) {
        dim_text(tr("This album is empty: faces you keep now go into it."));
        return;
    }
    wrapped_text(tr("No favourite matches."));
    if (button(tr_label("Show all"), tr("Clear the search and list all faces"))) {
        view.search.clear();
        view.least_stars = 0;
    }
    panel.probe.item("Favourites/Show all");
}

std::string count_text(std::size_t listed, std::size_t all) {
    if (all == 0) return "";
    return listed == all ? std::to_string(all) : trf("{} of {}", listed, all);
}

}  // namespace

void favourites_panel(Panel& panel, FavouritesController& controller,
                      const std::function<void()>& fold_button) {
    AppState& state = panel.state;
    const std::vector<std::size_t> listed = listed_favourites(state);
    heading(tr("Favourites"), count_text(listed.size(), state.favourites.size()));
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::GetFrameHeight());
    fold_button();
    state.favourites_view.focused.clear();
    album_choice(panel, controller);
    if (state.favourites.empty()) {
        const std::string keys = panel.keys_of("favourites.keep");
        why_empty(keys.empty() ? tr("Faces you keep appear here. Press \"Keep face\".")
                               : trf("Faces you keep appear here. Press \"Keep face\" or {}.", keys));
        album_dialog(panel, controller);
        return;
    }
    tools(panel, controller);
    const std::vector<std::string> inspected = inspected_ids(state);
    const float room = ImGui::GetContentRegionAvail().y;
    const float details = inspected.empty() ? 0 : std::min(inspector_height(state), room * kMaxOfPanel);
    const float gap = inspected.empty() ? 0 : ImGui::GetStyle().ItemSpacing.y;
    ImGui::BeginChild("##gallery", {0, room - details - gap}, false, ImGuiWindowFlags_NoBackground);
    if (listed.empty())
        nothing_listed(panel);
    else
        favourites_gallery(panel, controller, listed);
    ImGui::EndChild();
    if (!inspected.empty()) favourites_inspector(panel, controller, inspected, details);
    album_dialog(panel, controller);
}

}  // namespace progan
