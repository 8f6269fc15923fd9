#include "core/torch/training/library_layers.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <array>
#include <tuple>

#include "core/torch/training/layers.h"

namespace progan_torch::library {
namespace {

using Two = std::array<std::int64_t, 2>;
constexpr Two kOne{1, 1}, kTwo{2, 2};

at::Tensor scaled(const Layer& layer) {
    return layer.weight * equalized_scale(layer);
}

/// 3 x 3 -> 4 x 4: the sum of the kernel at the four positions of a 2 x 2 block.
at::Tensor spread(const at::Tensor& kernel) {
    const std::array<std::int64_t, 4> border{1, 1, 1, 1};
    const at::Tensor padded = at::constant_pad_nd(kernel, border);
    const at::Tensor rows = padded.narrow(2, 0, 4) + padded.narrow(2, 1, 4);
    return rows.narrow(3, 0, 4) + rows.narrow(3, 1, 4);
}

/// A 4 x 4 transposed convolution of stride 2, computed as the backward pass of a convolution: LibTorch's own
/// transposed convolution does not use oneDNN on a CPU while gradients are recorded. Differentiable once.
class TransposedConvolution : public torch::autograd::Function<TransposedConvolution> {
  public:
    /// x [n, in, r, r], kernel [in, out, 4, 4] -> [n, out, 2r, 2r].
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& kernel) {
        context->save_for_backward({x, kernel});
        const at::Tensor shape =
            at::empty({x.size(0), kernel.size(1), x.size(2) * 2, x.size(3) * 2}, x.options());
        return std::get<0>(backward_of_convolution(x, shape, kernel, {true, false, false}));
    }
    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                                 const torch::autograd::tensor_list& gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor gradient = gradients[0].contiguous();
        const at::Tensor kernel =
            std::get<1>(backward_of_convolution(saved[0], gradient, saved[1], {false, true, false}));
        return {at::conv2d(gradient, saved[1], {}, kTwo, kOne), kernel};
    }

  private:
    static std::tuple<at::Tensor, at::Tensor, at::Tensor> backward_of_convolution(
        const at::Tensor& output_gradient, const at::Tensor& input, const at::Tensor& kernel,
        std::array<bool, 3> wanted) {
        return at::convolution_backward(output_gradient, input, kernel, c10::nullopt, kTwo, kOne, kOne, false,
                                        Two{0, 0}, 1, wanted);
    }
};

// Channels last is how LibTorch calls a permuted view of what the networks pass on.
at::Tensor channels_first(const at::Tensor& x) {
    return x.permute({0, 3, 1, 2});
}
at::Tensor channels_last(const at::Tensor& x) {
    return x.permute({0, 2, 3, 1});
}

/// k x k convolution that keeps the size.
at::Tensor conv2d(const at::Tensor& x, const Layer& layer) {
    const std::int64_t border = layer.weight.size(2) / 2;
    return at::conv2d(x, scaled(layer), layer.bias, kOne, Two{border, border});
}

/// As one 4 x 4 transposed convolution of stride 2, which takes 2.25 times less arithmetic.
at::Tensor upsample_and_conv2d(const at::Tensor& x, const Layer& layer) {
    // Input pixel i reaches output 2i + k - 1 through element k; the plain kernel runs against it.
    const at::Tensor kernel = spread(scaled(layer).flip({2, 3})).transpose(0, 1);
    return TransposedConvolution::apply(x, kernel.contiguous()) + layer.bias.reshape({1, -1, 1, 1});
}

/// As one 4 x 4 convolution of stride 2.
at::Tensor conv2d_and_downsample(const at::Tensor& x, const Layer& layer) {
    return at::conv2d(x, spread(scaled(layer)) * 0.25, layer.bias, kTwo, kOne);
}

}  // namespace

Features features_of(const at::Tensor& values, Pending pending) {
    return {values_of({values, values.size(3), pending, {}}), values.size(3), Pending::nothing, {}};
}

Features convolve(Sampling sampling, const Features& features, const Layer& layer, Pending next) {
    const at::Tensor x = channels_first(features.values);
    const at::Tensor result = sampling == Sampling::up     ? upsample_and_conv2d(x, layer)
                              : sampling == Sampling::down ? conv2d_and_downsample(x, layer)
                                                           : conv2d(x, layer);
    return library::features_of(channels_last(result), next);
}

Features from_rgb(const at::Tensor& images, const Layer& layer) {
    return library::features_of(channels_last(conv2d(channels_first(images), layer)), Pending::activation);
}

at::Tensor to_rgb(const Features& features, const Layer& layer) {
    return channels_last(conv2d(channels_first(features.values), layer));
}

}  // namespace progan_torch::library
