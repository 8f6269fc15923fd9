// Memory by the system's own calls. Any thread.
#pragma once

#include <cstddef>

namespace progan::system {

/// Aligned as asked for, a power of two, of which `bytes` is a multiple; null if there is none. In large
/// pages where the system has them and the alignment is that of one.
void* allocate_aligned(std::size_t alignment, std::size_t bytes);
void free_aligned(void* memory);

}  // namespace progan::system
