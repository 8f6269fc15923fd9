#include "core/torch/training/processor.h"

#include <ATen/Parallel.h>

namespace progan_torch::processor {
namespace {

thread_local const progan::TrainingKernels* chosen_kernels = nullptr;

}  // namespace

Bfloat16Products::Bfloat16Products(bool wanted) {
    chosen_kernels = wanted ? progan::bfloat16_training_kernels() : nullptr;
}
Bfloat16Products::~Bfloat16Products() {
    chosen_kernels = nullptr;
}

const progan::TrainingKernels& kernels() {
    return chosen_kernels != nullptr ? *chosen_kernels : progan::training_kernels();
}

progan::ThreadPool& pool() {
    thread_local progan::ThreadPool result(at::get_num_threads());
    return result;
}

}  // namespace progan_torch::processor
