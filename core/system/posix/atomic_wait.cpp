#include "core/system/atomic_wait.h"

namespace progan::system {

void wait_on(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
    value.wait(old, std::memory_order_acquire);
}

void wake_one(std::atomic<std::uint32_t>& value) {
    value.notify_one();
}

void wake_all(std::atomic<std::uint32_t>& value) {
    value.notify_all();
}

}  // namespace progan::system
