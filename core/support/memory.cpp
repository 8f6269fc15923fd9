#include "core/support/memory.h"

#include <cstdlib>  // defines __GLIBC__

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace progan {

void return_large_memory() {
#if defined(__GLIBC__)
    // Above a picture of 1024 x 1024, which is taken and freed at every face; below a tensor of 512 x 512 x 3
    // x
    // 3. Left alone, glibc would raise its threshold to 32 MB after the first such tensor is freed.
    mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
}

void keep_large_memory() {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most it takes
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

}  // namespace progan
