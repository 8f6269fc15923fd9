#include "core/kernels/thread_pool.h"

#include <chrono>

#include "core/system/atomic_wait.h"

namespace progan {
namespace {

constexpr auto kSpin = std::chrono::microseconds(50);

void relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/// Waits until the value is no longer `old`: spins for a moment, then sleeps.
void wait_while(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
    const auto end = std::chrono::steady_clock::now() + kSpin;
    do {
        for (int i = 0; i < 64; ++i) {
            if (value.load(std::memory_order_acquire) != old) return;
            relax();
        }
    } while (std::chrono::steady_clock::now() < end);
    while (value.load(std::memory_order_acquire) == old) system::wait_on(value, old);
}

}  // namespace

ThreadPool::ThreadPool(int threads) {
    for (int thread = 1; thread < threads; ++thread) threads_.emplace_back([this, thread] { serve(thread); });
}

ThreadPool::~ThreadPool() {
    stopping_ = true;
    round_.fetch_add(1, std::memory_order_release);
    system::wake_all(round_);
    for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::run_erased(std::ptrdiff_t items, Call call, const void* context) {
    if (threads_.empty() || items <= 1) {
        for (std::ptrdiff_t item = 0; item < items; ++item) call(context, item, 0);
        return;
    }
    call_ = call;
    context_ = context;
    items_ = items;
    next_.store(0, std::memory_order_relaxed);
    busy_.store(static_cast<std::uint32_t>(threads_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    system::wake_all(round_);
    take_items(0);
    for (std::uint32_t busy = busy_.load(std::memory_order_acquire); busy != 0;
         busy = busy_.load(std::memory_order_acquire))
        wait_while(busy_, busy);
}

void ThreadPool::take_items(int thread) {
    for (std::ptrdiff_t item = next_.fetch_add(1, std::memory_order_relaxed); item < items_;
         item = next_.fetch_add(1, std::memory_order_relaxed))
        call_(context_, item, thread);
}

void ThreadPool::serve(int thread) {
    std::uint32_t seen = 0;
    while (true) {
        wait_while(round_, seen);
        ++seen;  // run() starts a round only after all threads have finished the previous one
        if (stopping_) return;
        take_items(thread);
        if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) system::wake_one(busy_);
    }
}

}  // namespace progan
