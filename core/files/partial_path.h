// A file or folder that is written beside its final place and moved there once it is complete.
#pragma once

#include <filesystem>
#include <vector>

#include "core/files/descriptor.h"

namespace progan {

/// Hidden, in the target's folder, because a rename is atomic only there. What a killed program left behind
/// is removed by the next one that writes to the folder; a lock shows which ones are still in use.
class PartialPath {
  public:
    enum class Kind { file, folder };

    /// Creates missing parent folders and the empty partial file or folder. Throws Error if the target cannot
    /// be replaced: a folder in place of a file, a file in place of a folder, or a folder that is not empty.
    PartialPath(const std::filesystem::path& target, Kind kind);
    /// Removes what was not published, and the parent folders created for it.
    ~PartialPath();
    PartialPath(const PartialPath&) = delete;
    PartialPath& operator=(const PartialPath&) = delete;

    const std::filesystem::path& target() const { return target_; }
    const std::filesystem::path& path() const { return path_; }  ///< where to write

    /// Syncs it to disk and gives it its final name.
    void publish();

  private:
    void make_folders();
    bool make_locked();

    std::filesystem::path target_;  ///< absolute
    std::filesystem::path path_;
    Kind kind_;
    bool published_ = false;
    std::vector<std::filesystem::path> made_folders_;  ///< outermost first
    Descriptor lock_;                                  ///< the partial result itself, open and locked
};

/// Whether a program, this or another, is writing the target beside its final place. Never throws.
bool is_being_written(const std::filesystem::path& target);

}  // namespace progan
