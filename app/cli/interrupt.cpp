#include "app/cli/interrupt.h"

#include <signal.h>

#include <utility>

#include "core/support/error.h"

namespace progan::cli {
namespace {

volatile sig_atomic_t interrupted = 0;

void note_signal(int) {
    interrupted = 1;
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
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

void check_interrupted() {
    if (interrupted != 0) throw Cancelled();
}

}  // namespace progan::cli
