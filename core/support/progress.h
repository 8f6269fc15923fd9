// Progress of long work. Every report is a cancellation point: it throws Cancelled when the person stopped
// the work.
#pragma once

#include <cstdint>
#include <functional>

namespace progan {

/// Called with work done and work in all (same unit, total > 0). May throw Cancelled.
using ProgressReport = std::function<void(std::int64_t done, std::int64_t total)>;

}  // namespace progan
