// Tells that another program has changed a file. Owned by App; a thread of its own waits for the system's
// notice, and looks once a second where a network file system gives none.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/files/file_mark.h"
#include "core/system/folder_notices.h"

namespace progan {

class FileWatch {
  public:
    /// `changed` is called on the thread of the watch when any of the files has become another one, has come
    /// or has gone; also if this program did that. It must not call the watch.
    explicit FileWatch(std::function<void()> changed);
    ~FileWatch();
    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;

    /// The files to watch from now on, as they are now. They, and their folders, need not exist.
    void watch(std::vector<std::filesystem::path> files);

  private:
    void run();
    bool look();

    const std::function<void()> changed_;
    system::FolderNotices notices_;
    std::mutex mutex_;
    std::vector<std::filesystem::path> files_;  ///< behind mutex_, like marks_
    std::vector<FileMark> marks_;
    std::thread thread_;
};

}  // namespace progan
