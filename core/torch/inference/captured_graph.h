// Work on a GPU recorded once and replayed with a single launch: a small network's many kernels otherwise
// wait for the CPU that launches them. captured_graph_cuda.cpp where LibTorch comes with CUDA and its
// headers, else captured_graph_none.cpp.
#pragma once

#include <functional>
#include <memory>

namespace progan_torch {

class CapturedGraph {
  public:
    virtual ~CapturedGraph() = default;

    /// Does the work again: it reads and writes the tensors it read and wrote when it was captured.
    virtual void replay() = 0;
};

/// Runs `work` a few times to warm up, then records it. All tensors it makes stay valid, and keep their
/// memory, as long as the graph. Null where graphs cannot be captured; throws c10::Error if `work` cannot be.
std::unique_ptr<CapturedGraph> capture_graph(const std::function<void()>& work);

}  // namespace progan_torch
