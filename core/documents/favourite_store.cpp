#include "core/documents/favourite_store.h"

#include <utility>

#include "core/files/atomic_file.h"

namespace progan {

bool FavouriteRules::same(const Favourite& a, const Favourite& b) {
    return a.name == b.name && a.tags == b.tags && a.rating == b.rating && a.albums == b.albums &&
           same_face(a, b) && a.edit_name == b.edit_name;
}

void FavouriteRules::merge(const Favourite& before, const Favourite& after, Favourite& item) {
    const auto set = [&](auto member) {
        if (before.*member != after.*member) item.*member = after.*member;
    };
    set(&Favourite::latent);
    set(&Favourite::seed);
    set(&Favourite::edits);
    set(&Favourite::edit_name);
    set(&Favourite::name);
    set(&Favourite::tags);
    set(&Favourite::rating);
    set(&Favourite::albums);
    set(&Favourite::created);
    set(&Favourite::model_sha256);
    set(&Favourite::model_name);
    set(&Favourite::image);
}

FavouriteStore favourite_store(const std::filesystem::path& file) {
    FavouriteStore::Format format;
    format.load = [](const std::filesystem::path& path) {
        LoadedFavourites loaded = load_favourites(path);
        return FavouriteStore::Contents{std::move(loaded.favourites), loaded.found,
                                        std::move(loaded.warning)};
    };
    format.save = [](const std::filesystem::path& path, const std::vector<Favourite>& favourites) {
        write_file_atomically(path, favourites_to_json(favourites));
    };
    return {file, file.parent_path(), std::move(format)};
}

}  // namespace progan
