// Faces that are kept, and faces that come back from pictures. Their file is shared with other windows: what
// is changed here is merged into it, and what was changed there comes back. One thread (the window's); files
// are read and written on the engine's.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/shared_items.h"
#include "core/documents/favourite_store.h"

namespace progan {

/// Whether the search for `filter` finds it, by its name or a tag.
bool passes(const Favourite& favourite, const std::string& filter);

class FavouritesController {
  public:
    /// Adds a favourite to the journey.
    using AddToJourney = std::function<void(const std::string& id)>;
    /// Hears what another window did to the favourites: nothing that undo here should take back.
    using Elsewhere = std::function<void(const std::vector<FavouriteChange>& changes)>;

    /// Without `open_model_of`, favourites of other models are shown on the model that is open.
    FavouritesController(const FeatureContext& context, AddToJourney add_to_journey, Elsewhere elsewhere,
                         OpenModelOf open_model_of = {});

    void keep_current();
    void keep(const NamedLatent& face);
    void open(const std::string& id);
    /// Those that are selected, or else those that the search lists.
    std::vector<Favourite> selected_or_listed() const;
    /// On the model that it was kept with, if that can be found.
    void show(const Favourite& favourite);
    /// The face that a picture carries; a sentence if it carries none.
    void open_picture(const std::filesystem::path& path);
    void rename(const std::string& id, const std::string& name, const std::string& comma_separated_tags);
    void remove(const std::string& id);
    void add_to_journey(const std::string& id) { add_to_journey_(id); }
    void undo_delete();
    /// The history has put favourites back: they are saved.
    void restored();
    /// The file may be another: reads it if it is.
    void look();
    /// A picture of `latent` was made: favourites that wait for theirs get it.
    void picture_made(const Latent& latent, const Image& image);

  private:
    Favourite* find(const std::string& id);
    void save(std::function<void()> written = {});
    bool give_picture(const Latent& latent, const Image& image);
    void open_file();
    void take(std::vector<Favourite> in_file);

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    AddToJourney add_to_journey_;
    Elsewhere elsewhere_;
    OpenModelOf open_model_of_;
    SharedItems<Favourite, FavouriteRules> shared_;
    Tickets pictures_;
    std::set<std::string> without_picture_;  ///< ids of those whose picture could not be written
};

}  // namespace progan
