// favourites.json as several windows share it.
#pragma once

#include <filesystem>

#include "core/documents/favourites.h"
#include "core/files/shared_list.h"

namespace progan {

using FavouriteChange = KeyedChange<Favourite>;

/// A person sets name, tags, rating and albums; a picture is made by itself.
struct FavouriteRules {
    static bool same(const Favourite& a, const Favourite& b);
    static void merge(const Favourite& before, const Favourite& after, Favourite& item);
};

using FavouriteStore = SharedList<Favourite, FavouriteRules>;

/// The lock is that of the file's folder.
FavouriteStore favourite_store(const std::filesystem::path& file);

}  // namespace progan
