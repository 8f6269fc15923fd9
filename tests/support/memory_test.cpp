#include "core/support/memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstddef>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#ifdef __GLIBC__

namespace progan {
namespace {

/// Of this process.
std::size_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t all = 0, resident = 0;
    statm >> all >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

TEST(Memory, WhatAThreadHasFreedInSmallPiecesGoesBackToTheSystem) {
    constexpr std::size_t kPiece = 30000, kPieces = 2000, kAll = kPiece * kPieces;
    std::vector<std::unique_ptr<std::byte[]>> pieces;
    std::thread([&pieces] {
        for (std::size_t i = 0; i < kPieces; ++i)
            pieces.push_back(std::make_unique<std::byte[]>(kPiece));  // written, so resident
    }).join();
    const std::size_t full = resident_bytes();
    const std::unique_ptr<std::byte[]> last =
        std::move(pieces.back());  // so that the heap cannot simply shrink
    pieces.clear();
    return_free_memory();
    EXPECT_LT(resident_bytes() + kAll * 3 / 4, full);
}

}  // namespace
}  // namespace progan

#endif
