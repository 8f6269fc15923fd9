#include "app/explorer/features/favourites/favourites_listing.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <set>
#include <string_view>

#include "app/explorer/state/queries.h"
#include "core/support/text.h"

namespace progan {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The digits that begin at `at`, without leading zeros; moves past them.
std::string_view take_number(std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == '0') ++at;
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(begin, at - begin);
}

/// Negative, 0 or positive.
int compare_naturally(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            const std::string_view x = take_number(a, i), y = take_number(b, j);
            if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
            if (const int order = x.compare(y)) return order;
            continue;
        }
        const int x = std::tolower(static_cast<unsigned char>(a[i++])),
                  y = std::tolower(static_cast<unsigned char>(b[j++]));
        if (x != y) return x - y;
    }
    return static_cast<int>(i < a.size()) - static_cast<int>(j < b.size());
}

/// Negative, 0 or positive: 0 only where the place in the file decides.
int compare(const Favourite& a, const Favourite& b, FavouriteOrder order) {
    switch (order) {
        case FavouriteOrder::oldest:
            break;
        case FavouriteOrder::newest:
            return b.created.compare(a.created);
        case FavouriteOrder::name:
            return compare_naturally(a.name, b.name);
        case FavouriteOrder::rating:
            return b.rating - a.rating;
    }
    return 0;
}

/// Most frames find the order as it was: then one walk over it is enough.
void put_in_order(AppState& state) {
    std::vector<std::size_t>& order = state.favourites_view.order;
    const std::vector<Favourite>& favourites = state.favourites;
    const FavouriteOrder by = state.favourites_settings.order;
    if (order.size() != favourites.size()) {
        order.resize(favourites.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
    }
    const auto before = [&](std::size_t i, std::size_t j) {
        const int compared = compare(favourites[i], favourites[j], by);
        if (compared != 0) return compared < 0;
        return by == FavouriteOrder::newest ? i > j : i < j;
    };
    if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
}

}  // namespace

bool natural_less(const std::string& a, const std::string& b) {
    return compare_naturally(a, b) < 0;
}

FavouriteFilter::FavouriteFilter(const AppState& state)
    : search_(to_lower(state.favourites_view.search)),
      least_stars_(state.favourites_view.least_stars),
      album_(state.favourites_settings.album) {}

bool FavouriteFilter::passes(const Favourite& favourite) const {
    if (favourite.rating < least_stars_) return false;
    if (!album_.empty() && !is_in_album(favourite, album_)) return false;
    if (search_.empty() || to_lower(favourite.name).find(search_) != std::string::npos) return true;
    return std::any_of(favourite.tags.begin(), favourite.tags.end(), [&](const std::string& tag) {
        return to_lower(tag).find(search_) != std::string::npos;
    });
}

std::vector<std::size_t> listed_favourites(AppState& state) {
    put_in_order(state);
    const FavouriteFilter filter(state);
    std::vector<std::size_t> listed;
    for (const std::size_t i : state.favourites_view.order)
        if (filter.passes(state.favourites[i])) listed.push_back(i);
    return listed;
}

std::vector<std::string> listed_ids(AppState& state) {
    std::vector<std::string> ids;
    for (const std::size_t i : listed_favourites(state)) ids.push_back(state.favourites[i].id);
    return ids;
}

std::vector<std::string> selected_ids(AppState& state) {
    const std::set<std::string>& selected = state.exporting.selected;
    std::vector<std::string> ids;
    if (selected.empty()) return ids;
    put_in_order(state);
    const FavouriteFilter filter(state);
    for (const bool listed : {true, false})
        for (const std::size_t i : state.favourites_view.order)
            if (const Favourite& favourite = state.favourites[i];
                selected.contains(favourite.id) && filter.passes(favourite) == listed)
                ids.push_back(favourite.id);
    return ids;
}

std::vector<std::string> inspected_ids(AppState& state) {
    if (std::vector<std::string> selected = selected_ids(state); !selected.empty()) return selected;
    const std::string& id = state.favourites_view.inspected;
    const bool there = !id.empty() && std::any_of(state.favourites.begin(), state.favourites.end(),
                                                  [&](const Favourite& f) { return f.id == id; });
    return there ? std::vector<std::string>{id} : std::vector<std::string>{};
}

ShownFace::ShownFace(const AppState& state) : latent_(current_latent(state)), edits_(current_edits(state)) {}

std::vector<std::string> album_names(const AppState& state) {
    std::set<std::string> names;
    if (!state.favourites_settings.album.empty()) names.insert(state.favourites_settings.album);
    for (const Favourite& favourite : state.favourites)
        names.insert(favourite.albums.begin(), favourite.albums.end());
    std::vector<std::string> sorted(names.begin(), names.end());
    std::stable_sort(sorted.begin(), sorted.end(), natural_less);
    return sorted;
}

bool is_in_album(const Favourite& favourite, const std::string& album) {
    return std::find(favourite.albums.begin(), favourite.albums.end(), album) != favourite.albums.end();
}

}  // namespace progan
