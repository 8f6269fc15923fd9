// A network's parameters in one block of memory, so that the optimizer and the moving average work on a few
// long vectors instead of many small tensors. Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace progan_torch {

class Parameters {
  public:
    struct Entry {
        std::string name;
        std::vector<std::int64_t> shape;
        std::int64_t begin = 0, size = 0;  ///< in the flat vector
        int level = 0;                     ///< the lowest level of training that uses it
    };

    /// Declares a parameter; all are declared before allocate().
    void declare(std::string name, std::vector<std::int64_t> shape, int level);

    /// Allocates the memory: weights N(0, 1) from `seed`, biases (rank 1) 0. The values and their gradients
    /// become views of values() and gradients().
    void allocate(const at::Device& device, std::uint64_t seed);

    const at::Tensor& operator[](const std::string& name) const { return views_.at(name); }
    const std::vector<Entry>& entries() const { return entries_; }
    at::Tensor& values() { return values_; }        ///< [size]
    at::Tensor& gradients() { return gradients_; }  ///< [size]
    /// The same views of another vector with the same layout, such as the moving average's.
    std::map<std::string, at::Tensor> views_of(const at::Tensor& flat) const;

    /// The views for autograd, without those that only levels above `level` use.
    std::vector<at::Tensor> used_at(int level) const;

  private:
    std::vector<Entry> entries_;
    at::Tensor values_, gradients_;
    std::map<std::string, at::Tensor> views_;
};

}  // namespace progan_torch
