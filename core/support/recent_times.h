// The most recent measurements of a duration, and their percentiles.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <vector>

namespace progan {

class RecentTimes {
  public:
    explicit RecentTimes(std::size_t kept) : kept_(kept) {}

    void add(double milliseconds) {
        times_.push_back(milliseconds);
        if (times_.size() > kept_) times_.pop_front();
    }
    void clear() { times_.clear(); }

    /// Percentile (0..100, nearest rank) in milliseconds; 0 if there are no measurements.
    double percentile(double percent) const {
        if (times_.empty()) return 0;
        std::vector<double> sorted(times_.begin(), times_.end());
        std::sort(sorted.begin(), sorted.end());
        const auto count = static_cast<double>(sorted.size());
        const double rank = std::clamp(std::ceil(percent / 100 * count), 1.0, count);
        return sorted[static_cast<std::size_t>(rank) - 1];
    }

  private:
    std::size_t kept_;
    std::deque<double> times_;
};

}  // namespace progan
