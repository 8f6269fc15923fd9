// Progress of long work. Every report is a cancellation point: it throws Cancelled once the user has stopped
// the work.
#pragma once

#include <cstdint>
#include <functional>

namespace progan {

/// Called with the work done and the total (same unit, total > 0). May throw Cancelled.
using ProgressReport = std::function<void(std::int64_t done, std::int64_t total)>;

}  // namespace progan
