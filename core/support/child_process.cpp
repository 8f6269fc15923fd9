#include "core/support/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <thread>

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

/// What a child has as its standard streams, open descriptors of ours; -1: /dev/null. The rest is closed.
struct Streams {
    int input, output, errors;
};

struct FileActions {
    posix_spawn_file_actions_t actions;
    explicit FileActions(const Streams& streams) {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, streams.output, STDOUT_FILENO);
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

pid_t started(const ChildCommand& command, const Streams& streams, short flags) {
    std::vector<std::string> words{command.program.string()};
    words.insert(words.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> environment = whole_environment(command.environment);
    const FileActions files(streams);
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

ChildEnd waited_for(pid_t id) {
    int status = 0;
    while (waitpid(id, &status, 0) < 0 && errno == EINTR) {
    }
    return end_of(status);
}

/// A child that is killed at the end of the scope, unless it has ended before.
struct Killing {
    pid_t id;  ///< 0: it has ended
    explicit Killing(pid_t child) : id(child) {}
    ~Killing() {
        if (id == 0) return;
        kill(id, SIGKILL);
        waited_for(id);
    }
    Killing(const Killing&) = delete;
    Killing& operator=(const Killing&) = delete;
};

}  // namespace

ChildProcess::ChildProcess(const ChildCommand& command, const std::filesystem::path& output, int niceness) {
    const Closing file(open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.descriptor < 0) throw Error("{} cannot be written: {}.", output.string(), std::strerror(errno));
    id_ = started(command, {-1, file.descriptor, file.descriptor}, POSIX_SPAWN_SETSID);
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
    const pid_t id = started(command, {-1, writing.descriptor, writing.descriptor}, 0);
    writing.close_now();
    ChildOutput output;
    std::array<char, 4096> part;
    for (;;) {
        const ssize_t count = read(reading.descriptor, part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        output.text.append(part.data(), static_cast<std::size_t>(count));
    }
    output.end = waited_for(id);
    return output;
}

std::optional<ChildEnd> run_between(const ChildCommand& command, int input, int output,
                                    std::chrono::milliseconds longest,
                                    const std::function<void()>& while_waiting) {
    constexpr std::chrono::milliseconds kShortest(1), kBetweenCalls(50);
    Killing child{started(command, {input, output, -1}, 0)};
    const auto begin = std::chrono::steady_clock::now();
    auto next_call = begin + kBetweenCalls;
    for (auto pause = kShortest;;) {
        int status = 0;
        const pid_t ended = waitpid(child.id, &status, WNOHANG);
        if (ended == child.id) {
            child.id = 0;
            return end_of(status);
        }
        const auto now = std::chrono::steady_clock::now();
        if (now - begin > longest) return std::nullopt;
        if (now >= next_call) {
            while_waiting();
            next_call = now + kBetweenCalls;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(2 * pause, kBetweenCalls / 2);
    }
}

}  // namespace progan
