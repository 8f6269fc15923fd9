#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/explorer/features/favourites/favourites_listing.h"
#include "app/explorer/features/favourites/favourites_parts.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/state/photo_crop.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/local_time.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr float kOfWindow = 0.18f;  // of its height: the picture
constexpr float kCropPart = 0.36f;  // of the picture: the crop of a photo over its corner
constexpr int kCropSide = 128;      // pixels that it has at most

using Ids = std::vector<std::string>;

/// In the order of the ids.
std::vector<const Favourite*> faces_of(const AppState& state, const Ids& ids) {
    std::unordered_map<std::string_view, const Favourite*> places;
    for (const Favourite& favourite : state.favourites) places.emplace(favourite.id, &favourite);
    std::vector<const Favourite*> faces;
    for (const std::string& id : ids)
        if (const auto at = places.find(id); at != places.end()) faces.push_back(at->second);
    return faces;
}

float bar_height() {
    return ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().ItemSpacing.y;
}

/// The line that folds and unfolds the rest.
void bar(Panel& panel, FavouritesController& controller, std::size_t count) {
    const bool open = panel.state.favourites_settings.details;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddRectFilled(at,
                                              {at.x + ImGui::GetContentRegionAvail().x, at.y + space::hair()},
                                              ImGui::GetColorU32(theme().separator));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + ImGui::GetStyle().ItemSpacing.y);
    heading(count > 1 ? trf("{} selected", count) : tr("Details"));
    const float fold = ImGui::GetFrameHeight();
    if (!panel.state.exporting.selected.empty()) {
        const float clear = ImGui::CalcTextSize(tr("Deselect")).x + 2 * ImGui::GetStyle().FramePadding.x;
        ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - fold - space::small() - clear);
        if (button(tr_label("Deselect"), tr("Select none"), clear)) panel.uses.clear_selection();
        panel.probe.item("Favourites/Clear selection");
    }
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - fold);
    if (icon_button("fold details", open ? Icon::fold_down : Icon::fold_up,
                    open ? tr("Hide the details") : tr("Show the details")))
        controller.show_details(!open);
    panel.probe.item("Details/Fold");
}

void picture(Panel& panel, const Favourite& favourite, float side) {
    const ImVec2 low = ImGui::GetCursorScreenPos(), high{low.x + side, low.y + side};
    ImGui::Dummy({side, side});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, high, ImGui::GetColorU32(ImGuiCol_FrameBg), space::rounding());
    if (const ImTextureID texture = panel.thumbnails.for_favourite(panel.state, favourite))
        list.AddImageRounded(texture, low, high, {0, 0}, {1, 1}, kUntinted, space::rounding());
}

/// Over the corner of the picture, which is the last item: the crop of the photo that the face was found for.
void photo_crop(Panel& panel, const Favourite& favourite) {
    const ImTextureID crop =
        panel.thumbnails.of_file(photo_crop_path(panel.state.data_dir, favourite.id), kCropSide);
    if (!crop) return;
    const ImVec2 high = ImGui::GetItemRectMax(), low = ImGui::GetItemRectMin();
    const float side = std::floor((high.x - low.x) * kCropPart), margin = space::small();
    const ImVec2 end{high.x - margin, high.y - margin}, at{end.x - side, end.y - side};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddImageRounded(crop, at, end, {0, 0}, {1, 1}, kUntinted, space::rounding());
    list.AddRect(at, end, ImGui::GetColorU32(theme().on_picture), space::rounding(), 0, space::hair());
    tip(tr("Inset: the photo this face was found for"));
    panel.probe.rectangle("Details/Photo", at.x, at.y, side, side);
}

