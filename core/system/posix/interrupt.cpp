#include "core/system/interrupt.h"

#include <signal.h>

namespace progan::system {
namespace {

volatile sig_atomic_t interrupted = 0;

void note_signal(int) {
    interrupted = 1;
}

}  // namespace

void note_interrupts() {
    struct sigaction action {};
    action.sa_handler = note_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

bool was_interrupted() {
    return interrupted != 0;
}

}  // namespace progan::system
