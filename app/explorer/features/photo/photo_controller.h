// The face nearest to a photo: whose turn it is, where its eyes and mouth are, and what becomes of what the
// search (photo_search.h) finds. One thread (the window's). Of a photo, nothing is written but its crop, and
// that only if its face is kept.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/photo/photo_marks.h"
#include "app/explorer/features/photo/photo_queue.h"
#include "app/explorer/features/photo/photo_search.h"

namespace progan {

class PhotoController {
  public:
    /// Keeps a face among the favourites, with its picture; returns the favourite's id.
    using Keep = std::function<std::string(const NamedLatent& face, const Image& picture)>;

    PhotoController(const FeatureContext& context, Keep keep);
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
    /// The dialog closes. A search continues, and what it found stays. While photos wait, they and this one
    /// stay; a photo alone is forgotten.
    void close();
    /// This photo and all that wait are forgotten, unless there is a search.
    void forget_all();

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
    void hand_moves() { search_.hand_moves(); }
    /// The photo-places file may be another: reads it if it is.
    void look() { marks_.look(places_path()); }
    /// Once more what could not be saved; the whole file where it has vanished.
    void save_again() { marks_.save_again(); }
    std::filesystem::path places_path() const { return photo_places_path(state_.data_dir); }

  private:
    void add(PhotoSource photo);
    void take_next();
    void read_done(Result<std::shared_ptr<const Photo>> photo);
    void forget_photo();
    bool is_busy() const;

    void find_place();
    void marks_read();
    void make_crop();
    void follow_model();
    void make_average();

    void prepare_search();
    void told(PhotoSearchStatus status);
    void ended(Result<PhotoFound> found);

    AppState& state_;
    PhotoState& view_;
    Engine& engine_;
    FaceActions& actions_;
    Notifier& notifier_;
    Keep keep_;
    PhotoQueue queue_;
    PhotoMarks marks_;
    PhotoSearch search_;
    std::shared_ptr<const Photo> photo_;
    std::string model_;  ///< whose average and anchors are in the state
    Ticket averaging_;
    Tickets crops_;
};

}  // namespace progan
