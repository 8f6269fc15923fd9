// This process, other ones, and the machine they run on. Any thread, where nothing else is said.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

namespace progan::system {

int process_id();
/// Whether there is such a process; also if it is another user's.
bool is_running(int process);
/// The file that this process runs, with links resolved; empty if `error` is set.
std::filesystem::path program_path(std::error_code& error);
/// This program once more in place of itself, with the same process id and open files. Returns only where
/// that cannot be. `arguments` are main's.
void run_again(char** arguments);

/// The calling thread lets others go first, where the system can be asked for that of one thread.
void yield_to_others(int niceness);
/// How many processors this process may use; at least 1.
int usable_processors();
/// What runs below all programs, and on what kind of processor: "Linux 6.1.0-18-amd64, x86_64".
std::string kernel_text();
/// The name by which a network knows it; may be empty.
std::string machine_name();

/// A variable of the environment, as UTF-8; nothing if it is not set.
std::optional<std::string> environment(const char* name);
/// Not while another thread looks at the environment.
bool set_environment(const char* name, const std::string& value);
void unset_environment(const char* name);
/// The user's own folder; empty if there is none.
std::filesystem::path home_folder();

/// main's arguments, of which the last is followed by a null.
struct Arguments {
    int count;
    char** texts;
};
/// The same as UTF-8: those given, where they are so already. They stay for ever.
Arguments utf8_arguments(const Arguments& given);

}  // namespace progan::system
