#include "app/explorer/shell/frame_pacer.h"

#include <algorithm>

namespace progan {
namespace {

constexpr int kSettlingFrames = 3;
constexpr double kProgressSeconds = 0.1;
constexpr double kLoadingSeconds = 0.1;  // while the engine gets ready the cores are its
constexpr double kCursorSeconds = 0.4;
constexpr double kSharedCoresSeconds = 1 / 30.0;
constexpr double kMinimisedSeconds = 0.2;  // for a look whether it still is

}  // namespace

void FramePacer::input() {
    wanted_ = kSettlingFrames;
}

void FramePacer::want_frame() {
    wanted_ = std::max(wanted_, 1);
}

std::optional<double> FramePacer::next_frame(double now, const Now& what) const {
    if (what.minimised) return now + kMinimisedSeconds;
    if (wanted_ > 0 || what.animating)
        return what.cores_shared ? std::max(now, began_ + kSharedCoresSeconds) : now;
    std::optional<double> next = what.alarm;
    const auto at = [&](double seconds) { next = next ? std::min(*next, seconds) : seconds; };
    if (what.loading) at(ended_ + kLoadingSeconds);
    if (progress_) at(ended_ + kProgressSeconds);
    if (what.typing) at(ended_ + kCursorSeconds);
    return next;
}

bool FramePacer::is_due(double now, const Now& what) const {
    if (what.minimised) return false;
    const std::optional<double> next = next_frame(now, what);
    return next && *next <= now;
}

double FramePacer::too_early(double now, double shortest_frame) const {
    return began_ < 0 ? 0 : std::max(0.0, began_ + shortest_frame - now);
}

void FramePacer::frame_began(double now) {
    began_ = now;
    if (wanted_ > 0) --wanted_;
    progress_ = false;
}

}  // namespace progan
