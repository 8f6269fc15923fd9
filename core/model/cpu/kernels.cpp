#include "core/model/cpu/kernels.h"

namespace progan {

#if defined(__x86_64__)
extern const Kernels kKernels_avx512, kKernels_avx2;
#endif
extern const Kernels kKernels_plain;

const Kernels* const* all_cpu_kernels() {
    static const Kernels* const* const found = [] {
        static const Kernels* list[4] = {};
        int count = 0;
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx512f")) list[count++] = &kKernels_avx512;
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) list[count++] = &kKernels_avx2;
#endif
        list[count] = &kKernels_plain;
        return list;
    }();
    return found;
}

const Kernels& cpu_kernels() {
    return *all_cpu_kernels()[0];
}

}  // namespace progan
