#include "core/files/file_watch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kLookMs = 1000;

void drain(int descriptor) {
    alignas(inotify_event) std::array<char, 4096> bytes{};
    while (::read(descriptor, bytes.data(), bytes.size()) > 0) {
    }
}

}  // namespace

FileWatch::FileWatch(std::function<void()> changed) : changed_(std::move(changed)) {
    if (::pipe2(stop_, O_CLOEXEC) != 0) throw Error("The program could not make a pipe.");
    notices_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);  // without it, looking is enough
    thread_ = std::thread([this] { run(); });
}

FileWatch::~FileWatch() {
    ::close(stop_[1]);  // the thread reads the end
    thread_.join();
    ::close(stop_[0]);
    if (notices_ >= 0) ::close(notices_);
}

void FileWatch::watch(std::vector<std::filesystem::path> files) {
    const std::lock_guard lock(mutex_);
    files_ = std::move(files);
    marks_.clear();
    for (const std::filesystem::path& file : files_) {
        marks_.push_back(file_mark(file));
        // A folder that is watched already stays watched once.
        if (notices_ >= 0)
            ::inotify_add_watch(
                notices_, file.parent_path().c_str(),
                IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_MOVE_SELF | IN_DELETE_SELF);
    }
}

/// Whether any file is not what it was.
bool FileWatch::look() {
    const std::lock_guard lock(mutex_);
    bool changed = false;
    for (std::size_t i = 0; i < files_.size(); ++i) {
        const FileMark mark = file_mark(files_[i]);
        changed = changed || !(mark == marks_[i]);
        marks_[i] = mark;
    }
    return changed;
}

void FileWatch::run() {
    while (true) {
        std::array<pollfd, 2> waiting{pollfd{stop_[0], POLLIN, 0}, pollfd{notices_, POLLIN, 0}};
        ::poll(waiting.data(), notices_ >= 0 ? 2 : 1, kLookMs);
        if (waiting[0].revents != 0) return;
        if (waiting[1].revents != 0) drain(notices_);
        if (look()) changed_();
    }
}

}  // namespace progan