/// A line in the small font, cut where it does not fit.
void fact(const std::string& text) {
    if (text.empty()) return;
    ImGui::PushFont(font_of(FontRole::small));
    ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
    cut_text(text, ImGui::GetContentRegionAvail().x);
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void model_fact(Panel& panel, FavouritesController& controller, const Favourite& favourite) {
    const AppState& state = panel.state;
    const bool of_another =
        state.model && !favourite.model_sha256.empty() && favourite.model_sha256 != state.model->sha256;
    fact(of_another && favourite.model_name.empty() ? tr("Another model") : favourite.model_name);
    panel.probe.item("Details/Model");
    if (!of_another) return;
    controller.look_for_model(favourite);
    const auto& known = state.favourites_view.model_here;
    const auto here = known.find(favourite.model_sha256);
    if (here == known.end()) return;
    fact(here->second ? tr("opens with this face") : tr("not among your models"));
    tip(here->second
            ? tr("This face was kept with a different model from the one that is open.")
            : tr("Open that model first. In another model, the same numbers give a different face."));
    panel.probe.item(here->second ? "Details/Model/Here" : "Details/Model/Missing");
}

/// All that the file knows of it but its name, tags and albums.
void facts(Panel& panel, FavouritesController& controller, const Favourite& favourite) {
    if (const auto stars = star_row(panel, favourite.rating, "Details/Star"))
        controller.rate({favourite.id}, *stars);
    fact(local_time_text(favourite.created));
    if (favourite.seed) {
        fact(trf("Seed {}", *favourite.seed));
    } else {
        fact(tr("no seed"));
        tip(tr("Turned, mixed or interpolated faces have no seed; their latent is saved instead."));
    }
    if (!favourite.edits.empty()) {
        const std::string edited = tr_plural("{} channel edited", "{} channels edited",
                                             static_cast<std::int64_t>(favourite.edits.size()));
        fact(edited);
        tip(favourite.edit_name.empty() ? edited : favourite.edit_name + "\n" + edited);
        panel.probe.item("Details/Edited");
    }
    model_fact(panel, controller, favourite);
}

/// The picture with the facts beside it; in a narrow panel the facts alone.
void face_and_facts(Panel& panel, FavouritesController& controller, const Favourite& favourite) {
    // As wide with a scroll bar as without: else one frame's height would need it and the next one's not.
    const float width = ImGui::GetWindowWidth() - ImGui::GetStyle().ScrollbarSize;
    const float gap = space::medium(), beside = width - size::facts() - gap;
    const float wanted =
        std::clamp(ImGui::GetIO().DisplaySize.y * kOfWindow, size::details(), size::most_details());
    if (beside >= size::details() / 2) {
        picture(panel, favourite, std::floor(std::min(wanted, beside)));
        photo_crop(panel, favourite);
        ImGui::SameLine(0, gap);
    }
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ImGui::GetStyle().ItemSpacing.x, space::tight()});
    facts(panel, controller, favourite);
    ImGui::PopStyleVar();
    ImGui::EndGroup();
}

void name_field(Panel& panel, FavouritesController& controller, const Favourite& favourite) {
    FavouritesState& view = panel.state.favourites_view;
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##name", tr("Name"), &view.form.name, ImGuiInputTextFlags_AutoSelectAll);
    panel.probe.item("Details/Name");
    if (std::exchange(view.name_wanted, false)) walk::type_here();
    if (ImGui::IsItemDeactivated()) {
        const std::string typed = view.form.name;
        controller.rename(favourite.id, typed);
        view.form.name = typed.empty() ? favourite.name : typed;
    } else if (!ImGui::IsItemActive()) {
        view.form.name = favourite.name;  // it may have another one by now: undo, another window
    }
}

/// Behind the last chip, and like one.
void tag_field(Panel& panel, FavouritesController& controller, ChipRow& row, const Ids& ids) {
    std::string& typed = panel.state.favourites_view.form.tag;
    ImGui::PushFont(font_of(FontRole::small));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        {space::medium(), std::floor((size::chip() - ImGui::GetFontSize()) / 2)});
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, size::chip() / 2);
    row.place(ImGui::CalcTextSize(tr("Add a tag")).x + 3 * space::medium());
    ImGui::SetNextItemWidth(-1);
    const bool entered =
        ImGui::InputTextWithHint("##tag", tr("Add a tag"), &typed, ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::PopStyleVar(2);
    ImGui::PopFont();
    tip(tr("Press Enter to add. Separate several with commas."));
    panel.probe.item("Details/Add tag");
    if (!entered) return;
    controller.add_tags(ids, typed);
    typed.clear();
    walk::type_here();
}

void tags(Panel& panel, FavouritesController& controller, const std::vector<const Favourite*>& faces,
          const Ids& ids) {
    std::vector<std::string> order;
    std::map<std::string, std::size_t> counts;
    for (const Favourite* face : faces)
        for (const std::string& tag : face->tags)
            if (counts[tag]++ == 0) order.push_back(tag);
    ChipRow row(panel);
    std::optional<std::string> removed;
    for (const std::string& tag : order) {
        if (tag.empty()) continue;
        const auto click = row.chip(tag, "Details/Tag/" + tag, tr("List the faces with this tag"),
                                    tr("Remove this tag"), counts[tag] < faces.size());
        if (click == ChipRow::Click::text) panel.state.favourites_view.search = tag;
        if (click == ChipRow::Click::cross) removed = tag;
    }
    tag_field(panel, controller, row, ids);
    if (removed) controller.remove_tag(ids, *removed);
}

/// The albums that all of the faces are in.
std::string albums_text(const std::vector<const Favourite*>& faces) {
    std::string text;
    bool any = false;
    for (const Favourite* face : faces) any = any || !face->albums.empty();
    for (const std::string& album : faces.front()->albums)
        if (std::all_of(faces.begin(), faces.end(),
                        [&](const Favourite* face) { return is_in_album(*face, album); }))
            text += (text.empty() ? "" : ", ") + album;
    if (!text.empty()) return text;
    return any ? tr("In different albums") : tr("In no album");
}

