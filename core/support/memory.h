// How the process takes memory from the system.
#pragma once

namespace progan {

/// Memory of large tensors goes back to the system as soon as it is freed, so that opening a large model
/// leaves nothing behind. Called once, at the start of a program.
void return_large_memory();

/// The opposite, for training: tensors of the same sizes come and go at every step, and a third of the time
/// went into pages that the system took back and cleared in between.
void keep_large_memory();

}  // namespace progan
