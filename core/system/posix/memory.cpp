#include "core/system/memory.h"

#include <sys/mman.h>

#include <cstdlib>

namespace progan::system {
namespace {
constexpr std::size_t kLargePage = std::size_t{2} << 20;
}

void* allocate_aligned(std::size_t alignment, std::size_t bytes) {
    void* memory = std::aligned_alloc(alignment, bytes);
    if (memory != nullptr && alignment == kLargePage) ::madvise(memory, bytes, MADV_HUGEPAGE);  // a hint
    return memory;
}

void free_aligned(void* memory) {
    std::free(memory);
}

}  // namespace progan::system
