// What a person does to favourites that are kept: the part of FavouritesController that changes them.
#include <GLFW/glfw3.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "app/explorer/features/favourites/favourites_controller.h"
#include "app/explorer/features/favourites/favourites_listing.h"
#include "core/support/text.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr int kFramesBetween = 25;  // faces of a journey that is made of favourites

std::vector<std::string> split_tags(const std::string& text) {
    std::vector<std::string> tags;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string_view tag = trimmed(std::string_view(text).substr(begin, end - begin), " ");
        if (!tag.empty()) tags.emplace_back(tag);
        begin = end + 1;
    }
    return tags;
}

}  // namespace

void FavouritesController::change(const Ids& ids, const std::function<void(Favourite&)>& change_one) {
    const std::set<std::string> wanted(ids.begin(), ids.end());
    bool changed = false;
    for (Favourite& favourite : state_.favourites) {
        if (!wanted.contains(favourite.id)) continue;
        const Favourite before = favourite;
        change_one(favourite);
        changed = changed || !(favourite == before);
    }
    if (changed) save();
}

void FavouritesController::rename(const std::string& id, const std::string& name,
                                  const std::optional<std::string>& tags) {
    change({id}, [&](Favourite& favourite) {
        if (!name.empty()) favourite.name = name;
        if (tags) favourite.tags = split_tags(*tags);
    });
}

void FavouritesController::rate(const Ids& ids, int stars) {
    change(ids, [&](Favourite& favourite) { favourite.rating = std::clamp(stars, 0, kMaxStars); });
}

void FavouritesController::add_tags(const Ids& ids, const std::string& tags) {
    change(ids, [added = split_tags(tags)](Favourite& favourite) {
        for (const std::string& tag : added)
            if (std::find(favourite.tags.begin(), favourite.tags.end(), tag) == favourite.tags.end())
                favourite.tags.push_back(tag);
    });
}

void FavouritesController::remove_tag(const Ids& ids, const std::string& tag) {
    change(ids, [&](Favourite& favourite) { std::erase(favourite.tags, tag); });
}

void FavouritesController::put_into_album(const Ids& ids, const std::string& album) {
    change(ids, [&](Favourite& favourite) {
        if (!is_in_album(favourite, album)) favourite.albums.push_back(album);
    });
}

void FavouritesController::take_out_of_album(const Ids& ids, const std::string& album) {
    change(ids, [&](Favourite& favourite) { std::erase(favourite.albums, album); });
}

void FavouritesController::rename_album(const std::string& album, const std::string& name) {
    if (name.empty() || name == album) return;
    const std::vector<Favourite> before = state_.favourites;
    for (Favourite& favourite : state_.favourites) {
        if (!is_in_album(favourite, album)) continue;
        if (is_in_album(favourite, name))  // the two become one
            std::erase(favourite.albums, album);
        else
            std::replace(favourite.albums.begin(), favourite.albums.end(), album, name);
    }
    std::string& chosen = state_.favourites_settings.album;
    if (chosen == album) chosen = name;
    if (state_.favourites != before)
        save_undoable(before, trf(R"(The album "{}" is now called "{}".)", album, name));
}

void FavouritesController::delete_album(const std::string& album) {
    const std::vector<Favourite> before = state_.favourites;
    for (Favourite& favourite : state_.favourites) std::erase(favourite.albums, album);
    std::string& chosen = state_.favourites_settings.album;
    if (chosen == album) chosen.clear();
    if (state_.favourites != before)
        save_undoable(before, trf("Deleted the album \"{}\"; its faces are still here.", album));
}

/// Pictures stay on disk: undo must work, and a stray PNG costs less than a lost one.
void FavouritesController::remove(const Ids& ids) {
    const std::set<std::string> doomed(ids.begin(), ids.end());
    const std::vector<Favourite> before = state_.favourites;
    const Ids listed = listed_ids(state_);
    std::erase_if(state_.favourites,
                  [&](const Favourite& favourite) { return doomed.contains(favourite.id); });
    const std::size_t count = before.size() - state_.favourites.size();
    if (count == 0) return;
    FavouritesState& view = state_.favourites_view;
    if (doomed.contains(view.inspected)) {  // what takes its place, for whoever weeds them out
        const auto is_doomed = [&](const std::string& id) { return doomed.contains(id); };
        const auto first = std::find_if(listed.begin(), listed.end(), is_doomed);
        auto next = std::find_if_not(first, listed.end(), is_doomed);
        if (next == listed.end() && first != listed.begin()) next = std::prev(first);
        inspect(next == listed.end() ? "" : *next);
        view.walk_there = doomed.contains(view.focused);
    }
    for (const std::string& id : ids) state_.exporting.selected.erase(id);
    const auto gone =
        std::find_if(before.begin(), before.end(), [&](const Favourite& f) { return doomed.contains(f.id); });
    save_undoable(before, count == 1 ? trf("\"{}\" deleted.", gone->name)
                                     : tr_plural("{} face deleted.", "{} faces deleted.",
                                                 static_cast<std::int64_t>(count)));
}

void FavouritesController::animate(const Ids& ids) {
    Journey journey;
    for (const std::string& id : ids) {
        const Favourite* favourite = find(id);
        const bool fits = favourite && state_.model && favourite->model_sha256 == state_.model->sha256;
        if (fits) journey.keyframes.push_back({static_cast<const NamedLatent&>(*favourite), kFramesBetween});
    }
    const std::size_t keys = journey.keyframes.size();
    if (keys < 2) {
        notifier_.info(tr("A journey needs at least two faces of the open model."));
        return;
    }
    const auto left_out = static_cast<std::int64_t>(ids.size() - keys);
    const std::string play = keys_of_("journey.play");
    const std::string told = play.empty() ? trf("A journey of {} faces.", keys)
                                          : trf("A journey of {} faces. Press {} to play.", keys, play);
    if (!calls_.animate) return;
    calls_.animate(std::move(journey),
                   left_out == 0 ? told
                                 : tr_plural("{1} {0} face of another model was left out.",
                                             "{1} {0} faces of other models were left out.", left_out, told));
}

void FavouritesController::save_undoable(const std::vector<Favourite>& before, const std::string& told) {
    state_.favourites_undo = keyed_changes(state_.favourites, before);
    save();
    notifier_.undoable(told);
}

void FavouritesController::undo_change() {
    if (state_.favourites_undo.empty()) return;
    apply_changes<FavouriteRules>(state_.favourites_undo, state_.favourites);
    state_.favourites_undo.clear();
    notifier_.forget_undoable();
    save();
}

bool FavouritesController::key(const KeyPress& press, bool walking) {
    const std::string& here = state_.favourites_view.focused;
    if (!walking || here.empty() || !find(here) || press.alt || press.shift) return false;
    if (press.ctrl) {
        if (press.key != GLFW_KEY_A) return false;
        const Ids listed = listed_ids(state_);
        state_.exporting.selected = {listed.begin(), listed.end()};
        return true;
    }
    const bool of_selected = state_.exporting.selected.contains(here);
    const Ids ids = of_selected ? selected_ids(state_) : Ids{here};
    if (press.key == GLFW_KEY_DELETE) {
        remove(ids);
        return true;
    }
    const bool pad = press.key >= GLFW_KEY_KP_0;
    const int stars = press.key - (pad ? GLFW_KEY_KP_0 : GLFW_KEY_0);
    if (stars < 0 || stars > kMaxStars) return false;
    rate(ids, stars);
    return true;
}

}  // namespace progan
