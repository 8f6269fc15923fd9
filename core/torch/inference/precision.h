// The precision that a GPU computes in: the fastest whose images are indistinguishable from float32's.
#pragma once

#include <map>
#include <string>

#include "core/torch/inference/network.h"

namespace progan_torch {

struct ChosenNetwork {
    Network network;
    std::string description;  ///< for display: "float16, within 0.0012 of float32"
};

/// `precision` is one of torch_abi.h's. On a GPU, PROGAN_FASTEST_EXACT makes a few faces with float16, then
/// bfloat16, and chooses the first whose values are all within half an 8-bit step of float32's, or else
/// float32.
ChosenNetwork choose_precision(const ProganSpec& spec, const std::map<std::string, at::Tensor>& tensors,
                               const at::Device& device, int precision);

}  // namespace progan_torch
