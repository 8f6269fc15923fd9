#include "core/files/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

namespace progan {
namespace {

constexpr std::chrono::milliseconds kBetweenTries{5};

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds patience) {
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    file_ = ::open((folder / "shared.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file_ < 0) return;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
        held_ = ::flock(file_, LOCK_EX | LOCK_NB) == 0;
        if (held_ || (errno != EWOULDBLOCK && errno != EINTR) || std::chrono::steady_clock::now() >= end)
            return;
        std::this_thread::sleep_for(kBetweenTries);
    }
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace progan
