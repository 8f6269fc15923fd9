#include "core/system/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace progan::system {
namespace {

struct FileActions {
    posix_spawn_file_actions_t actions;
    explicit FileActions(const ChildStreams& streams) {
        posix_spawn_file_actions_init(&actions);
        become(streams.output, STDOUT_FILENO, O_WRONLY);
        become(streams.errors, STDERR_FILENO, O_WRONLY);
        become(streams.input, STDIN_FILENO, O_RDONLY);
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

  private:
    void become(int descriptor, int standard, int flags) {
        if (descriptor >= 0)
            posix_spawn_file_actions_adddup2(&actions, descriptor, standard);
        else
            posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", flags, 0);
    }
};

struct Attributes {
    posix_spawnattr_t attributes;
    explicit Attributes(ChildSession session) {
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, session == ChildSession::own ? POSIX_SPAWN_SETSID : 0);
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

ChildEnd end_from(int status) {
    return WIFSIGNALED(status) ? ChildEnd{0, WTERMSIG(status)} : ChildEnd{WEXITSTATUS(status), 0};
}

}  // namespace

bool ChildEnd::was_at_limit() const {
    return signal == SIGXCPU || signal == SIGKILL;
}

bool ChildEnd::was_asked_to_end() const {
    return signal == SIGINT || signal == SIGTERM || signal == SIGHUP;
}

bool can_start_children() {
    return true;
}

int start_child(const ChildCommand& command, const ChildStreams& streams, ChildSession session) {
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> variables = whole_environment(command.environment);
    const FileActions files(streams);
    const Attributes attributes(session);
    pid_t id = 0;
    const int error = posix_spawn(&id, command.program.c_str(), &files.actions, &attributes.attributes,
                                  addresses(words).data(), addresses(variables).data());
    errno = error;
    return error == 0 ? id : 0;
}

std::optional<ChildEnd> end_of_child(int id) {
    int status = 0;
    if (::waitpid(id, &status, WNOHANG) != id) return std::nullopt;
    return end_from(status);
}

ChildEnd wait_for_child(int id) {
    int status = 0;
    while (::waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    return end_from(status);
}

void send_signal(int id, int signal) {
    ::kill(id, signal);
}

void kill_child(int id) {
    ::kill(id, SIGKILL);
}

void add_niceness(int id, int niceness) {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(id), ::getpriority(PRIO_PROCESS, 0) + niceness);
}

Descriptor open_for_output(const std::filesystem::path& output) {
    return Descriptor(::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
}

Pipe make_pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

}  // namespace progan::system
