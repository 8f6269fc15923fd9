#include "app/cli/interrupt.h"

#include <utility>

#include "core/support/error.h"
#include "core/system/interrupt.h"

namespace progan::cli {
namespace {

constexpr const char* kStopping =
    "\nStopping after the current step. Press Ctrl+C again to end at once, which may leave a hidden file "
    "next to the output.\n";

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
    system::note_interrupts(kStopping);
}

void check_interrupted() {
    if (system::was_interrupted()) throw Cancelled();
}

}  // namespace progan::cli
