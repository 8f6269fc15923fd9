// GPU work recorded once and replayed with a single launch; otherwise a small network's many kernels wait for
// the CPU that launches them. Implemented in captured_graph_cuda.cpp if LibTorch comes with CUDA and its
// headers, otherwise in captured_graph_none.cpp.
#pragma once

#include <functional>
#include <memory>

namespace progan_torch {

class CapturedGraph {
  public:
    virtual ~CapturedGraph() = default;

    /// Repeats the work on the tensors that it used when it was captured.
    virtual void replay() = 0;
};

/// Runs `work` a few times to warm up, then records it. All tensors it creates stay valid, and keep their
/// memory, as long as the graph. Null if graphs are not supported; throws c10::Error if `work` cannot be
/// captured.
std::unique_ptr<CapturedGraph> capture_graph(const std::function<void()>& work);

}  // namespace progan_torch
