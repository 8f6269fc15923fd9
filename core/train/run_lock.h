// Ensures that one process at a time trains in a run's folder, even after a kill.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/files/descriptor.h"

namespace progan {

/// Holds `<out>/lock` until it is destroyed or its process ends in any way.
class RunLock {
  public:
    /// Makes the folder. Throws Error if another process trains there, or if either cannot be created.
    explicit RunLock(const std::filesystem::path& out);
    ~RunLock() = default;
    /// Removes the file, and the folder if this made it and nothing else is in it: of a run that did not
    /// begin.
    void forget();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

  private:
    std::filesystem::path out_;
    bool made_folder_ = false;
    Descriptor file_;
};

/// Whether a run has begun in the folder, though it may not have come as far as a checkpoint.
bool has_run_lock(const std::filesystem::path& out);

/// The process that trains in the folder; `process` is its id if it runs on this machine, otherwise 0.
struct RunOwner {
    int process = 0;
    std::string machine;
};
std::optional<RunOwner> run_owner(const std::filesystem::path& out);

}  // namespace progan
