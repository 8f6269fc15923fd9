// How the process allocates memory from the system.
#pragma once

namespace progan {

/// Returns the memory of large tensors to the system as soon as it is freed, so that opening a large model
/// leaves nothing behind. Call once, at the start of a program.
void return_large_memory();

/// Returns what has been freed in small pieces, too: each thread has a heap of its own, which keeps tens of
/// megabytes after a piece of work that needed them. Takes some milliseconds, in which allocations elsewhere
/// may wait: for when there is nothing to do. Any thread.
void return_free_memory();

/// The opposite, for training: every step allocates and frees tensors of the same sizes, and a third of the
/// time went into pages that the system reclaimed and cleared in between.
void keep_large_memory();

}  // namespace progan
