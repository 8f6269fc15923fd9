#include "app/cli/progress_bar.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/cli/interrupt.h"
#include "core/support/format.h"
#include "core/system/terminal.h"

namespace progan::cli {
namespace {

constexpr int kWidth = 24;
constexpr std::chrono::milliseconds kBetweenDrawings{100};

std::string duration_text(double seconds) {
    const auto whole = static_cast<int>(std::lround(seconds));
    if (whole >= 3600) return fmt::format("{}:{:02}:{:02} h", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02} min", whole / 60, whole % 60);
}

}  // namespace

ProgressBar::ProgressBar(std::string title)
    : title_(std::move(title)), visible_(system::stderr_is_terminal()) {}

ProgressBar::~ProgressBar() {
    clear();
}

void ProgressBar::clear() const {
    if (visible_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::report(std::int64_t done, std::int64_t total, const std::string& detail,
                         std::optional<double> seconds_left) {
    check_interrupted();
    const Clock::time_point now = Clock::now();
    if (!visible_ || (done < total && now - drawn_ < kBetweenDrawings)) return;
    drawn_ = now;
    const double part = static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(total, 1));
    const double elapsed = std::chrono::duration<double>(now - began_).count();
    const int filled = static_cast<int>(part * kWidth);
    const std::string bar = std::string(static_cast<std::size_t>(filled), '#') +
                            std::string(static_cast<std::size_t>(kWidth - filled), '.');
    if (first_ < 0) first_ = done;
    const auto here = static_cast<double>(done - first_);
    if (!seconds_left && here > 0) seconds_left = elapsed / here * static_cast<double>(total - done);
    const std::string left = seconds_left ? fmt::format("{} left", duration_text(*seconds_left)) : "";
    std::fprintf(stderr, "\r\033[K%s [%s] %lld/%lld  %s  %s", title_.c_str(), bar.c_str(),
                 static_cast<long long>(done), static_cast<long long>(total), left.c_str(), detail.c_str());
    std::fflush(stderr);
}

}  // namespace progan::cli
