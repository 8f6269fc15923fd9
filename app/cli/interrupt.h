// Ctrl-C: long work ends at its next cancellation point, with nothing half-written.
#pragma once

namespace progan::cli {

/// From now on the first SIGINT or SIGTERM is only noted; the second one kills as usual.
void catch_interrupts();

/// Throws Cancelled once a signal was noted.
void check_interrupted();

}  // namespace progan::cli
