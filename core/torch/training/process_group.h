// The processes that train together: all have the same weights, each works on its part of every batch, and
// the gradients are averaged. On LibTorch's own process groups: NCCL between GPUs where it is at hand, else
// Gloo. Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>

#include "core/torch/abi/train_abi.h"

namespace progan_torch {

class ProcessGroup {
  public:
    /// Waits until all processes have met at peers.address. Throws std::runtime_error.
    ProcessGroup(const ProganPeers& peers, const at::Device& device);
    ~ProcessGroup();
    ProcessGroup(const ProcessGroup&) = delete;
    ProcessGroup& operator=(const ProcessGroup&) = delete;

    int rank() const { return rank_; }
    int size() const { return size_; }

    /// The values become their mean over the processes, the same bits in each. Throws std::runtime_error if
    /// another process is gone.
    void average(at::Tensor values);

    /// Returns when all processes have called it as often.
    void wait_for_all();

  private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
    int rank_, size_;
};

}  // namespace progan_torch
