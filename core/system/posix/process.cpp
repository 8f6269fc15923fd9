#include "core/system/process.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>  // setenv
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace progan::system {
namespace {
constexpr const char* kProgram = "/proc/self/exe";
}

int process_id() {
    return ::getpid();
}

bool is_running(int process) {
    return ::kill(process, 0) == 0 || errno != ESRCH;
}

std::filesystem::path program_path(std::error_code& error) {
    return std::filesystem::read_symlink(kProgram, error);
}

void run_again(char** arguments) {
    std::error_code error;
    // By its own path, not the link's, so that it keeps its name in lists of processes.
    const std::filesystem::path program = program_path(error);
    if (!error) ::execv(program.c_str(), arguments);
}

/// Linux has a niceness per thread. If it cannot be set, nothing is lost but politeness.
void yield_to_others(int niceness) {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

int usable_processors() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return std::max(1, CPU_COUNT(&set));
}

std::string kernel_text() {
    utsname names{};
    ::uname(&names);
    return std::string(names.sysname) + " " + names.release + ", " + names.machine;
}

std::string machine_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::optional<std::string> environment(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return value;
}

bool set_environment(const char* name, const std::string& value) {
    return ::setenv(name, value.c_str(), 1) == 0;
}

void unset_environment(const char* name) {
    ::unsetenv(name);
}

std::filesystem::path home_folder() {
    return environment("HOME").value_or("");
}

Arguments utf8_arguments(const Arguments& given) {
    return given;
}

}  // namespace progan::system
