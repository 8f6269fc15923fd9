// Decides, from measured times, whether a face is shown in a coarser version first, and at which level. Pure
// arithmetic on what it is told; times are milliseconds from the start of a face. Belongs to the worker.
#pragma once

#include <optional>
#include <vector>

#include "core/support/recent_times.h"

namespace progan {

class PreviewPolicy {
  public:
    /// A face that takes longer than this cannot follow the hand: 30 per second.
    static constexpr double kFollowsMs = 33;
    /// What a preview may take, so that there is time left to draw it.
    static constexpr double kPreviewMs = 29;

    /// A face had reached the features of `level`, or was finished there, `ms` after its start.
    void reached(int level, double ms);
    /// A preview was shown `ms` after the start of its face. While the hand moves, the window draws on the
    /// same cores, so that this is what counts once it is known.
    void previewed(int level, double ms);

    /// Whether faces of `level` follow the hand; true as long as nothing is known.
    bool follows(int level) const;

    /// The level to show first of a face at `wanted`, out of those there are heads for (ascending): the
    /// highest that is fast enough, else the lowest; nothing if `wanted` follows the hand by itself.
    std::optional<int> level_for(int wanted, const std::vector<int>& levels) const;

    /// The hand rests: after a while of such moments a level that was too slow once is tried again, for the
    /// machine may have been busy then.
    void rested();

  private:
    static constexpr std::size_t kKept = 9;
    static constexpr int kRestsToForget = 20;

    struct Times {
        RecentTimes reached{kKept}, previewed{kKept};
    };
    double expected_ms(int level) const;

    std::vector<Times> levels_;
    int rests_ = 0;
};

}  // namespace progan
