// Ctrl+C, and what else asks a program to end: SIGTERM, or the end of its terminal.
#pragma once

#include <string_view>

namespace progan::system {

/// From now on the first such wish is only noted, and so is another within two seconds, because some programs
/// send two; one after that ends the program as usual. `stopping`, which must live as long as the program, is
/// written to stderr if the program has not ended two seconds after the first.
void note_interrupts(std::string_view stopping);
/// Whether one was noted. Any thread.
bool was_interrupted();

}  // namespace progan::system
