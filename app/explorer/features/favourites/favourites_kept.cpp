#include "app/explorer/features/favourites/favourites_state.h"
#include "app/explorer/state/kept_fields.h"

namespace progan {

void keep(KeptFields& fields, FavouritesSettings& settings) {
    fields.choice("order", settings.order, kFavouriteOrderNames);
    fields.text("album", settings.album);
    fields.flag("details", settings.details);
}

}  // namespace progan
