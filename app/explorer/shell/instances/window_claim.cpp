#include "app/explorer/shell/instances/window_claim.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>
#include <string>

#include "app/explorer/state/queries.h"
#include "app/explorer/state/window_file.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kMaxWindows = 1000;

std::string this_machine() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// Whether the process that a lock file names is another one that still runs; one on another machine may.
bool names_a_live_process(int file) {
    std::array<char, 512> bytes{};
    const ssize_t length = ::pread(file, bytes.data(), bytes.size() - 1, 0);
    std::istringstream text(length > 0 ? bytes.data() : "");
    std::string machine;
    long process = 0;
    if (!(text >> process >> machine) || process <= 0) return false;
    if (machine != this_machine()) return true;
    return process != ::getpid() && (::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH);
}

}  // namespace

std::vector<int> known_windows(const fs::path& folder) {
    using Saved = std::pair<fs::file_time_type, int>;
    std::vector<Saved> saved;
    std::error_code ignored;
    for (int number = 1; number <= kMaxWindows; ++number) {
        const fs::path session = window_file(folder, "session", number, ".json");
        const bool has_session = fs::exists(session, ignored);
        if (has_session)
            saved.emplace_back(fs::last_write_time(session, ignored), -number);
        else if (fs::exists(window_file(folder, "history", number, ".jsonl"), ignored))
            saved.emplace_back(fs::file_time_type::min(), -number);
        else if (number > 1 && !fs::exists(window_file(folder, "window", number, ".lock"), ignored))
            break;
    }
    std::sort(saved.rbegin(), saved.rend());
    std::vector<int> numbers;
    numbers.reserve(saved.size());
    for (const auto& [time, number] : saved) numbers.push_back(-number);
    return numbers;
}

WindowClaim::WindowClaim(const fs::path& folder, Locks locks) {
    const std::vector<int> known = known_windows(folder);
    std::vector<int> numbers = known;
    for (int number = 1; number <= kMaxWindows; ++number)
        if (std::find(known.begin(), known.end(), number) == known.end()) numbers.push_back(number);
    const auto taken =
        std::find_if(numbers.begin(), numbers.end(), [&](int number) { return take(folder, number, locks); });
    number_ = taken == numbers.end() ? 1 : *taken;
    std::error_code ignored;
    if (!known.empty() && !fs::exists(window_file(folder, "session", number_, ".json"), ignored))
        other_session_ = window_file(folder, "session", known.front(), ".json");
}

bool WindowClaim::take(const fs::path& folder, int number, Locks locks) {
    const fs::path path = window_file(folder, "window", number, ".lock");
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!file) return number == 1;  // nothing can be written here
    const bool locked = locks == Locks::used && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
    if (!locked) {
        if (locks == Locks::used && errno == EWOULDBLOCK) return false;
        if (names_a_live_process(file.get())) return false;
    }
    const std::string owner = std::to_string(::getpid()) + " " + this_machine() + "\n";
    if (::ftruncate(file.get(), 0) == 0) [[maybe_unused]]
        const ssize_t written = ::pwrite(file.get(), owner.data(), owner.size(), 0);
    lock_ = std::move(file);
    return true;
}

}  // namespace progan
