// Ctrl+C: long work ends at its next cancellation point, without leaving anything half-written.
#pragma once

#include <string>

namespace progan::cli {

/// From now on the first SIGINT or SIGTERM is only recorded, and so is another within two seconds; one after
/// that kills as usual. Work that has not ended after two seconds says that it is stopping.
void catch_interrupts();

/// What is said at the end if work was stopped; without it, that nothing was left half-written.
void say_when_stopped(std::string sentence);
const std::string& said_when_stopped();

/// Throws Cancelled once a signal has been recorded.
void check_interrupted();

}  // namespace progan::cli
