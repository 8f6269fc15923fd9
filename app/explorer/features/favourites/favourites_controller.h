// Faces that are kept, and faces that come back from pictures. Their file is shared with other windows: what
// is changed here is merged into it, and what was changed there comes back. One thread (the window's); files
// are read and written on the engine's.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/shared_items.h"
#include "app/explorer/platform/window.h"
#include "core/documents/favourite_store.h"
#include "core/latent/journey/journey.h"

namespace progan {

class FavouritesController {
  public:
    /// What the favourites need of others. Any may be empty.
    struct Calls {
        /// Adds a favourite to the journey.
        std::function<void(const std::string& id)> add_to_journey;
        /// Shows a journey in place of the one that was.
        std::function<void(Journey journey, const std::string& told)> animate;
        /// Hears what another window did to the favourites: nothing that undo here should take back.
        std::function<void(const std::vector<FavouriteChange>& changes)> elsewhere;
        /// Without it, favourites of other models are shown on the model that is open.
        OpenModelOf open_model_of;
        /// Looks in the background whether a model can be opened.
        std::function<void(const std::string& sha256, std::function<void(bool here)> then)> look_for_model;
        /// Takes a picture that carries no face. Without it, the person is told that there is none.
        std::function<void(const std::filesystem::path& path)> take_photo;
    };
    using Ids = std::vector<std::string>;

    FavouritesController(const FeatureContext& context, Calls calls);

    /// Into the chosen album, if there is one. A face that is kept already is not kept twice: the person is
    /// told, and it is inspected.
    void keep_current();
    void keep(const NamedLatent& face);
    /// Inspects it and goes there.
    void open(const std::string& id);
    void inspect(const std::string& id);
    // How they are listed, and whether the details of the inspected one are open.
    void choose_album(const std::string& album);  ///< empty: all favourites
    void set_order(FavouriteOrder order);
    void show_details(bool open);
    /// Those that are selected, or else those that are listed, as they are listed.
    std::vector<Favourite> selected_or_listed() const;
    /// Opens the one that comes so many places after the one that is shown, of those; from the last to the
    /// first. The first, or the last, if none of them is shown.
    void step(int by);
    /// On the model that it was kept with, if that can be found.
    void show(const Favourite& favourite);
    /// The face that a picture carries; one that carries none is a photo.
    void open_picture(const std::filesystem::path& path);

    /// The favourites of another file come to these (merge_favourites()), with a way back. Its pictures are
    /// copied.
    void import_file(const std::filesystem::path& path);
    /// The same, but a file of a single face, unless it is named favourites.json, shows that face.
    void open_file(const std::filesystem::path& path);

    /// An empty name, and without `tags` the tags, stay as they are.
    void rename(const std::string& id, const std::string& name,
                const std::optional<std::string>& comma_separated_tags = {});
    /// 0 to kMaxStars.
    void rate(const Ids& ids, int stars);
    void add_tags(const Ids& ids, const std::string& comma_separated_tags);
    void remove_tag(const Ids& ids, const std::string& tag);
    void put_into_album(const Ids& ids, const std::string& album);
    void take_out_of_album(const Ids& ids, const std::string& album);
    /// An album of that name takes its faces in. Both with a way back.
    void rename_album(const std::string& album, const std::string& name);
    void delete_album(const std::string& album);  ///< its faces stay
    /// With a way back.
    void remove(const Ids& ids);
    void remove(const std::string& id) { remove(Ids{id}); }
    void add_to_journey(const std::string& id) const { calls_.add_to_journey(id); }
    /// A journey from face to face, in this order.
    void animate(const Ids& ids);

    /// Takes back what the message that is shown offers to undo.
    void undo_change();
    /// The history has put favourites back: they are saved.
    void restored();
    /// The file may be another: reads it if it is.
    void look();
    /// Once more what could not be saved; the whole file where it has vanished.
    void save_again();
    /// A picture of `latent` was made: favourites that wait for theirs get it.
    void picture_made(const NamedLatent& face, const Image& image);
    /// Has AppState::favourites_view tell whether the favourite's model can be opened, now or later.
    void look_for_model(const Favourite& favourite);
    /// Another model is open: what could not be found may be there now.
    void model_opened();
    /// While the keyboard walks over the gallery: digits give stars, Delete deletes, Ctrl+A selects all. True
    /// if the key was one of these.
    bool key(const KeyPress& press, bool walking);

  private:
    Favourite* find(const std::string& id);
    const Favourite* kept_already(const NamedLatent& face);
    void save(std::function<void()> written = {});
    /// Does something to each of them, and saves if any has changed.
    void change(const Ids& ids, const std::function<void(Favourite&)>& change_one);
    /// Saves, and tells what was done with a way back to what was before.
    void save_undoable(const std::vector<Favourite>& before, const std::string& told);
    bool give_picture(const NamedLatent& face, const Image& image);
    void write_picture(const Favourite& favourite, const Image& image);
    void note_what_is_unsaved();
    void open_store();
    void take(std::vector<Favourite> in_file);
    void show_picture(const Favourite& face);
    void read(const std::filesystem::path& path, bool shows_single_face);
    void take_in(const ReadFavourites& read, const std::string& file);

    AppState& state_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    const std::function<std::string(std::string_view)> keys_of_;
    Calls calls_;
    SharedItems<Favourite, FavouriteRules> shared_;
    Tickets pictures_, reading_;
    std::set<std::string> asked_for_;                  ///< models that were looked for, by hash
    std::map<std::string, Image> unwritten_pictures_;  ///< by id: they could not be written
};

}  // namespace progan
