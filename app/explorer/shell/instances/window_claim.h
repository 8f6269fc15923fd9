// Which files of the data folder are this window's own: its session and its history. Owned by App.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/files/descriptor.h"

namespace progan {

/// Windows of a data folder are numbered from 1. Number 1 has session.json and history.jsonl, number 2
/// session-2.json and history-2.jsonl, and so on.
class WindowClaim {
  public:
    enum class Locks { used, unknown };  ///< unknown: as on a file system without them

    /// Takes the number of a window that has ended, in whatever way: of several, the one whose session was
    /// saved last. If all are in use, a new one. It is this window's until it ends: `window.lock` (or
    /// window-2.lock, ...) is locked, and names the process for file systems without locks, on which two
    /// windows that start in the same moment may take the same. Where nothing can be written, it is 1.
    explicit WindowClaim(const std::filesystem::path& folder, Locks locks = Locks::used);

    int number() const { return number_; }
    /// Of a window that has no session yet: that of another one, the last saved, for the settings.
    std::optional<std::filesystem::path> other_session() const { return other_session_; }

  private:
    bool take(const std::filesystem::path& folder, int number, Locks locks);

    int number_ = 1;
    std::optional<std::filesystem::path> other_session_;
    Descriptor lock_;
};

/// The windows that have files in the folder, the one whose session was saved last first.
std::vector<int> known_windows(const std::filesystem::path& folder);

}  // namespace progan
