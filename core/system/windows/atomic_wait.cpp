// GCC 12's std::atomic looks at the value before it takes the lock of the condition that it sleeps on, where
// the system has no futex; who changes the value in between wakes nobody.
#include "core/system/atomic_wait.h"

#include <windows.h>

namespace progan::system {

void wait_on(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
    // It only reads.
    WaitOnAddress(const_cast<std::atomic<std::uint32_t>*>(&value), &old, sizeof old, INFINITE);
}

void wake_one(std::atomic<std::uint32_t>& value) {
    WakeByAddressSingle(&value);
}

void wake_all(std::atomic<std::uint32_t>& value) {
    WakeByAddressAll(&value);
}

}  // namespace progan::system
