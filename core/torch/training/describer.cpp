#include "core/torch/training/describer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/torch/training/networks.h"
#include "core/torch/training/pictures.h"

namespace progan_torch {
namespace {

void put_tensors(Parameters& parameters, const ProganTensor* tensors, std::size_t count) {
    const std::map<std::string, at::Tensor> views = parameters.views_of(parameters.values());
    for (const Parameters::Entry& entry : parameters.entries()) {
        const ProganTensor* end = tensors + count;
        const ProganTensor* found =
            std::find_if(tensors, end, [&](const ProganTensor& tensor) { return entry.name == tensor.name; });
        if (found == end ||
            !std::equal(entry.shape.begin(), entry.shape.end(), found->shape, found->shape + found->rank))
            throw std::invalid_argument("The discriminator lacks the tensor " + entry.name +
                                        ", or it has another shape.");
        views.at(entry.name).copy_(at::from_blob(const_cast<float*>(found->values), entry.shape, at::kFloat));
    }
}

}  // namespace

Describer::Describer(const std::vector<std::int64_t>& channels, const ProganTensor* tensors,
                     std::size_t tensor_count, const at::Device& device)
    : level_(static_cast<int>(channels.size()) - 1), device_(device) {
    const c10::NoGradGuard no_gradients;
    declare_discriminator(parameters_, channels);
    parameters_.allocate(device, 0);
    put_tensors(parameters_, tensors, tensor_count);
    const std::int64_t side = std::int64_t{4} << level_;
    const std::vector<std::uint8_t> black(static_cast<std::size_t>(side * side * 3));
    feature_count_ = describe(black.data(), 1).size(1);
}

at::Tensor Describer::describe(const std::uint8_t* rgb, std::int64_t count) const {
    const c10::NoGradGuard no_gradients;
    return progan_torch::describe(parameters_, to_images(rgb, count, level_, device_), level_)
        .to(at::kCPU)
        .contiguous();
}

}  // namespace progan_torch
