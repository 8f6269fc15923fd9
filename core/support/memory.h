// How the process takes memory from the system.
#pragma once

namespace progan {

/// Memory of large tensors goes back to the system as soon as it is freed, so that opening a large model
/// leaves nothing behind. Called once, at the start of a program.
void return_large_memory();

}  // namespace progan
