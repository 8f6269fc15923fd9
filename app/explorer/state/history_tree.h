// All that was done, as a tree: every step knows the one before it, and what was undone stays as a branch.
// Pure values, one thread (the window's); history.h fills it and history_file.h keeps it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/state/face.h"
#include "core/axes/axis.h"
#include "core/documents/favourites.h"
#include "core/latent/journey/journey.h"

namespace progan {

/// One entry of a list that went (no after) or became another. Files of earlier versions also have what came
/// (no before).
template <class Item>
struct ItemChange {
    std::optional<Item> before, after;
    std::size_t at = 0;  ///< where in the list it was (if it went) or is

    bool operator==(const ItemChange&) const = default;
};

/// What one gesture did. The face and the journey are kept whole; of the lists only what changed, because
/// they belong to more than one history: favourites to every model, axes to one.
struct HistoryStep {
    std::uint64_t id = 0, parent = 0;  ///< parent 0: the first step
    std::string time;                  ///< ISO 8601 UTC
    std::string label;                 ///< "Seed 15", "Turned component 3"
    std::string model_sha256, model_name;
    Face face;      ///< after the step
    Latent latent;  ///< of that face
    /// After the step and before it: steps that left it alone share one. May be null. The one before need not
    /// be the parent's: going to an earlier face leaves the journey as it is.
    std::shared_ptr<const Journey> journey, journey_before;
    std::vector<ItemChange<Favourite>> favourites;
    std::vector<ItemChange<Axis>> axes;
};

class HistoryTree {
  public:
    bool empty() const { return steps_.empty(); }
    std::size_t size() const { return steps_.size(); }
    std::uint64_t head() const { return head_; }  ///< the step that is shown; 0: none
    /// Throws std::out_of_range if there is no such step.
    const HistoryStep& step(std::uint64_t id) const { return steps_.at(id).step; }
    bool contains(std::uint64_t id) const { return steps_.contains(id); }

    /// Puts the step after the head (its parent is set so) under a new id, which becomes the head; returns
    /// it.
    std::uint64_t add(HistoryStep step);
    /// A step that was read from a file: id and parent as they are. False if the id is taken or 0, or the
    /// parent not there (only the very first may have none).
    bool restore(HistoryStep step);
    /// Moves the head; redo leads back along the way that was walked last. False if there is no such step.
    bool move_to(std::uint64_t id);

    /// Whether the face is another than before the step; of the very first it is.
    bool changed_the_face(std::uint64_t id) const;

    std::uint64_t parent(std::uint64_t id) const;  ///< 0: none
    std::uint64_t next(std::uint64_t id) const;    ///< the child that was walked last; 0: none
    /// From the first step over the head to where redo leads in the end.
    std::vector<std::uint64_t> line() const;
    /// Steps that follow on this one, oldest first.
    std::vector<std::uint64_t> children(std::uint64_t id) const;
    /// Forgets old steps until `most` are left: first the branches not walked for longest, then the beginning
    /// of the line. Never the head.
    void prune(std::size_t most);
    /// In the order in which restore() takes them.
    std::vector<std::uint64_t> all() const;

  private:
    struct Node {
        HistoryStep step;
        std::vector<std::uint64_t> children;
        std::uint64_t next = 0;
    };
    void remove_branch(std::uint64_t id);

    std::map<std::uint64_t, Node> steps_;  ///< by id: ids ascend, and a parent's is below its children's
    std::uint64_t head_ = 0, last_id_ = 0;
};

}  // namespace progan
