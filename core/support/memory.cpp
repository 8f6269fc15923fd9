#include "core/support/memory.h"

#include <cstdlib>  // defines __GLIBC__

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace progan {

void return_large_memory() {
#if defined(__GLIBC__)
    // More than a 1024 x 1024 picture, which is allocated and freed for every face; less than a 512 x 512 x 3
    // x 3 tensor. By default glibc raises its threshold to 32 MB once the first such tensor is freed.
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
}

void return_free_memory() {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}

void keep_large_memory() {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the maximum
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

}  // namespace progan
