#include "core/support/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "core/support/error.h"

namespace progan {
namespace {

/// A descriptor that is closed at the end of its scope.
struct Closing {
    int descriptor;
    explicit Closing(int opened) : descriptor(opened) {}
    ~Closing() { close_now(); }
    Closing(const Closing&) = delete;
    Closing& operator=(const Closing&) = delete;
    void close_now() {
        if (descriptor >= 0) close(descriptor);
        descriptor = -1;
    }
};

struct FileActions {
    posix_spawn_file_actions_t actions;
    /// stdin is /dev/null, stdout and stderr are `output`; the rest is closed.
    explicit FileActions(int output) {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
};

struct Attributes {
    posix_spawnattr_t attributes;
    explicit Attributes(short flags) {
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, flags);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
};

/// What exec takes: the texts' addresses, ended by a null.
std::vector<char*> addresses(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::vector<std::string> whole_environment(const std::map<std::string, std::string>& more) {
    std::vector<std::string> variables;
    for (char** variable = environ; *variable; ++variable) {
        const std::string_view text = *variable;
        if (!more.contains(std::string(text.substr(0, text.find('='))))) variables.emplace_back(text);
    }
    for (const auto& [name, value] : more) variables.push_back(std::string(name).append("=").append(value));
    return variables;
}

pid_t started(const ChildCommand& command, int output, short flags) {
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> environment = whole_environment(command.environment);
    const FileActions files(output);
    const Attributes attributes(flags);
    pid_t id = 0;
    const int error = posix_spawn(&id, command.program.c_str(), &files.actions, &attributes.attributes,
                                  addresses(words).data(), addresses(environment).data());
    if (error != 0)
        throw Error("{} could not be started: {}.", command.program.string(), std::strerror(error));
    return id;
}

ChildEnd end_of(int status) {
    return WIFSIGNALED(status) ? ChildEnd{0, WTERMSIG(status)} : ChildEnd{WEXITSTATUS(status), 0};
}

}  // namespace

ChildProcess::ChildProcess(const ChildCommand& command, const std::filesystem::path& output, int niceness) {
    const Closing file(open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.descriptor < 0) throw Error("{} cannot be written: {}.", output.string(), std::strerror(errno));
    id_ = started(command, file.descriptor, POSIX_SPAWN_SETSID);
    // Of its first thread, before it starts others: they inherit it.
    if (niceness != 0)
        setpriority(PRIO_PROCESS, static_cast<id_t>(id_), getpriority(PRIO_PROCESS, 0) + niceness);
}

std::optional<ChildEnd> ChildProcess::end() {
    int status = 0;
    if (!end_ && waitpid(id_, &status, WNOHANG) == id_) end_ = end_of(status);
    return end_;
}

void ChildProcess::signal(int number) {
    if (!end()) kill(id_, number);
}

ChildOutput run_to_end(const ChildCommand& command) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw Error("{} could not be started: {}.", command.program.string(), std::strerror(errno));
    const Closing reading(ends[0]);
    Closing writing(ends[1]);
    const pid_t id = started(command, writing.descriptor, 0);
    writing.close_now();
    ChildOutput output;
    std::array<char, 4096> part;
    for (;;) {
        const ssize_t count = read(reading.descriptor, part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        output.text.append(part.data(), static_cast<std::size_t>(count));
    }
    int status = 0;
    while (waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    output.end = end_of(status);
    return output;
}

}  // namespace progan
