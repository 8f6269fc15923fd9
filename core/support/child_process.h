// Programs that this one starts. A child gets standard input from /dev/null and none of this program's
// descriptors, but those that it is given: no other lock, file or socket stays open in it, nor waits for its
// end. Any thread, one at a time per object.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/system/child_process.h"

namespace progan {

using system::ChildCommand;
using system::ChildEnd;

/// A child that works beside this program, in a session of its own: a signal that the terminal sends, or its
/// end, does not reach it. It continues when the object is destroyed, and when this program ends.
class ChildProcess {
  public:
    /// Replaces the file `output`, where stdout and stderr go. `niceness` is added to this program's. Throws
    /// Error if the file cannot be written, or the program is missing or cannot be started.
    ChildProcess(const ChildCommand& command, const std::filesystem::path& output, int niceness = 0);
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    int id() const { return id_; }
    /// How it ended; nothing while it runs. Does not wait.
    std::optional<ChildEnd> end();
    /// Nothing happens if it has ended.
    void signal(int number);

  private:
    int id_;
    std::optional<ChildEnd> end_;
};

struct ChildOutput {
    std::string text;  ///< stdout and stderr, in the order in which they came
    ChildEnd end;
};

/// Runs a program and waits for its end. Throws Error if it is missing or cannot be started.
ChildOutput run_to_end(const ChildCommand& command);

/// Runs a program with two open descriptors of ours as its standard input and output, and /dev/null for its
/// errors, and waits for its end. `while_waiting` is called some times per second. The child is killed if
/// that throws, and if it takes longer than `longest`: then nothing is returned. Throws Error as
/// run_to_end().
std::optional<ChildEnd> run_between(const ChildCommand& command, int input, int output,
                                    std::chrono::milliseconds longest,
                                    const std::function<void()>& while_waiting);

}  // namespace progan
