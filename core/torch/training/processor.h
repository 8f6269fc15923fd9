// What the program's own kernels (core/kernels) run on while they train. Internal to the torch library.
#pragma once

#include <cstddef>

#include "core/kernels/thread_pool.h"
#include "core/kernels/training_kernels.h"

namespace progan_torch::processor {

/// Whether products are of bfloat16 where the processor can multiply them. For the whole process, while
/// nothing is being computed.
void choose_factors(bool bfloat16);
const progan::TrainingKernels& kernels();

/// As many threads as LibTorch uses, for whichever thread trains.
progan::ThreadPool& pool();

/// Runs work(part, first, number) over `count` elements, in as many parts as there are threads.
template <typename Work>
void in_parts(std::ptrdiff_t count, const Work& work) {
    const int parts = pool().size();
    pool().run(parts, [&](std::ptrdiff_t part, int) {
        const std::ptrdiff_t begin = count * part / parts, end = count * (part + 1) / parts;
        if (end > begin) work(part, begin, end - begin);
    });
}

}  // namespace progan_torch::processor
