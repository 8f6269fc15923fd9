#include "app/explorer/shell/help/log_file.h"

#include <algorithm>

#include "core/files/rotating_log.h"

namespace progan {
namespace {

constexpr std::uintmax_t kMaxBytes = 512 << 10;

}  // namespace

std::filesystem::path log_path(const AppState& state) {
    return state.data_dir / "log.txt";
}

std::string log_line(const LogEntry& entry) {
    std::string text = entry.text;
    std::replace(text.begin(), text.end(), '\n', ' ');
    return entry.time + (entry.error ? "  error: " : "  ") + text + "\n";
}

void LogFile::write_new_messages() {
    const LogState& log = state_.log;
    if (written_ == log.count) return;
    const std::uint64_t fresh = std::min<std::uint64_t>(log.count - written_, log.entries.size());
    std::string text;
    for (std::size_t i = log.entries.size() - fresh; i < log.entries.size(); ++i)
        text += log_line(log.entries[i]);
    written_ = log.count;
    engine_.run_task([path = log_path(state_), text] {
        try {
            append_to_rotating_log(path, text, kMaxBytes);
        } catch (const std::exception&) {  // telling would only make more to write
        }
    });
}

}  // namespace progan
