#include "app/explorer/shell/performance/frame_pacer.h"

#include <algorithm>

namespace progan {
namespace {

constexpr int kSettlingFrames = 3;
constexpr Seconds kProgress{0.1};
constexpr Seconds kLoading{0.1};  // while the engine gets ready the cores are its
constexpr Seconds kCursor{0.4};
constexpr Seconds kSharedCores{1 / 30.0};
constexpr Seconds kMinimized{0.2};  // for a look whether it still is

}  // namespace

void FramePacer::input() {
    wanted_ = kSettlingFrames;
}

void FramePacer::want_frame() {
    wanted_ = std::max(wanted_, 1);
}

std::optional<Time> FramePacer::next_frame(Time now, const Now& what) const {
    if (what.minimized) return now + kMinimized;
    if (wanted_ > 0 || what.animating)
        return what.cores_shared && began_ ? std::max(now, *began_ + kSharedCores) : now;
    std::optional<Time> next = what.alarm;
    if (what.loading) next = earlier(next, ended_ + kLoading);
    if (progress_) next = earlier(next, ended_ + kProgress);
    if (what.typing) next = earlier(next, ended_ + kCursor);
    return next;
}

bool FramePacer::is_due(Time now, const Now& what) const {
    if (what.minimized) return false;
    const std::optional<Time> next = next_frame(now, what);
    return next && *next <= now;
}

Seconds FramePacer::too_early(Time now, Seconds shortest_frame) const {
    return began_ ? std::max(Seconds{0}, *began_ + shortest_frame - now) : Seconds{0};
}

void FramePacer::frame_began(Time now) {
    began_ = now;
    if (wanted_ > 0) --wanted_;
    progress_ = false;
}

}  // namespace progan
