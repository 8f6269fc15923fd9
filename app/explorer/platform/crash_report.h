// If the program crashes, it leaves something to send: DATA/crash-PID.txt with the version, the devices, a
// stack trace and the last messages. The next start finds it. One per process; signal handlers are global.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace progan {

class CrashReport {
  public:
    /// From now on, a crash (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT) of any thread is reported in `folder`,
    /// with the end of the file `log`. The process still ends by that signal.
    CrashReport(const std::filesystem::path& folder, const std::filesystem::path& log);
    ~CrashReport();
    CrashReport(const CrashReport&) = delete;
    CrashReport& operator=(const CrashReport&) = delete;

    /// What the report says of this program: "Model", "Portraits 128". The latest counts. One thread.
    void note(const std::string& what, const std::string& text);

  private:
    std::map<std::string, std::string> about_;
};

/// The reports of programs that have crashed in that folder, under names that are told once:
/// crash-report-DATE.txt. Those of more than a few crashes ago are removed. Never throws.
std::vector<std::filesystem::path> new_crash_reports(const std::filesystem::path& folder);

}  // namespace progan
