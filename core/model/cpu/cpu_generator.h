// The generator on the CPU without LibTorch, by the program's own kernels, ready as soon as the weights are.
// Its images are tested against LibTorch's (core/torch/inference).
#pragma once

#include <memory>

#include "core/kernels/kernels.h"
#include "core/model/backend.h"

namespace progan {

struct CpuOptions {
    int threads = 0;                   ///< 0: one per processor
    const Kernels* kernels = nullptr;  ///< null: the best available
};

/// Transforms the model's weights for the kernels, which takes up to a second for the largest. Throws Error
/// if a tensor is missing.
std::unique_ptr<Generator> make_cpu_generator(const Model& model, const CpuOptions& options = {});

/// The same, but empties each of the model's tensors once it has been used.
std::unique_ptr<Generator> make_cpu_generator(Model&& model, const CpuOptions& options = {});

/// Processors this process may use.
int processor_count();

}  // namespace progan
