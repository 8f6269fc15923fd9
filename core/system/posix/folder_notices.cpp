#include "core/system/folder_notices.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>

#include "core/system/file.h"

namespace progan::system {

struct FolderNotices::Waiting {
    Descriptor notices, end_to_read, end_to_close;
};

FolderNotices::FolderNotices() : waiting_(std::make_unique<Waiting>()) {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category());
    waiting_->end_to_read = Descriptor(ends[0]);
    waiting_->end_to_close = Descriptor(ends[1]);
    waiting_->notices = Descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));  // or none
}

FolderNotices::~FolderNotices() = default;

void FolderNotices::watch(const std::filesystem::path& folder) {
    if (waiting_->notices)
        ::inotify_add_watch(
            waiting_->notices.get(), folder.c_str(),
            IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_MOVE_SELF | IN_DELETE_SELF);
}

bool FolderNotices::wait(std::chrono::milliseconds longest) {
    std::array<pollfd, 2> waiting{pollfd{waiting_->end_to_read.get(), POLLIN, 0},
                                  pollfd{waiting_->notices.get(), POLLIN, 0}};
    ::poll(waiting.data(), waiting_->notices ? 2 : 1, static_cast<int>(longest.count()));
    if (waiting[0].revents != 0) return false;
    if (waiting[1].revents != 0) {
        alignas(inotify_event) std::array<std::byte, 4096> bytes{};
        while (read_some(waiting_->notices, bytes) > 0) {
        }
    }
    return true;
}

void FolderNotices::end() {
    const Descriptor closed = std::move(waiting_->end_to_close);  // the other end reads the end
}

}  // namespace progan::system
