// In what numbers a GPU computes: the fastest whose images cannot be told from float32's.
#pragma once

#include <map>
#include <string>

#include "core/torch/inference/network.h"

namespace progan_torch {

struct ChosenNetwork {
    Network network;
    std::string arithmetic;  ///< for people: "float16, within 0.0012 of float32"
};

/// `precision` is one of torch_abi.h's. PROGAN_FASTEST_EXACT on a GPU makes a few faces with float16, then
/// bfloat16, and takes the first whose every value lies within half an 8-bit step of float32's; where neither
/// does, float32.
ChosenNetwork choose_precision(const ProganSpec& spec, const std::map<std::string, at::Tensor>& tensors,
                               const at::Device& device, int precision);

}  // namespace progan_torch
