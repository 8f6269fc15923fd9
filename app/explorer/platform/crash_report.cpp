#include "app/explorer/platform/crash_report.h"

#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string_view>

#include "core/files/unused_path.h"
#include "core/support/error.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr std::array kSignals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr std::string_view kBegin = "crash-", kTold = "crash-report-", kEnd = ".txt";
constexpr std::size_t kAboutBytes = 4096, kLogBytes = 4096, kStackBytes = 64 << 10, kReportsKept = 5;
constexpr int kMaxFrames = 100;

/// What the handler needs: it may allocate nothing and take no lock.
struct Plan {
    std::array<char, PATH_MAX> report{}, log{};
    std::array<std::array<char, kAboutBytes>, 2> about{};
    std::atomic<int> about_now{0};
    std::array<char, 512> exception{};  ///< that nobody caught
    std::atomic_flag reporting;
    alignas(16) std::array<char, kStackBytes> stack{};  ///< to report an overflow of the main thread's own
};
Plan plan;

void put(int file, const char* text) {
    [[maybe_unused]] const ssize_t written = ::write(file, text, ::strlen(text));
}

const char* name_of(int signal) {
    switch (signal) {
        case SIGSEGV:
            return "SIGSEGV (an invalid memory address)";
        case SIGBUS:
            return "SIGBUS (memory that has vanished, as when a file is truncated)";
        case SIGFPE:
            return "SIGFPE (arithmetic)";
        case SIGILL:
            return "SIGILL (an instruction that this processor does not know)";
        default:
            return "SIGABRT (a failed check, or an exception that nobody caught)";
    }
}

void put_end_of_log(int to) {
    const int log = ::open(plan.log.data(), O_RDONLY | O_CLOEXEC);
    if (log < 0) return;
    const off_t size = ::lseek(log, 0, SEEK_END);
    ::lseek(log, std::max<off_t>(0, size - static_cast<off_t>(kLogBytes)), SEEK_SET);
    std::array<char, kLogBytes> text{};
    const ssize_t got = ::read(log, text.data(), text.size());
    if (got > 0) [[maybe_unused]]
        const ssize_t written = ::write(to, text.data(), static_cast<std::size_t>(got));
    ::close(log);
}

void report(int signal) {
    const int file = ::open(plan.report.data(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return;
    put(file, "ProGAN Explorer crashed. Nothing in this file leaves your machine unless you send it.\n\n");
    put(file, plan.about[static_cast<std::size_t>(plan.about_now.load())].data());
    put(file, "Ended by: ");
    put(file, name_of(signal));
    if (plan.exception[0] != 0) {
        put(file, "\nException: ");
        put(file, plan.exception.data());
    }
    put(file, "\n\nStack trace:\n");
    std::array<void*, kMaxFrames> frames{};
    ::backtrace_symbols_fd(frames.data(), ::backtrace(frames.data(), kMaxFrames), file);
    put(file, "\nLast messages:\n");
    put_end_of_log(file);
    ::close(file);
}

void handle(int signal) {
    if (!plan.reporting.test_and_set()) report(signal);
    ::signal(signal, SIG_DFL);
    ::raise(signal);  // once this handler has returned
}

[[noreturn]] void end_uncaught() {
    std::snprintf(plan.exception.data(), plan.exception.size(), "%s",
                  std::current_exception() ? current_error_sentence().c_str() : "none");
    std::fprintf(stderr, "progan-explorer: %s\n", plan.exception.data());
    std::abort();
}

void copy(const std::string& text, char* to, std::size_t room) {
    std::snprintf(to, room, "%s", text.c_str());
}

}  // namespace

CrashReport::CrashReport(const fs::path& folder, const fs::path& log) {
    copy((folder / (std::string(kBegin) + std::to_string(::getpid()) + std::string(kEnd))).string(),
         plan.report.data(), plan.report.size());
    copy(log.string(), plan.log.data(), plan.log.size());
    std::array<void*, 1> frame{};
    ::backtrace(frame.data(), 1);  // loads its library now: in the handler there may be no memory for that
    stack_t stack{};
    stack.ss_sp = plan.stack.data();
    stack.ss_size = plan.stack.size();
    ::sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = handle;
    action.sa_flags = SA_ONSTACK;
    for (const int signal : kSignals) ::sigaction(signal, &action, nullptr);
    std::set_terminate(end_uncaught);
}

CrashReport::~CrashReport() {
    for (const int signal : kSignals) ::signal(signal, SIG_DFL);
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    ::sigaltstack(&none, nullptr);
}

void CrashReport::note(const std::string& what, const std::string& text) {
    about_[what] = text;
    std::string all;
    for (const auto& [of, said] : about_) all.append(of).append(": ").append(said).append("\n");
    const int next = 1 - plan.about_now.load();
    copy(all, plan.about[static_cast<std::size_t>(next)].data(), kAboutBytes);
    plan.about_now = next;
}

std::vector<fs::path> new_crash_reports(const fs::path& folder) {
    std::vector<fs::path> fresh, told;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(kBegin) || !name.ends_with(kEnd)) continue;
        (name.starts_with(kTold) ? told : fresh).push_back(entry.path());
    }
    std::vector<fs::path> found;
    for (const fs::path& path : fresh) {
        fs::path to = unused_path(folder, std::string(kTold) + time_stamp(), kEnd);
        fs::rename(path, to, error);
        if (!error) found.push_back(std::move(to));
    }
    std::sort(told.begin(), told.end());  // by date
    for (std::size_t i = 0; i + kReportsKept < told.size() + found.size() && i < told.size(); ++i)
        fs::remove(told[i], error);
    return found;
}

}  // namespace progan
