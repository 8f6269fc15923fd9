#include "core/torch/training/processor.h"

#include <ATen/Parallel.h>

#include <atomic>

namespace progan_torch::processor {
namespace {

std::atomic<const progan::TrainingKernels*> chosen_kernels = nullptr;

}  // namespace

void choose_factors(bool bfloat16) {
    chosen_kernels = bfloat16 ? progan::bfloat16_training_kernels() : nullptr;
}

const progan::TrainingKernels& kernels() {
    const progan::TrainingKernels* chosen = chosen_kernels;
    return chosen != nullptr ? *chosen : progan::training_kernels();
}

progan::ThreadPool& pool() {
    thread_local progan::ThreadPool result(at::get_num_threads());
    return result;
}

}  // namespace progan_torch::processor
