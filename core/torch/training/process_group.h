// The processes that train together: all have the same weights, each works on its part of every batch, and
// the gradients are averaged. Uses LibTorch's process groups: NCCL between GPUs if available, otherwise Gloo.
// Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

#include "core/torch/abi/train_abi.h"

namespace progan_torch {

class ProcessGroup {
  public:
    /// Waits until all processes have connected to process_group.address. Throws std::runtime_error.
    ProcessGroup(const ProganProcessGroup& process_group, const at::Device& device);
    ~ProcessGroup();
    ProcessGroup(const ProcessGroup&) = delete;
    ProcessGroup& operator=(const ProcessGroup&) = delete;

    int rank() const { return rank_; }
    int size() const { return size_; }

    /// Replaces the values with their mean over the processes, bit for bit the same in each. Throws
    /// std::runtime_error if another process was lost.
    void average(at::Tensor values);

    /// A barrier: returns once all processes have called it.
    void wait_for_all();

  private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
    int rank_, size_;
};

}  // namespace progan_torch
