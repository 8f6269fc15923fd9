// One line on stderr that says how far long work is and how long it will take. Silent where stderr is no
// terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace progan::cli {

class ProgressBar {
  public:
    explicit ProgressBar(std::string title);
    /// Removes the line, so that what is printed next stands alone.
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Shows done of total, and what else there is to say. A cancellation point: throws Cancelled after
    /// Ctrl-C.
    void report(std::int64_t done, std::int64_t total, const std::string& detail = {});
    /// Removes the line until the next report.
    void clear();

  private:
    using Clock = std::chrono::steady_clock;
    std::string title_;
    bool visible_;
    std::int64_t first_ = -1;  ///< done at the first report: work that is resumed does not begin at 0
    Clock::time_point began_ = Clock::now(), drawn_{};
};

}  // namespace progan::cli
