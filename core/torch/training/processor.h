// What the program's own kernels (core/kernels) run on while they train. Internal to the torch library.
#pragma once

#include <cstddef>

#include "core/kernels/thread_pool.h"
#include "core/kernels/training_kernels.h"

namespace progan_torch::processor {

/// While it lives, products on this thread are of bfloat16 if `wanted`, where the processor can multiply
/// them.
class Bfloat16Products {
  public:
    explicit Bfloat16Products(bool wanted);
    ~Bfloat16Products();
    Bfloat16Products(const Bfloat16Products&) = delete;
    Bfloat16Products& operator=(const Bfloat16Products&) = delete;
};

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
