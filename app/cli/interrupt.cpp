#include "app/cli/interrupt.h"

#include <signal.h>

#include "core/support/error.h"

namespace progan::cli {
namespace {

volatile sig_atomic_t interrupted = 0;

void note_signal(int) {
    interrupted = 1;
}

}  // namespace

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
