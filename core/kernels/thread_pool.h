// A few threads that repeatedly share the items of one piece of work, with minimal latency: they spin for a
// moment before they sleep. Not OpenMP: its threads sleep and wake more slowly, would clash with LibTorch's
// libgomp, and ThreadSanitizer does not understand them. Owned and called by one thread, which takes part in
// the work.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace progan {

class ThreadPool {
  public:
    /// `threads`, at least 1, includes the caller's.
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int size() const { return static_cast<int>(threads_.size()) + 1; }

    /// Calls work(item, thread) for each item in 0..items-1, in any order, on threads 0..size()-1. Returns
    /// when all are done. `work` must not throw.
    template <typename Work>
    void run(std::ptrdiff_t items, const Work& work) {
        run_erased(
            items,
            [](const void* context, std::ptrdiff_t item, int thread) {
                (*static_cast<const Work*>(context))(item, thread);
            },
            &work);
    }

  private:
    using Call = void (*)(const void* context, std::ptrdiff_t item, int thread);

    void run_erased(std::ptrdiff_t items, Call call, const void* context);
    void take_items(int thread);
    void serve(int thread);

    // Written by the caller before it increments `round_`, read by the other threads afterwards.
    Call call_ = nullptr;
    const void* context_ = nullptr;
    std::ptrdiff_t items_ = 0;
    bool stopping_ = false;

    alignas(64) std::atomic<std::uint32_t> round_{0};
    alignas(64) std::atomic<std::ptrdiff_t> next_{0};
    alignas(64) std::atomic<std::uint32_t> busy_{0};
    std::vector<std::thread> threads_;
};

}  // namespace progan
