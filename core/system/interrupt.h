// Ctrl+C, and what else asks a program to end.
#pragma once

namespace progan::system {

/// From now on the first such wish is only noted; a second one ends the program as usual.
void note_interrupts();
/// Whether one was noted. Any thread.
bool was_interrupted();

}  // namespace progan::system
