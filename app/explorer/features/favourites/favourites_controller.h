// Faces that are kept, and faces that come back from pictures. One thread (the window's); files are written
// on the engine's.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "app/explorer/features/feature_context.h"

namespace progan {

class FavouritesController {
  public:
    /// Adds a favourite to the journey.
    using AddToJourney = std::function<void(const std::string& id)>;

    FavouritesController(const FeatureContext& context, AddToJourney add_to_journey)
        : state_(context.state),
          engine_(context.engine),
          actions_(context.actions),
          notifier_(context.notifier),
          add_to_journey_(std::move(add_to_journey)) {}

    void keep_current();
    void keep(const NamedLatent& face);
    void open(const std::string& id);
    /// The face that a picture carries; a sentence if it carries none.
    void open_picture(const std::filesystem::path& path);
    void rename(const std::string& id, const std::string& name, const std::string& comma_separated_tags);
    void remove(const std::string& id);
    void add_to_journey(const std::string& id) { add_to_journey_(id); }
    void undo_delete();
    /// The history has put favourites back: they are saved.
    void restored();
    /// A picture of `latent` was made: favourites that wait for theirs get it.
    void picture_made(const Latent& latent, const Image& image);

  private:
    Favourite* find(const std::string& id);
    void save();

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    AddToJourney add_to_journey_;
};

}  // namespace progan
