#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include "core/torch/inference/captured_graph.h"

namespace progan_torch {
namespace {

constexpr int kWarmUps = 3;  // cuDNN tries its algorithms in the first

class CudaGraph : public CapturedGraph {
  public:
    explicit CudaGraph(const std::function<void()>& work) {
        c10::cuda::device_synchronize();
        {
            // Capturing is not possible on the default stream.
            const c10::cuda::CUDAStreamGuard side_stream(c10::cuda::getStreamFromPool());
            for (int i = 0; i < kWarmUps; ++i) work();
            c10::cuda::device_synchronize();
            graph_.capture_begin();
            try {
                work();
            } catch (...) {
                graph_.capture_end();
                throw;
            }
            graph_.capture_end();
        }
        c10::cuda::device_synchronize();
    }

    void replay() override { graph_.replay(); }

  private:
    at::cuda::CUDAGraph graph_;
};

}  // namespace

std::unique_ptr<CapturedGraph> capture_graph(const std::function<void()>& work) {
    return std::make_unique<CudaGraph>(work);
}

}  // namespace progan_torch
