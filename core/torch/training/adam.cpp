#include "core/torch/training/adam.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/variable.h>

#include <cmath>

#include "core/torch/training/layers.h"
#include "core/torch/training/processor.h"

namespace progan_torch {
namespace {

constexpr double kBeta2 = 0.99;
constexpr double kEpsilon = 1e-8;

/// As LibTorch does where it changes a tensor in place: whoever keeps what was computed from it sees that.
void count_change(const at::Tensor& changed) {
    torch::autograd::impl::bump_version(changed);
}

}  // namespace

Adam::Adam(std::int64_t size, const at::Device& device)
    : second_moment_(at::zeros({size}, at::TensorOptions().dtype(at::kFloat).device(device))) {}

void Adam::restart() {
    second_moment_.zero_();
    steps_ = 0;
}

void Adam::step(at::Tensor& values, const at::Tensor& gradients, std::int64_t count, double rate) {
    ++steps_;
    const double correction = 1 / std::sqrt(1 - std::pow(kBeta2, static_cast<double>(steps_)));
    if (own_kernels(values)) {
        const progan::AdamStep step{static_cast<float>(kBeta2), static_cast<float>(rate),
                                    static_cast<float>(correction), static_cast<float>(kEpsilon)};
        const auto* by = gradients.data_ptr<float>();
        auto* moments = second_moment_.data_ptr<float>();
        auto* to = values.data_ptr<float>();
        processor::in_parts(count, [&](std::ptrdiff_t, std::ptrdiff_t first, std::ptrdiff_t number) {
            processor::kernels().adam(by + first, number, step, moments + first, to + first);
        });
        count_change(second_moment_);
        count_change(values);
        return;
    }
    if (!scratch_.defined()) scratch_ = at::empty_like(second_moment_);
    const at::Tensor gradient = gradients.narrow(0, 0, count);
    at::Tensor moment = second_moment_.narrow(0, 0, count), scratch = scratch_.narrow(0, 0, count);
    moment.mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
    at::sqrt_out(scratch, moment).mul_(correction).add_(kEpsilon);
    values.narrow(0, 0, count).addcdiv_(gradient, scratch, -rate);
}

void move_averages(at::Tensor& averages, const at::Tensor& values, std::int64_t count, double share) {
    if (!own_kernels(values)) {
        averages.narrow(0, 0, count).lerp_(values.narrow(0, 0, count), share);
        return;
    }
    const auto* from = values.data_ptr<float>();
    auto* to = averages.data_ptr<float>();
    processor::in_parts(count, [&](std::ptrdiff_t, std::ptrdiff_t first, std::ptrdiff_t number) {
        processor::kernels().move_averages(from + first, number, static_cast<float>(share), to + first);
    });
    count_change(averages);
}

}  // namespace progan_torch
