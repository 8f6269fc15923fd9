// The message log on disk: DATA/log.txt, and DATA/log.1.txt before it. Bounded: half a mebibyte each. One
// thread (the window's); written on the engine's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "app/explorer/state/app_state.h"
#include "core/engine/engine.h"

namespace progan {

std::filesystem::path log_path(const AppState& state);
/// "2026-05-04 09:08:07  Kept as "Seed 15".\n"; an error is marked.
std::string log_line(const LogEntry& entry);

class LogFile {
  public:
    LogFile(const AppState& state, Engine& engine) : state_(state), engine_(engine) {}
    /// Once a frame, and at the end: has what is new appended. A log that cannot be written is done without.
    void write_new_messages();

  private:
    const AppState& state_;
    Engine& engine_;
    std::uint64_t written_ = 0;
};

}  // namespace progan
