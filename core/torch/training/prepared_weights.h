// Parameters' 3 x 3 weights as core/kernels multiplies them. A step reads a weight several times between two
// changes: for real and generated images, forward and backward. Internal to the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <tuple>

#include "core/kernels/training_convolution.h"

namespace progan_torch::processor {

/// For one thread.
class PreparedWeights {
  public:
    /// Whether a weight is kept: parameters are, what was computed from them is not.
    static bool keeps(const at::Tensor& weight);

    /// `weight`, which keeps() accepts, for features of this side, prepared anew if it has changed: LibTorch
    /// counts a tensor's changes in place. Valid until the next call.
    const progan::PreparedWeight& get(const progan::TrainingKernels& kernels, progan::ThreadPool& pool,
                                      progan::Form form, int side, const at::Tensor& weight,
                                      const progan::ConvolutionWeight& values);

  private:
    using WeakTensor = c10::weak_intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
    struct Entry {
        WeakTensor tensor;  ///< keeps its address from becoming another's
        std::uint32_t version;
        float scale;
        progan::PreparedWeight prepared;
    };
    using Key = std::tuple<const c10::TensorImpl*, const progan::TrainingKernels*, progan::Form, bool, int>;

    void forget_freed();

    std::map<Key, Entry> entries_;
};

}  // namespace progan_torch::processor
