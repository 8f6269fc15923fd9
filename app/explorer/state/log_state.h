// What the window has told the person, kept after it has gone from the screen. Plain values.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

namespace progan {

struct LogEntry {
    std::string time;  ///< local, "2026-05-04 09:08:07"
    bool error = false;
    std::string text;
};

struct LogState {
    std::deque<LogEntry> entries;  ///< oldest first, at most kMaxLogEntries
    std::uint64_t count = 0;       ///< since the start, also of those that were dropped
};
inline constexpr std::size_t kMaxLogEntries = 500;

}  // namespace progan
