// One line on stderr with the progress of long work and the time left. Silent if stderr is not a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace progan::cli {

class ProgressBar {
  public:
    explicit ProgressBar(std::string title);
    /// Removes the line, so that it does not mix with later output.
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Shows done of total, and further details. A cancellation point: throws Cancelled after Ctrl+C. Without
    /// `seconds_left`, the time left is told as if all took as long as what has been done.
    void report(std::int64_t done, std::int64_t total, const std::string& detail = {},
                std::optional<double> seconds_left = std::nullopt);
    /// Removes the line until the next report.
    void clear() const;

  private:
    using Clock = std::chrono::steady_clock;
    std::string title_;
    bool visible_;
    std::int64_t first_ = -1;  ///< `done` of the first report, because resumed work does not start at 0
    Clock::time_point began_ = Clock::now(), drawn_{};
};

}  // namespace progan::cli
