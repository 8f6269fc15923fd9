// A file or folder that grows beside its final place and is moved there when it is whole. Internal to
// core/record.
#pragma once

#include <filesystem>
#include <vector>

#include "core/files/descriptor.h"

namespace progan {

/// Hidden, in the folder of the target, because only there a rename is one step. What a killed program left
/// behind is removed by the next one that writes into the folder: the lock tells the living from the dead.
class PartialPath {
  public:
    enum class Kind { file, folder };

    /// Makes missing parent folders and the empty partial file or folder. Throws Error if the target cannot
    /// be replaced: a folder where a file shall be, or the reverse, or a folder that is not empty.
    PartialPath(const std::filesystem::path& target, Kind kind);
    /// Removes what was not published, and the parent folders that were made for it.
    ~PartialPath();
    PartialPath(const PartialPath&) = delete;
    PartialPath& operator=(const PartialPath&) = delete;

    const std::filesystem::path& target() const { return target_; }
    const std::filesystem::path& path() const { return path_; }  ///< where to write

    /// Makes it safe on disk and gives it its name.
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

}  // namespace progan