/// A click opens the list of all.
void albums(Panel& panel, FavouritesController& controller, const std::vector<const Favourite*>& faces,
            const Ids& ids) {
    if (album_names(panel.state).empty()) return;
    const std::string text = albums_text(faces);
    ImGui::SetNextItemWidth(-1);
    if (begin_combo("##albums", text.c_str(), ImGuiComboFlags_HeightLargest)) {
        album_items(panel, controller, ids);
        ImGui::EndCombo();
    } else {
        tip(text);
    }
    panel.probe.item("Details/Albums");
}

void delete_button(Panel& panel, FavouritesController& controller, const Ids& ids) {
    const float width = icon_button_width(Icon::remove);
    ImGui::SameLine(ImGui::GetContentRegionMax().x - width);
    if (icon_button("delete", Icon::remove, tr("Delete"))) controller.remove(ids);
    panel.probe.item("Details/Delete");
}

void one_face(Panel& panel, FavouritesController& controller, const Favourite& favourite) {
    FavouriteForm& form = panel.state.favourites_view.form;
    if (form.id != favourite.id) form = {favourite.id, favourite.name, ""};
    ImGui::PushID(favourite.id.c_str());
    face_and_facts(panel, controller, favourite);
    name_field(panel, controller, favourite);
    tags(panel, controller, {&favourite}, {favourite.id});
    albums(panel, controller, {&favourite}, {favourite.id});
    if (button(tr_label("Go to"), tr("Make it the current face."))) controller.open(favourite.id);
    panel.probe.item("Details/Go");
    const bool fits = panel.state.model && favourite.latent.size() ==
                                               static_cast<std::size_t>(panel.state.model->spec.latent_size);
    beside_if_room(button_width(tr("Export...")), space::small());
    ImGui::BeginDisabled(!fits);
    if (button(tr_label("Export..."), tr("As a picture, for NumPy, or as Python code.")))
        panel.uses.export_face(favourite);
    panel.probe.item("Details/Export");
    ImGui::EndDisabled();
    delete_button(panel, controller, {favourite.id});  // the last: then it is gone
    ImGui::PopID();
}

/// Small ones in a row, as many as fit.
void pictures(Panel& panel, const std::vector<const Favourite*>& faces) {
    const float side = size::details() / 2, gap = space::small(), room = ImGui::GetContentRegionAvail().x;
    const auto most = static_cast<std::size_t>(std::max(1.0f, std::floor((room + gap) / (side + gap))));
    for (std::size_t i = 0; i < std::min(most, faces.size()); ++i) {
        if (i > 0) ImGui::SameLine(0, gap);
        picture(panel, *faces[i], side);
    }
}

void several_faces(Panel& panel, FavouritesController& controller, const std::vector<const Favourite*>& faces,
                   const Ids& ids) {
    panel.state.favourites_view.form.id.clear();
    pictures(panel, faces);
    const int rating = faces.front()->rating;
    const bool one_rating = std::all_of(faces.begin(), faces.end(),
                                        [&](const Favourite* face) { return face->rating == rating; });
    const auto stars = star_row(panel, one_rating ? rating : 0, "Details/Star");
    tags(panel, controller, faces, ids);
    albums(panel, controller, faces, ids);
    if (button(tr_label("Export..."), tr("Export the selected favourites, separately or on one sheet")))
        panel.uses.export_selected();
    panel.probe.item("Favourites/Export selected");
    beside_if_room(button_width(tr("Make a journey")), space::small());
    if (button(tr_label("Make a journey"), tr("From face to face, in the order in which they are listed")))
        controller.animate(ids);
    panel.probe.item("Details/Journey");
    if (stars) controller.rate(ids, *stars);
    delete_button(panel, controller, ids);  // the last: then they are gone
}

}  // namespace

float inspector_height(const AppState& state) {
    return bar_height() + (state.favourites_settings.details ? state.favourites_view.details_height : 0);
}

void favourites_inspector(Panel& panel, FavouritesController& controller, const Ids& ids, float height) {
    bar(panel, controller, ids.size());
    if (!panel.state.favourites_settings.details) return;
    ImGui::BeginChild("##details", {0, height - bar_height()}, false, ImGuiWindowFlags_NoBackground);
    const float top = ImGui::GetCursorPosY();
    const std::vector<const Favourite*> faces = faces_of(panel.state, ids);
    if (faces.size() == 1)
        one_face(panel, controller, *faces.front());
    else if (faces.size() > 1)
        several_faces(panel, controller, faces, ids);
    // A pixel more than it takes, so that no scroll bar comes of rounding.
    panel.state.favourites_view.details_height = std::ceil(ImGui::GetCursorPosY() - top) + space::hair();
    ImGui::EndChild();
}

}  // namespace progan
