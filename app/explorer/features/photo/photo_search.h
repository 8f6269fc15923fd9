// The search for a photo's face beside all else that the window does: the model is made ready for it, at best
// while the person still places the marks, and then serves any number of photos. One thread (the window's);
// the work is done on the engine's side threads, at low priority, with a generator of its own. While a drag
// asks for faces, it stands still.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/features/photo/photo_queue.h"
#include "app/explorer/features/photo/photo_state.h"
#include "core/engine/engine.h"

namespace progan {

/// A model as the window knows it.
struct PhotoModel {
    std::string path, sha256;
};

struct PhotoTask {
    std::shared_ptr<const Photo> photo;
    FaceAnchors anchors, of_model;
};

/// A moment of a search.
struct PhotoSearchStatus {
    bool preparing = true;  ///< the model is still being made ready
    double part = 0;        ///< 0 to 1: of that, or of the search
    std::size_t candidates = 0, evaluations = 0;
    std::vector<Latent> leading;
    std::vector<PhotoCurvePoint> curve;
};

class PhotoSearch {
  public:
    struct Told {
        std::function<void(PhotoSearchStatus)> status;
        std::function<void(Result<PhotoFound>)> ended;
        std::function<void()> readiness;  ///< is_ready() may be another
    };

    /// `told` is called at drains.
    PhotoSearch(Engine& engine, Told told);
    ~PhotoSearch();
    PhotoSearch(const PhotoSearch&) = delete;
    PhotoSearch& operator=(const PhotoSearch&) = delete;

    /// Makes the model ready, unless it is or becomes so already. What goes wrong is told when a search
    /// begins, which tries again.
    void prepare(const PhotoModel& model);
    /// Unless a search waits for it.
    void stop_preparing();
    /// Whether a search can begin at once.
    bool is_ready() const { return workshop_ != nullptr; }
    /// Another model: all that belongs to the one before is dropped, a search included.
    void forget_model();

    /// One search at a time: the one before is dropped.
    void start(const PhotoModel& model, PhotoTask task);
    /// What is found so far is the result; if it has not begun, that of its first moment.
    void good_enough();
    /// It ends, and that is told.
    void cancel();
    /// It ends, and nothing is told.
    void abandon();

    /// A drag asks for faces: for a moment from now, the cores are the window's.
    void hand_moves();
    /// How often the work has stood still for that.
    std::size_t stops() const;

  private:
    struct Workshop;   ///< a model that is ready
    struct Course;     ///< what a search tells, and is told
    class RightOfWay;  ///< the hand's

    void prepared(Result<std::shared_ptr<Workshop>> workshop);
    void begin(PhotoTask task);
    void tell_course();

    Engine& engine_;
    Told told_;
    std::shared_ptr<RightOfWay> way_;
    std::shared_ptr<Workshop> workshop_;
    std::shared_ptr<Course> course_;
    std::optional<PhotoTask> wanted_;  ///< begins when the model is ready
    std::string model_;                ///< of the workshop, or of what is being made ready
    Ticket preparing_, searching_;
};

}  // namespace progan
