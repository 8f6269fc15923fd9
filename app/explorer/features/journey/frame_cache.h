// Frames of the journey made ahead of time, so that scrubbing costs no generator: a cache bounded in memory,
// filled in the engine's idle moments from the playhead outward, and what changes from frame to frame. Also
// measures the change along spans for even pacing. Owned by Timeline; one thread (the window's).
//
// A frame is known by its latent, edits, level, alpha and model: when a key changes, the frames of other
// spans stay.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/engine/engine.h"
#include "core/image/difference.h"
#include "core/image/image.h"
#include "core/latent/journey/journey.h"

namespace progan {

class FrameCache {
  public:
    explicit FrameCache(Engine& engine) : engine_(engine) {}
    FrameCache(const FrameCache&) = delete;
    FrameCache& operator=(const FrameCache&) = delete;

    struct Wanted {
        int level = 0;  ///< of the frames; see Generator::generate
        double alpha = 1;
        int measured_level = 0;  ///< the same of the pictures that are measured
        double measured_alpha = 1;
        std::uint64_t epoch = 0;  ///< of the model; another model's frames are forgotten
        std::int64_t playhead = 0;
        double memory_mib = 256;
        bool measure = false;  ///< spans without a measure are measured, before frames are made
        bool prefetch = true;
    };
    /// Looks at the journey as it is now and asks the engine for what is missing. Cheap if nothing changed.
    void update(const Journey& journey, const Wanted& wanted);
    /// A face for Purpose::prefetch, or that request's failure.
    void face_made(const FaceReady& frame);
    void face_failed(std::uint64_t request_id);

    /// The picture of a frame of the way, if it is at the level and alpha wanted, byte-equal to generate(),
    /// or null. `request`: of one face.
    const Image* find(const RenderRequest& request) const;

    std::int64_t path_length() const { return static_cast<std::int64_t>(prefetched_.size()); }
    std::int64_t prefetched_count() const { return prefetched_count_; }
    double used_mib() const { return static_cast<double>(used_bytes_) / (1024 * 1024); }
    /// One a frame of the way: 1 if it is there.
    const std::vector<std::uint8_t>& prefetched() const { return prefetched_; }
    /// picture_change() from the frame before (of a closed way, for frame 0, the last); negative: not known.
    const std::vector<float>& changes() const { return changes_; }
    /// Measured curves (Keyframe::change) by span_mark().
    const std::map<std::uint64_t, std::vector<float>>& measures() const { return measures_; }
    void add_measure(std::uint64_t mark, std::vector<float> change);
    /// Whether there is nothing left to ask for: all is prefetched, or the memory is full of nearer frames.
    bool finished() const { return request_id_ == 0 && !unsure_; }
    /// Counts what happened, so that who shows it knows when to look again.
    std::uint64_t revision() const { return revision_; }
    /// Faces made so far, for tests: changing a key must make only its neighbors' again.
    std::uint64_t faces_made() const { return faces_made_; }

  private:
    struct Entry {
        Image image;
        std::optional<std::int64_t> frame;  ///< of the way; nothing: of a way that was
    };
    struct Measure {
        std::uint64_t mark = 0;
        std::size_t span = 0;
        std::vector<float> change;
        Image last;
    };
    void plan(const Journey& journey);
    void submit_next();
    bool submit_measuring();
    void submit_frames();
    std::uint64_t key_of(std::int64_t frame);
    std::int64_t distance(std::int64_t frame) const;
    bool make_room(std::size_t bytes, std::int64_t for_distance);
    void put(std::uint64_t key, std::int64_t frame, const Image& image);
    void mark(std::int64_t frame);
    void unmark(std::int64_t frame);
    void arrived(std::int64_t frame);
    void ask(RenderRequest request);
    void take_measure(const Image& image);
    void forget();

    Engine& engine_;
    Journey journey_;
    Wanted wanted_;
    bool planned_ = false;

    std::unordered_map<std::uint64_t, Entry> cache_;
    std::size_t used_bytes_ = 0;
    std::size_t frame_bytes_ = 0;  ///< of the last picture; 0: not known

    // One a frame of the way:
    std::vector<std::uint64_t> keys_;  ///< 0: not computed
    std::vector<std::uint8_t> prefetched_;
    std::vector<float> changes_;
    std::vector<std::uint64_t> span_hashes_;  ///< one a span: what its frames follow from
    std::int64_t prefetched_count_ = 0;
    std::size_t failed_ = 0;  ///< in a row: it is given up until something changes

    std::uint64_t request_id_ = 0;              ///< under way, or 0
    std::vector<std::int64_t> request_frames_;  ///< what it asks for; empty: a measure
    std::vector<std::uint64_t> request_keys_;
    std::optional<Measure> measure_;
    std::map<std::uint64_t, std::vector<float>> measures_;
    bool unsure_ = false;  ///< the last look at what is missing ended before its end
    std::uint64_t revision_ = 0, faces_made_ = 0;
};

}  // namespace progan
