// The system's notices that something in a folder has changed.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

namespace progan::system {

/// Waits on one thread; the other functions may be called from any.
class FolderNotices {
  public:
    /// Throws std::system_error if the system gives not even a way to wake the waiting thread.
    FolderNotices();
    ~FolderNotices();
    FolderNotices(const FolderNotices&) = delete;
    FolderNotices& operator=(const FolderNotices&) = delete;

    /// One that is watched already stays watched once. Where the system gives no notices, nothing happens.
    void watch(const std::filesystem::path& folder);
    /// Until there is a notice or the time is over: true. False once end() was called.
    bool wait(std::chrono::milliseconds longest);
    void end();

  private:
    struct Waiting;
    std::unique_ptr<Waiting> waiting_;
};

}  // namespace progan::system
