// How the favourites are listed, and what their inspector shows. Plain values.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/support/enum_names.h"

namespace progan {

class KeptFields;

enum class FavouriteOrder { oldest, newest, name, rating };

inline constexpr auto kFavouriteOrderNames = enum_names<FavouriteOrder>({{FavouriteOrder::oldest, "oldest"},
                                                                         {FavouriteOrder::newest, "newest"},
                                                                         {FavouriteOrder::name, "name"},
                                                                         {FavouriteOrder::rating, "rating"}});

struct FavouritesSettings {
    FavouriteOrder order = FavouriteOrder::oldest;
    std::string album;    ///< whose faces are listed, and where new ones go; empty: all
    bool details = true;  ///< the inspector is unfolded
};

/// What is being typed in the inspector, and for which favourite.
struct FavouriteForm {
    std::string id, name, tag;
};

/// The dialog that asks for an album's name.
struct AlbumForm {
    bool show = false;
    std::string renamed;             ///< the album that gets the name; empty: a new one
    std::string name;                ///< as it is typed
    std::vector<std::string> faces;  ///< that a new album begins with, by id; none: it is listed
};

struct FavouritesState {
    std::string search;   ///< in names and tags
    int least_stars = 0;  ///< list only faces that have as many

    std::string inspected;     ///< shown in the inspector unless several are selected; by id
    std::string focused;       ///< where the keyboard's walk is, as of the last frame; by id
    std::string to_show;       ///< to be scrolled to, by id
    int frames_to_show = 0;    ///< for how many frames still: panels around it may just come
    bool walk_there = false;   ///< and the walk continues from it
    bool name_wanted = false;  ///< the inspector's name is to be typed into
    FavouriteForm form;
    AlbumForm album_form;
    float details_height = 0;                ///< of the inspector's contents, as of the last frame
    std::map<std::string, bool> model_here;  ///< by hash, whether it can be opened; those that were asked for
    std::vector<std::size_t> order;  ///< of all favourites by FavouritesSettings::order, as of the last use
};

/// What the session keeps of it.
void keep(KeptFields& fields, FavouritesSettings& settings);

}  // namespace progan
