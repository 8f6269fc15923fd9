// Ctrl+C: long work ends at its next cancellation point, without leaving anything half-written.
#pragma once

namespace progan::cli {

/// From now on the first SIGINT or SIGTERM is only recorded; a second one kills as usual.
void catch_interrupts();

/// Throws Cancelled once a signal has been recorded.
void check_interrupted();

}  // namespace progan::cli
