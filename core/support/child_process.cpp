#include "core/support/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <thread>

#include "core/support/error.h"

namespace progan {
namespace {

int started(const ChildCommand& command, const system::ChildStreams& streams, system::ChildSession session) {
    const int id = system::start_child(command, streams, session);
    if (id == 0) throw Error("{} could not be started: {}.", command.program.string(), std::strerror(errno));
    return id;
}

/// A child that is killed at the end of the scope, unless it has ended before.
struct Killing {
    int id;  ///< 0: it has ended
    explicit Killing(int child) : id(child) {}
    ~Killing() {
        if (id == 0) return;
        system::kill_child(id);
        system::wait_for_child(id);
    }
    Killing(const Killing&) = delete;
    Killing& operator=(const Killing&) = delete;
};

}  // namespace

ChildProcess::ChildProcess(const ChildCommand& command, const std::filesystem::path& output, int niceness) {
    const system::Descriptor file = system::open_for_output(output);
    if (!file) throw Error("{} cannot be written: {}.", output.string(), std::strerror(errno));
    id_ = started(command, {-1, file.get(), file.get()}, system::ChildSession::own);
    if (niceness != 0) system::add_niceness(id_, niceness);
}

std::optional<ChildEnd> ChildProcess::end() {
    if (!end_) end_ = system::end_of_child(id_);
    return end_;
}

void ChildProcess::signal(int number) {
    if (!end()) system::send_signal(id_, number);
}

ChildOutput run_to_end(const ChildCommand& command) {
    system::Pipe pipe = system::make_pipe();
    if (!pipe.reading)
        throw Error("{} could not be started: {}.", command.program.string(), std::strerror(errno));
    const int id = started(command, {-1, pipe.writing.get(), pipe.writing.get()}, system::ChildSession::ours);
    pipe.writing = system::Descriptor();
    ChildOutput output;
    std::array<char, 4096> part;
    for (;;) {
        const std::ptrdiff_t count = system::read_some(pipe.reading, std::as_writable_bytes(std::span(part)));
        if (count <= 0) break;
        output.text.append(part.data(), static_cast<std::size_t>(count));
    }
    output.end = system::wait_for_child(id);
    return output;
}

std::optional<ChildEnd> run_between(const ChildCommand& command, int input, int output,
                                    std::chrono::milliseconds longest,
                                    const std::function<void()>& while_waiting) {
    constexpr std::chrono::milliseconds kShortest(1), kBetweenCalls(50);
    Killing child{started(command, {input, output, -1}, system::ChildSession::ours)};
    const auto begin = std::chrono::steady_clock::now();
    auto next_call = begin + kBetweenCalls;
    for (auto pause = kShortest;;) {
        if (const std::optional<ChildEnd> end = system::end_of_child(child.id)) {
            child.id = 0;
            return end;
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
