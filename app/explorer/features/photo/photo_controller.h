// The face nearest to a photo: photos that wait their turn, where their eyes and mouth are, the search, and
// what becomes of what it found. One thread (the window's). Photos are read, and faces looked for, on the
// engine's side threads, with a generator of their own; it is kept between the photos of a model. Of a photo,
// nothing is written but its crop, and that only if its face is kept.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/shared_items.h"
#include "core/project/photo_places.h"

namespace progan {

class PhotoController {
  public:
    /// Keeps a face among the favourites, with its picture; returns the favourite's id.
    using Keep = std::function<std::string(const NamedLatent& face, const Image& picture)>;

    PhotoController(const FeatureContext& context, Keep keep);
    ~PhotoController();
    PhotoController(const PhotoController&) = delete;
    PhotoController& operator=(const PhotoController&) = delete;

    /// Shows the dialog, with the photo that is worked on if there is one.
    void show();
    /// A photo to place; it waits if there is one already.
    void open(const std::filesystem::path& path);
    /// A PNG in memory, from the clipboard.
    void open_png(std::string png);
    /// Leaves this photo, and takes the next one that waits.
    void next();
    /// The dialog closes. A search continues, and what it found stays; otherwise all photos are forgotten.
    void close();

    /// Moves the anchors: in the photo's pixels, or, while the person is asked for the model's, in parts of
    /// the side.
    void place(const FaceAnchors& anchors);
    /// The central square.
    void reset_place();
    /// The anchors being asked for are the model's, from now on.
    void confirm_model();
    /// Asks for the model's anchors again, where its file does not say them.
    void ask_model();
    bool can_ask_model() const;

    /// Why start() would do nothing, in a sentence; or empty.
    std::string obstacle() const;
    void start();
    /// What is found so far is the result.
    void good_enough();
    void cancel();
    /// Back to the anchors.
    void place_again();

    /// What was found becomes the current face, and the dialog closes.
    void use();
    /// What was found becomes a favourite, with the crop beside it.
    void keep();

    /// Another model is open, or the same one on another device.
    void model_opened();
    /// A drag asks for faces: the search stands still for a moment.
    void hand_moves();
    /// The photo-places file may be another: reads it if it is.
    void look();
    std::filesystem::path places_path() const { return photo_places_path(state_.data_dir); }

  private:
    struct Photo;     ///< read
    struct Workshop;  ///< a model that is known to the search
    struct Course;    ///< what a search tells, and is told
    struct Waiting {
        std::filesystem::path path;
        std::string png;  ///< in place of a path
        std::string name;
    };

    void add(Waiting photo);
    void begin(Waiting photo);
    void read_done(Result<std::shared_ptr<const Photo>> photo);
    void find_place();
    void places_read();
    void forget_photo();
    void make_crop();
    void follow_model();
    void make_average();
    void told(Course& course);
    void ended(Result<PhotoFound> found);
    void open_store();
    void remember(const std::string& id, const FaceAnchors& anchors);
    const PhotoPlace* remembered(const std::string& id) const;

    AppState& state_;
    PhotoState& view_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    Keep keep_;
    std::deque<Waiting> waiting_;
    std::shared_ptr<const Photo> photo_;
    std::map<std::string, FaceAnchors> placed_;  ///< of this run, by the photo's checksum
    std::string model_;                          ///< whose average and anchors are in the state
    std::shared_ptr<Workshop> workshop_;
    std::shared_ptr<Course> course_;
    SharedItems<PhotoPlace, PhotoPlaceRules> shared_;
    std::vector<PhotoPlace> places_;
    Ticket reading_, averaging_, searching_;
    Tickets crops_;
};

}  // namespace progan
