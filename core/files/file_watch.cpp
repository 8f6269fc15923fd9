#include "core/files/file_watch.h"

#include <utility>

namespace progan {
namespace {
constexpr std::chrono::milliseconds kBetweenLooks{1000};
}

FileWatch::FileWatch(std::function<void()> changed) : changed_(std::move(changed)) {
    thread_ = std::thread([this] { run(); });
}

FileWatch::~FileWatch() {
    notices_.end();
    thread_.join();
}

void FileWatch::watch(std::vector<std::filesystem::path> files) {
    const std::lock_guard lock(mutex_);
    files_ = std::move(files);
    marks_.clear();
    for (const std::filesystem::path& file : files_) {
        marks_.push_back(file_mark(file));
        notices_.watch(file.parent_path());
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
    while (notices_.wait(kBetweenLooks))
        if (look()) changed_();
}

}  // namespace progan
