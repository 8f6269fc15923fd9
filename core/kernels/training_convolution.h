// 3 x 3 convolutions with padding 1 and their gradients, as training needs them: over whole batches, in
// float32, with weights as they are stored. All forms are linear in the features and in the weights, and the
// gradients are again of these forms, so that derivatives of any order are made of convolve() and
// weight_gradient().
#pragma once

#include <memory>

#include "core/kernels/padding.h"
#include "core/kernels/thread_pool.h"
#include "core/kernels/training_kernels.h"

namespace progan {

enum class Form {
    same,
    upsampling,    ///< each pixel to 2 x 2, then the convolution
    downsampling,  ///< the convolution, then the sum of each 2 x 2 block
};

/// The form of the gradient by the features.
Form transposed(Form form);
/// For features of this side, a power of two from 4 on, or from 8 if the form is downsampling.
int result_side(Form form, int side);

/// A batch of features, as they are read (training_kernels.h): [count][side][side][padded(channels)].
struct GatedFeatures {
    const float* values;
    const float* gates = nullptr;
    const float* scales = nullptr;
    int count, side, channels;
};

/// `scale` times values [out][in][3][3]; transposed, the weight [in][out][3][3] of the form's transpose:
/// channels exchanged, both axes turned round.
struct ConvolutionWeight {
    const float* values;
    int out, in;
    bool transposed;
    float scale;
    int channels_read() const { return transposed ? out : in; }
    int channels_made() const { return transposed ? in : out; }
};

/// What convolve() writes, all laid out like features, and what is done to it on the way.
struct ConvolutionResult {
    float* values;
    const float* bias = nullptr;   ///< [channels made], added
    const float* gates = nullptr;  ///< the results are multiplied by gate(gates)
    /// Pixel norm of the results' leaky ReLU is computed: scales [count][side][side] = 1 / sqrt(mean of
    /// squares + epsilon). Source: Karras et al. 2018, 4.2.
    float* norm_scales = nullptr;
    float norm_epsilon = 0;
    NormKind norm = {};  ///< of these, or of the normalized scales below
    /// The results are gradients by features that were read with these gates and scales: they become
    /// gradients by the features before leaky ReLU and pixel norm.
    const float* normalized_values = nullptr;
    const float* normalized_scales = nullptr;
};

/// The convolution of `features`, which have the channels that the weight reads. `slope`: of the gates.
void convolve(const TrainingKernels& kernels, ThreadPool& pool, Form form, const GatedFeatures& features,
              const ConvolutionWeight& weight, float slope, const ConvolutionResult& result);

/// A weight that is used again and again, transformed once.
class PreparedWeight {
  public:
    /// For features of this side. `weight.values` are not kept, `kernels` must live.
    PreparedWeight(const TrainingKernels& kernels, ThreadPool& pool, Form form, int side,
                   const ConvolutionWeight& weight);
    ~PreparedWeight();
    PreparedWeight(PreparedWeight&&) noexcept;
    PreparedWeight& operator=(PreparedWeight&&) noexcept;

    /// For other values of the same shape.
    void update(ThreadPool& pool, const ConvolutionWeight& weight);

  private:
    friend void convolve(const TrainingKernels& kernels, ThreadPool& pool, const GatedFeatures& features,
                         const PreparedWeight& weight, float slope, const ConvolutionResult& result);
    struct Contents;
    std::unique_ptr<Contents> contents_;
};

/// The same as with the weight itself. `features` have the side and channels that it was prepared for.
void convolve(const TrainingKernels& kernels, ThreadPool& pool, const GatedFeatures& features,
              const PreparedWeight& weight, float slope, const ConvolutionResult& result);

/// The gradient by the weight's values, which it writes [out][in][3][3]: of the sum over all results of
/// convolve(features) times `gradient`. `weight.values` is not read. With `bias_gradient` [channels made],
/// writes the gradient by the bias there.
void weight_gradient(const TrainingKernels& kernels, ThreadPool& pool, Form form,
                     const GatedFeatures& features, const GatedFeatures& gradient,
                     const ConvolutionWeight& weight, float slope, float* weight_gradient,
                     float* bias_gradient);

}  // namespace progan
