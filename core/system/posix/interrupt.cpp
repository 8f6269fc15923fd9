#include "core/system/interrupt.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

namespace progan::system {
namespace {

constexpr unsigned kSameWish = 2;  // seconds

volatile sig_atomic_t interrupted = 0;
volatile time_t interrupted_at = 0;
std::string_view said_when_stopping;

time_t seconds_now() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

// What these call is safe in a signal handler.
void note_signal(int number) {
    if (interrupted == 0) {
        interrupted_at = seconds_now();
        interrupted = 1;
        ::alarm(kSameWish);
    } else if (seconds_now() - interrupted_at > static_cast<time_t>(kSameWish)) {
        ::signal(number, SIG_DFL);
        ::raise(number);
    }
}

void say_stopping(int) {
    [[maybe_unused]] const ssize_t written =
        ::write(STDERR_FILENO, said_when_stopping.data(), said_when_stopping.size());
}

}  // namespace

void note_interrupts(std::string_view stopping) {
    said_when_stopping = stopping;
    struct sigaction action {};
    action.sa_handler = note_signal;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    struct sigaction before {};
    ::sigaction(SIGHUP, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(SIGHUP, &action, nullptr);  // nohup has it ignored
    action.sa_handler = say_stopping;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGALRM, &action, nullptr);
}

bool was_interrupted() {
    return interrupted != 0;
}

}  // namespace progan::system
