#include "core/system/memory.h"

#include <malloc.h>

namespace progan::system {

void* allocate_aligned(std::size_t alignment, std::size_t bytes) {
    return _aligned_malloc(bytes, alignment);
}

void free_aligned(void* memory) {
    _aligned_free(memory);
}

}  // namespace progan::system
