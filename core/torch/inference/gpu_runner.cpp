#include "core/torch/inference/gpu_runner.h"

#include <ATen/ATen.h>

#include <cstring>

namespace progan_torch {
namespace {

// Each has its own features: at 1024 x 1024 about a third of a gigabyte per face.
constexpr std::size_t kMaxPrograms = 6;

at::Tensor pinned(at::IntArrayRef sizes, at::ScalarType type) {
    return at::empty(sizes, at::TensorOptions().dtype(type).pinned_memory(true));
}

}  // namespace

void GpuRunner::compute(Program& program, int level, double alpha, Edits edits) const {
    program.images = network_.generate(program.latents, level, alpha, edits);
    program.rgb = network_.to_8_bit(program.images);
}

GpuRunner::Program& GpuRunner::program_for(std::int64_t count, int level) {
    const std::pair key{count, level};
    const auto found = programs_.find(key);
    if (found != programs_.end()) return found->second;
    if (programs_.size() >= kMaxPrograms) programs_.clear();
    Program program;
    program.latents = at::zeros({count, network_.latent_size()},
                                at::TensorOptions().dtype(at::kFloat).device(network_.device()));
    program.graph = capture_graph([&] { compute(program, level, 1, {}); });
    return programs_[key] = std::move(program);
}

template <typename Value>
void GpuRunner::copy_out(const at::Tensor& from, Value* out) {
    at::Tensor& buffer = pinned_out_[from.scalar_type()];
    if (!buffer.defined() || buffer.sizes() != from.sizes())
        buffer = pinned(from.sizes(), from.scalar_type());
    buffer.copy_(from);  // waits for the device
    std::memcpy(out, buffer.data_ptr<Value>(), buffer.nbytes());
}

void GpuRunner::run(const at::Tensor& latents, int level, double alpha, Edits edits, std::uint8_t* rgb,
                    float* values) {
    if (!pinned_latents_.defined() || pinned_latents_.sizes() != latents.sizes())
        pinned_latents_ = pinned(latents.sizes(), at::kFloat);
    pinned_latents_.copy_(latents);
    Program once;
    Program* program = &once;
    if (alpha == 1 && edits.empty()) {
        network_.check_request(level, alpha);
        program = &program_for(latents.size(0), level);
        program->latents.copy_(pinned_latents_, /*non_blocking=*/true);
    } else {
        once.latents = pinned_latents_.to(network_.device(), /*non_blocking=*/true);
    }
    if (program->graph)
        program->graph->replay();
    else
        compute(*program, level, alpha, edits);
    if (rgb != nullptr) copy_out(program->rgb, rgb);
    if (values != nullptr) copy_out(program->images.contiguous(), values);
}

}  // namespace progan_torch
