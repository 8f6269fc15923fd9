// A result that is written under a hidden name beside its own, and gets its name when it is whole.
#pragma once

#include <filesystem>

namespace progan {

/// Owns the hidden file or folder until publish(); the destructor removes it. One thread.
class PartialPath {
  public:
    /// Makes missing parent folders; makes nothing else yet. Throws Error if that fails.
    explicit PartialPath(std::filesystem::path target);
    ~PartialPath();
    PartialPath(const PartialPath&) = delete;
    PartialPath& operator=(const PartialPath&) = delete;

    /// Where to write: in the target's folder, with the target's extension.
    const std::filesystem::path& path() const { return partial_; }
    const std::filesystem::path& target() const { return target_; }

    /// Syncs what was written to the disk and renames it to the target, over a file of that name. Throws
    /// Error.
    void publish();

  private:
    std::filesystem::path target_, partial_;
    bool published_ = false;
};

}  // namespace progan
