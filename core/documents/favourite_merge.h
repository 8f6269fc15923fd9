// Another file's favourites among one's own. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "core/documents/favourites.h"

namespace progan {

struct MergedFavourites {
    std::vector<Favourite> favourites;
    std::size_t added = 0;   ///< new faces, at the end, in their order
    std::size_t here = 0;    ///< faces that one has already
    std::size_t fuller = 0;  ///< of these: that got tags, albums or what else they lacked
};

/// One's own favourites, with those of another file:
///   * a face with the id of one's own, or the same latent of the same model, is here already. It gets their
///     tags and albums beside its own, and their name, rating, seed, date, model or picture only where it has
///     none: nothing of one's own is lost, and a file that comes twice changes nothing;
///   * of two different faces with one id, the other gets a new id;
///   * the rest comes at the end as it is.
MergedFavourites merge_favourites(std::vector<Favourite> own, const std::vector<Favourite>& others);

}  // namespace progan
