// Runs a network on a GPU with minimal overhead between request and image: fixed buffers, one captured graph
// per batch size and level, 8-bit conversion on the device, copies through pinned memory. Called by one
// thread at a time, inside an InferenceMode guard.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "core/torch/inference/captured_graph.h"
#include "core/torch/inference/network.h"

namespace progan_torch {

class GpuRunner {
  public:
    explicit GpuRunner(const Network& network) : network_(network) {}

    /// Like ProganTorchApi::generate. Throws std::invalid_argument or c10::Error.
    void run(const at::Tensor& latents, int level, double alpha, Edits edits, std::uint8_t* rgb,
             float* values);

  private:
    /// One batch size at one level without fade-in and edits, because such requests recur.
    struct Program {
        at::Tensor latents, images, rgb;       ///< on the device, in place
        std::unique_ptr<CapturedGraph> graph;  ///< null: the work is launched again each time
    };

    Program& program_for(std::int64_t count, int level);
    void compute(Program& program, int level, double alpha, Edits edits) const;
    template <typename Value>
    void copy_out(const at::Tensor& from, Value* out);

    const Network& network_;
    std::map<std::pair<std::int64_t, int>, Program> programs_;
    at::Tensor pinned_latents_;
    std::map<at::ScalarType, at::Tensor> pinned_out_;
};

}  // namespace progan_torch
