#include "core/engine/preview_policy.h"

namespace progan {

void PreviewPolicy::reached(int level, double ms) {
    const auto index = static_cast<std::size_t>(level);
    if (levels_.size() <= index) levels_.resize(index + 1);
    levels_[index].reached.add(ms);
}

void PreviewPolicy::previewed(int level, double ms) {
    const auto index = static_cast<std::size_t>(level);
    if (levels_.size() <= index) levels_.resize(index + 1);
    levels_[index].previewed.add(ms);
}

double PreviewPolicy::expected_ms(int level) const {
    const auto index = static_cast<std::size_t>(level);
    if (levels_.size() <= index) return 0;
    const double measured = levels_[index].previewed.percentile(50);
    return measured > 0 ? measured : levels_[index].reached.percentile(50);
}

bool PreviewPolicy::follows(int level) const {
    const auto index = static_cast<std::size_t>(level);
    return levels_.size() <= index || levels_[index].reached.percentile(50) <= kFollowsMs;
}

std::optional<int> PreviewPolicy::level_for(int wanted, const std::vector<int>& levels) const {
    if (follows(wanted)) return std::nullopt;
    std::optional<int> best;
    for (const int level : levels)
        if (level < wanted && (!best || expected_ms(level) <= kPreviewMs)) best = level;
    return best;
}

void PreviewPolicy::rested() {
    if (++rests_ < kRestsToForget) return;
    rests_ = 0;
    for (Times& times : levels_) times.previewed.clear();
}

}  // namespace progan
