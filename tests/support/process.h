// A child process of a test, killed at the end if it still runs.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace progan::test {

class Process {
  public:
    /// Starts a program; what it prints goes to `output`. `environment` is added to the test's own.
    /// `inherited`, if not negative, is a descriptor that stays open in the child. Throws std::runtime_error
    /// if it cannot be started.
    Process(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment,
            const std::filesystem::path& output, int inherited = -1);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t id() const { return id_; }
    /// The exit status, or 128 + the signal; nothing if it still runs after `seconds`.
    std::optional<int> wait(double seconds);
    void signal(int number) const;

  private:
    pid_t id_ = -1;
    std::optional<int> status_;
};

/// Runs a program to its end and returns what it printed on stdout. Throws std::runtime_error unless it exits
/// with 0.
std::string output_of(const std::string& shell_command);

}  // namespace progan::test
