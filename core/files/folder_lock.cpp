#include "core/files/folder_lock.h"

#include <cerrno>
#include <thread>

namespace progan {
namespace {

constexpr std::chrono::milliseconds kBetweenTries{5};

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds patience) {
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    file_ = system::open_or_make_unlinked(folder / "shared.lock");
    if (!file_) return;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
        held_ = system::try_lock(file_, system::Share::alone);
        if (held_ || (errno != EWOULDBLOCK && errno != EINTR) || std::chrono::steady_clock::now() >= end)
            return;
        std::this_thread::sleep_for(kBetweenTries);
    }
}

}  // namespace progan
