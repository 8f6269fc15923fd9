// What the worker does next: the engine's policy, pure. It sees what waits as plain values, and is told the
// time.
//
// Tasks (small file writes) go first, so that a long drag cannot keep a favourite from the disk; then a
// model, the current face, other faces somebody waits for, a slice of a job, the previews' fitting,
// and frames to prefetch. Jobs, background jobs and prefetching get a share all the same: see the constants.
// While the hand moves something, only jobs do, and only once their patience has ended: what draws the window
// needs the cores, too.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

#include "core/engine/requests.h"

namespace progan {

using TimePoint = std::chrono::steady_clock::time_point;

/// Of jobs of both ranks, every so many slices one is a background job's.
inline constexpr int kBackgroundTurn = 4;
/// Beside jobs, every so many slices one is for prefetching.
inline constexpr int kPrefetchTurn = 10;
/// While the hand drags without a pause, a job still gets a slice this often: an export must not stand still.
inline constexpr auto kJobPatience = std::chrono::milliseconds(500);
/// The same for background jobs, which nobody waits for.
inline constexpr auto kBackgroundPatience = std::chrono::milliseconds(3000);

/// So long after its last move the hand counts as moving.
inline constexpr auto kHandRests = std::chrono::milliseconds(200);

struct WaitingJob {
    JobRank rank = JobRank::in_turn;
    bool cancelled = false;
    TimePoint last_slice;  ///< or when it was queued, or became the first
};

/// All that is to be done.
struct Waiting {
    bool backend = false;    ///< is open
    bool generator = false;  ///< a model is open
    bool task = false;
    bool model_load = false;
    std::array<bool, kPurposeCount> faces{};  ///< by Purpose
    bool fitting = false;                     ///< of previews
    bool hand_moves = false;                  ///< a drag is under way
    std::vector<WaitingJob> jobs = {};        ///< in the order in which they were queued

    bool has(Purpose purpose) const { return faces[static_cast<std::size_t>(purpose)]; }
};

/// Whose turn it was, kept from call to call.
struct Turns {
    int beside_prefetching = 0;  ///< slices of jobs or prefetching, while there are both
    int shared = 0;              ///< slices of jobs, while there are some of both ranks
};

struct Work {
    enum class Kind {
        nothing,
        task,
        model_load,
        face,  ///< one of `purpose`
        job,   ///< a slice of, or the end of, the one at `job`
        fitting,
    } kind = Kind::nothing;
    Purpose purpose = Purpose::main_view;
    std::size_t job = 0;  ///< index

    bool operator==(const Work&) const = default;
};

/// The most urgent piece of work. `turns` counts only if it decides.
Work next(const Waiting& waiting, TimePoint now, Turns& turns);

/// Whether a face for the main view, shown as a preview, is out of date before it is finished.
bool ends_sharpening(const Waiting& waiting);
/// Whether the face that is being prefetched is to be left for later.
bool ends_prefetching(const Waiting& waiting);
/// Whether the previews' fitting is to be left for later.
bool ends_fitting(const Waiting& waiting);

}  // namespace progan
