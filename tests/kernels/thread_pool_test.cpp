#include "core/kernels/thread_pool.h"

#include <gtest/gtest.h>
#include <chrono>

#include <numeric>

namespace progan {
namespace {

TEST(ThreadPoolTest, EveryItemIsDoneOnce) {
    for (const int threads : {1, 2, 5}) {
        ThreadPool pool(threads);
        EXPECT_EQ(pool.size(), threads);
        std::vector<int> done(1000);
        for (int round = 1; round <= 50; ++round) {
            pool.run(1000, [&](std::ptrdiff_t item, int) { ++done[static_cast<std::size_t>(item)]; });
            EXPECT_EQ(std::accumulate(done.begin(), done.end(), 0), 1000 * round);
        }
        pool.run(0, [](std::ptrdiff_t, int) { FAIL(); });
    }
}

TEST(ThreadPoolTest, ARoundSeesWhatTheLastOneWrote) {
    ThreadPool pool(3);
    std::vector<long> values(64, 1);
    for (int round = 0; round < 200; ++round) {
        std::vector<long> next(64);
        pool.run(64, [&](std::ptrdiff_t item, int) {
            const auto i = static_cast<std::size_t>(item);
            next[i] = values[(i + 1) % 64] + 1;
        });
        values.swap(next);
    }
    for (const long value : values) EXPECT_EQ(value, 201);
}

TEST(ThreadPoolTest, SleepsAndWakes) {
    ThreadPool pool(2);
    for (int round = 0; round < 3; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));  // longer than it spins
        std::atomic<int> done = 0;
        pool.run(10, [&](std::ptrdiff_t, int) { ++done; });
        EXPECT_EQ(done, 10);
    }
}

}  // namespace
}  // namespace progan
