#include "app/cli/interrupt.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "core/support/error.h"

namespace progan::cli {
namespace {

volatile sig_atomic_t interrupted = 0;
volatile time_t interrupted_at = 0;  // CLOCK_MONOTONIC

time_t seconds_now() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/// A second signal within two seconds is the same wish: `timeout` and some terminals send two.
void note_signal(int number) {
    constexpr time_t kSameWish = 2;
    if (interrupted == 0) {
        interrupted = 1;
        interrupted_at = seconds_now();
        alarm(2);
    } else if (seconds_now() - interrupted_at > kSameWish) {
        signal(number, SIG_DFL);
        raise(number);
    }
}

/// Still at work on something that cannot be left in the middle, such as one large frame of a video.
void say_stopping(int) {
    constexpr std::string_view kText =
        "\nStopping: what is under way is finished first. Ctrl+C again ends at once, and may leave a hidden "
        "file beside the output.\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kText.data(), kText.size());
}

std::string& stopped_sentence() {
    static std::string sentence = "Stopped; nothing was left half-written.";
    return sentence;
}

}  // namespace

void say_when_stopped(std::string sentence) {
    stopped_sentence() = std::move(sentence);
}

const std::string& said_when_stopped() {
    return stopped_sentence();
}

void catch_interrupts() {
    struct sigaction action {};
    action.sa_handler = note_signal;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    action.sa_handler = say_stopping;
    action.sa_flags = SA_RESTART;
    sigaction(SIGALRM, &action, nullptr);
}

void check_interrupted() {
    if (interrupted != 0) throw Cancelled();
}

}  // namespace progan::cli
