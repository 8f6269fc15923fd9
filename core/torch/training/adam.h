// Adam with beta1 = 0, beta2 = 0.99, epsilon 1e-8, as the paper trains: Kingma and Ba 2015, Karras et al.
// 2018, appendix A. Without a first moment the gradient itself is the direction. Internal to the torch
// library. Beside it, the moving average of what it changes.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace progan_torch {

class Adam {
  public:
    /// For parameters in one vector of `size`.
    Adam(std::int64_t size, const at::Device& device);

    /// values -= rate * gradients / (sqrt(second moment, corrected) + epsilon) on the first `count` elements:
    /// the parameters of levels that have not started stay unchanged.
    void step(at::Tensor& values, const at::Tensor& gradients, std::int64_t count, double rate);
    void restart();

    at::Tensor& second_moment() { return second_moment_; }  ///< [size]
    std::int64_t steps() const { return steps_; }
    void set_steps(std::int64_t steps) { steps_ = steps; }

  private:
    at::Tensor second_moment_;
    at::Tensor scratch_;  ///< [size] of the library's step, once it is needed
    std::int64_t steps_ = 0;
};

/// averages += share * (values - averages), on the first `count` elements: an exponential moving average.
void move_averages(at::Tensor& averages, const at::Tensor& values, std::int64_t count, double share);

}  // namespace progan_torch
