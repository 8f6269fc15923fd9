#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "app/explorer/features/favourites/favourites_listing.h"
#include "app/explorer/features/favourites/favourites_parts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/dialog.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/theme.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::size_t kMaxName = 200;  // bytes, as in the file

std::size_t faces_in(const AppState& state, const std::string& album) {
    if (album.empty()) return state.favourites.size();
    return static_cast<std::size_t>(
        std::count_if(state.favourites.begin(), state.favourites.end(),
                      [&](const Favourite& favourite) { return is_in_album(favourite, album); }));
}

/// An entry of the list, with the number of its faces at the right.
void album_entry(Panel& panel, FavouritesController& controller, const std::string& album,
                 const std::string& text, float width) {
    const bool chosen = panel.state.favourites_settings.album == album;
    if (combo_item(label_with_id(text, ("album " + album).c_str()).c_str(), chosen, {width, 0}))
        controller.choose_album(album);
    panel.probe.item("Favourites/Album/" + (album.empty() ? "All" : album));
    const std::string count = std::to_string(faces_in(panel.state, album));
    ImGui::SameLine(width - ImGui::CalcTextSize(count.c_str()).x);
    disabled_text(count);
}

void ask_for_name(Panel& panel, const std::string& album) {
    panel.state.favourites_view.album_form = {true, album, album, {}};
}

void album_list(Panel& panel, FavouritesController& controller, const std::vector<std::string>& names,
                float least) {
    float widest = ImGui::CalcTextSize(tr("All favourites")).x;
    for (const std::string& name : names) widest = std::max(widest, ImGui::CalcTextSize(name.c_str()).x);
    const float width = std::max(least, std::min(widest, em(18)) + em(4));
    album_entry(panel, controller, "", tr("All favourites"), width);
    for (const std::string& name : names)
        album_entry(panel, controller, name, fitting_text(name, em(18)), width);
    ImGui::Separator();
    if (combo_item(tr_label("New album..."), false, {width, 0})) ask_for_new_album(panel, {});
    panel.probe.item("Favourites/Album new");
    const std::string chosen = panel.state.favourites_settings.album;
    if (chosen.empty()) return;
    if (combo_item(tr_label("Rename this album..."), false, {width, 0})) ask_for_name(panel, chosen);
    panel.probe.item("Favourites/Album rename");
    if (combo_item(tr_label("Delete this album"), false, {width, 0})) controller.delete_album(chosen);
    panel.probe.item("Favourites/Album delete");
    tip(tr("Its faces stay."));
}

}  // namespace

void album_choice(Panel& panel, FavouritesController& controller) {
    const std::vector<std::string> names = album_names(panel.state);
    if (names.empty()) return;
    const std::string& chosen = panel.state.favourites_settings.album;
    ImGui::SetNextItemWidth(-1);
    const float field = ImGui::GetContentRegionAvail().x;
    const char* const shown = chosen.empty() ? tr("All favourites") : chosen.c_str();
    const bool open = begin_combo("##album", shown, ImGuiComboFlags_HeightLargest);
    if (open) {
        album_list(panel, controller, names, field - 2 * ImGui::GetStyle().WindowPadding.x);
        ImGui::EndCombo();
    } else {
        tip(tr("The album that is listed; faces you keep go into it"));
    }
    panel.probe.item("Favourites/Album");
}

void album_items(Panel& panel, FavouritesController& controller, const std::vector<std::string>& ids) {
    const std::set<std::string> meant(ids.begin(), ids.end());
    const std::vector<Favourite>& all = panel.state.favourites;
    for (const std::string& name : album_names(panel.state)) {
        const bool in_all = std::none_of(all.begin(), all.end(), [&](const Favourite& favourite) {
            return meant.contains(favourite.id) && !is_in_album(favourite, name);
        });
        if (ImGui::MenuItem(label_with_id(fitting_text(name, em(18)), ("album " + name).c_str()).c_str(),
                            nullptr, in_all)) {
            if (in_all)
                controller.take_out_of_album(ids, name);
            else
                controller.put_into_album(ids, name);
        }
        panel.probe.item("Favourite/Album/" + name);
    }
    if (ImGui::MenuItem(tr_label("New album..."))) ask_for_new_album(panel, ids);
    panel.probe.item("Favourite/Album new");
}

void ask_for_new_album(Panel& panel, const std::vector<std::string>& ids) {
    panel.state.favourites_view.album_form = {true, "", "", ids};
}

void album_dialog(Panel& panel, FavouritesController& controller) {
    AlbumForm& form = panel.state.favourites_view.album_form;
    const bool renames = !form.renamed.empty();
    if (!begin_dialog(renames ? tr_label("Rename the album") : tr_label("New album"), form.show,
                      panel.escape))
        return;
    ImGui::SetNextItemWidth(em(18));
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    bool done =
        ImGui::InputTextWithHint("##name", tr("Name"), &form.name,
                                 ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    panel.probe.item("Album/Name");
    if (!renames && form.faces.empty()) {
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + em(18));
        dim_text(tr("Faces you keep while it is chosen go into it."));
        ImGui::PopTextWrapPos();
    }
    ImGui::Spacing();
    const std::string name(trimmed(form.name));
    const bool valid = !name.empty() && name.size() <= kMaxName;
    const Answered answered = dialog_foot(
        panel,
        {.leave = {tr_label("Cancel"), tr("Esc"), "Album/Cancel"},
         .act = Answer{renames ? tr_label("Rename") : tr_label("Create"), tr("Enter"), "Album/Done", valid}});
    done |= answered.act;
    if (answered.leave) form.show = false;
    if (done && valid) {
        if (renames)
            controller.rename_album(form.renamed, name);
        else if (form.faces.empty())
            controller.choose_album(name);
        else
            controller.put_into_album(form.faces, name);
        form.show = false;
    }
    if (!form.show) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace progan
