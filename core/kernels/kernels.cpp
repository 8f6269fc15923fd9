#include "core/kernels/kernels.h"

#include "core/kernels/training_kernels.h"

namespace progan {

// NOLINTBEGIN(readability-identifier-naming): the ends are the namespaces of the instruction sets
#if defined(__x86_64__)
extern const Kernels kKernels_avx512, kKernels_avx2;
extern const TrainingKernels kTrainingKernels_avx512bf16, kTrainingKernels_avx512, kTrainingKernels_avx2;
#endif
extern const Kernels kKernels_plain;
extern const TrainingKernels kTrainingKernels_plain;
// NOLINTEND(readability-identifier-naming)

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

const TrainingKernels* const* all_training_kernels() {
    static const TrainingKernels* const* const found = [] {
        static const TrainingKernels* list[4] = {};
        int count = 0;
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx512f")) list[count++] = &kTrainingKernels_avx512;
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            list[count++] = &kTrainingKernels_avx2;
#endif
        list[count] = &kTrainingKernels_plain;
        return list;
    }();
    return found;
}

const TrainingKernels& training_kernels() {
    return *all_training_kernels()[0];
}

const TrainingKernels* bfloat16_training_kernels() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bf16")) return &kTrainingKernels_avx512bf16;
#endif
    return nullptr;
}

}  // namespace progan
