#include "tests/support/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace progan::test {

Process::Process(const std::vector<std::string>& command,
                 const std::map<std::string, std::string>& environment, const std::filesystem::path& output,
                 int inherited) {
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const pid_t parent = getpid();
    id_ = fork();
    if (id_ < 0) throw std::runtime_error("fork failed");
    if (id_ > 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(126);
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    if (inherited >= 0) fcntl(inherited, F_SETFD, 0);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

Process::~Process() {
    if (!wait(0)) {
        ::kill(id_, SIGKILL);
        waitpid(id_, nullptr, 0);
    }
}

std::optional<int> Process::wait(double seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!status_) {
        int raw = 0;
        if (waitpid(id_, &raw, WNOHANG) == id_) {
            status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
        } else {
            if (std::chrono::steady_clock::now() >= end) return {};
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    return status_;
}

void Process::signal(int number) const {
    ::kill(id_, number);
}

std::string output_of(const std::string& shell_command) {
    FILE* pipe = popen(shell_command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run: " + shell_command);
    std::string output;
    char buffer[4096];
    for (std::size_t count = 0; (count = fread(buffer, 1, sizeof(buffer), pipe)) > 0;)
        output.append(buffer, count);
    if (pclose(pipe) != 0) throw std::runtime_error("failed: " + shell_command + "\n" + output);
    return output;
}

}  // namespace progan::test
