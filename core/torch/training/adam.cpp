#include "core/torch/training/adam.h"

#include <ATen/ATen.h>

#include <cmath>

namespace progan_torch {
namespace {

constexpr double kBeta2 = 0.99;
constexpr double kEpsilon = 1e-8;

}  // namespace

Adam::Adam(std::int64_t size, const at::Device& device)
    : second_moment_(at::zeros({size}, at::TensorOptions().dtype(at::kFloat).device(device))),
      scratch_(at::empty_like(second_moment_)) {}

void Adam::restart() {
    second_moment_.zero_();
    steps_ = 0;
}

void Adam::step(at::Tensor& values, const at::Tensor& gradients, std::int64_t count, double rate) {
    ++steps_;
    const double correction = 1 - std::pow(kBeta2, static_cast<double>(steps_));
    const at::Tensor gradient = gradients.narrow(0, 0, count);
    at::Tensor moment = second_moment_.narrow(0, 0, count), scratch = scratch_.narrow(0, 0, count);
    moment.mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
    at::sqrt_out(scratch, moment).mul_(1 / std::sqrt(correction)).add_(kEpsilon);
    values.narrow(0, 0, count).addcdiv_(gradient, scratch, -rate);
}

}  // namespace progan_torch
