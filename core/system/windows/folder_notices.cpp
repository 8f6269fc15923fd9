#include "core/system/folder_notices.h"

#include <condition_variable>
#include <mutex>

namespace progan::system {

/// No notices: whoever waits looks again when the time is over.
struct FolderNotices::Waiting {
    std::mutex mutex;
    std::condition_variable ended;
    bool end = false;  ///< behind mutex
};

FolderNotices::FolderNotices() : waiting_(std::make_unique<Waiting>()) {}

FolderNotices::~FolderNotices() = default;

void FolderNotices::watch(const std::filesystem::path&) {}

bool FolderNotices::wait(std::chrono::milliseconds longest) {
    std::unique_lock lock(waiting_->mutex);
    return !waiting_->ended.wait_for(lock, longest, [this] { return waiting_->end; });
}

void FolderNotices::end() {
    {
        const std::lock_guard lock(waiting_->mutex);
        waiting_->end = true;
    }
    waiting_->ended.notify_all();
}

}  // namespace progan::system
