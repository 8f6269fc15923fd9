// Ensures that one program at a time changes what several share in a folder. For the moment of a change only.
#pragma once

#include <chrono>
#include <filesystem>

#include "core/files/descriptor.h"

namespace progan {

/// Holds a lock on `<folder>/shared.lock`, which stays there, until it is destroyed or the process ends in
/// any way. Waits for another holder; but one that does not let go within `patience` (it was stopped, or
/// hangs), and a file system that knows no locks, do not keep anybody from working: then it is not held. So
/// what it guards must be safe without it as well: read before it is written, and replaced atomically. Never
/// throws.
class FolderLock {
  public:
    explicit FolderLock(const std::filesystem::path& folder,
                        std::chrono::milliseconds patience = std::chrono::seconds(10));
    ~FolderLock() = default;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    bool held() const { return held_; }

  private:
    Descriptor file_;
    bool held_ = false;
};

}  // namespace progan
