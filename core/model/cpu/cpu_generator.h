// The generator on the CPU without LibTorch: the program's own kernels, ready as soon as the weights are.
// The network behind LibTorch (core/model/torch) is what its images are tested against.
#pragma once

#include <memory>

#include "core/model/backend.h"
#include "core/model/cpu/kernels.h"

namespace progan {

struct CpuOptions {
    int threads = 0;                   ///< 0: one a processor
    const Kernels* kernels = nullptr;  ///< null: the best there are
};

/// Takes the model's weights to where the kernels need them, which takes up to a second for the largest.
/// Throws Error if a tensor is missing.
std::unique_ptr<Generator> make_cpu_generator(const Model& model, const CpuOptions& options = {});

/// The same, but each of the model's tensors is emptied once it has been taken.
std::unique_ptr<Generator> make_cpu_generator_and_empty(Model& model, const CpuOptions& options = {});

/// Processors this process may use.
int processor_count();

}  // namespace progan
