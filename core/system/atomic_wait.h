// std::atomic's wait and notify: by the system's own calls where the C++ library can miss a wake-up.
#pragma once

#include <atomic>
#include <cstdint>

namespace progan::system {

/// Returns once the value is not `old`; may return before.
void wait_on(const std::atomic<std::uint32_t>& value, std::uint32_t old);
/// Those who wait on it look again. Change the value first.
void wake_one(std::atomic<std::uint32_t>& value);
void wake_all(std::atomic<std::uint32_t>& value);

}  // namespace progan::system
