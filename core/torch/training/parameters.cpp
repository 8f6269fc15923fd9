#include "core/torch/training/parameters.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <utility>

namespace progan_torch {

void Parameters::declare(std::string name, std::vector<std::int64_t> shape, int level) {
    std::int64_t size = 1;
    for (const std::int64_t side : shape) size *= side;
    const std::int64_t begin = entries_.empty() ? 0 : entries_.back().begin + entries_.back().size;
    entries_.push_back({std::move(name), std::move(shape), begin, size, level});
}

std::map<std::string, at::Tensor> Parameters::views_of(const at::Tensor& flat) const {
    std::map<std::string, at::Tensor> result;
    for (const Entry& entry : entries_)
        result[entry.name] = flat.narrow(0, entry.begin, entry.size).view(entry.shape);
    return result;
}

void Parameters::allocate(const at::Device& device, std::uint64_t seed) {
    const std::int64_t size = entries_.back().begin + entries_.back().size;
    at::Tensor drawn = at::randn({size}, at::detail::createCPUGenerator(seed));
    for (const Entry& entry : entries_)
        if (entry.shape.size() == 1) drawn.narrow(0, entry.begin, entry.size).zero_();
    values_ = drawn.to(device);
    gradients_ = at::zeros_like(values_);
    views_ = views_of(values_);
    const std::map<std::string, at::Tensor> gradients = views_of(gradients_);
    for (auto& [name, view] : views_) {
        view = view.detach();  // a leaf of its own, in the same memory
        view.requires_grad_(true);
        view.mutable_grad() = gradients.at(name);
    }
}

std::vector<at::Tensor> Parameters::used_at(int level) const {
    std::vector<at::Tensor> result;
    for (const Entry& entry : entries_)
        if (entry.level <= level) result.push_back(views_.at(entry.name));
    return result;
}

}  // namespace progan_torch
