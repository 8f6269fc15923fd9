// A trained discriminator that describes pictures by what its layers make of them. Internal to the torch
// library.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/torch/abi/train_abi.h"
#include "core/torch/training/parameters.h"

namespace progan_torch {

class Describer {
  public:
    /// Copies the tensors. Throws std::invalid_argument if they are not those of a discriminator with these
    /// channels.
    Describer(const std::vector<std::int64_t>& channels, const ProganTensor* tensors,
              std::size_t tensor_count, const at::Device& device);

    std::int64_t feature_count() const { return feature_count_; }

    /// 8-bit pictures [n, r, r, 3] -> [n, feature_count] on the CPU.
    at::Tensor describe(const std::uint8_t* rgb, std::int64_t count) const;

  private:
    int level_;
    at::Device device_;
    Parameters parameters_;
    std::int64_t feature_count_ = 0;
};

}  // namespace progan_torch
