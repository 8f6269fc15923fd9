#include "core/torch/training/layers.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "core/torch/abi/equalized.h"

namespace progan_torch {
namespace {

using Two = std::array<std::int64_t, 2>;
constexpr Two kOne{1, 1}, kTwo{2, 2};

at::Tensor scaled(const Layer& layer) {
    const at::Tensor& weight = layer.weight;
    return weight * progan::equalized_scale(layer.gain, weight.numel() / weight.size(0));
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

}  // namespace

at::Tensor conv2d(const at::Tensor& x, const Layer& layer) {
    const std::int64_t border = layer.weight.size(2) / 2;
    return at::conv2d(x, scaled(layer), layer.bias, kOne, Two{border, border});
}

at::Tensor upsample_and_conv2d(const at::Tensor& x, const Layer& layer) {
    // Input pixel i reaches output 2i + k - 1 through element k; the plain kernel runs against it.
    const at::Tensor kernel = spread(scaled(layer).flip({2, 3})).transpose(0, 1);
    return TransposedConvolution::apply(x, kernel.contiguous()) + layer.bias.reshape({1, -1, 1, 1});
}

at::Tensor conv2d_and_downsample(const at::Tensor& x, const Layer& layer) {
    return at::conv2d(x, spread(scaled(layer)) * 0.25, layer.bias, kTwo, kOne);
}

at::Tensor linear(const at::Tensor& x, const Layer& layer) {
    return at::linear(x, scaled(layer), layer.bias);
}

at::Tensor upsample(const at::Tensor& x) {
    const Two size{x.size(2) * 2, x.size(3) * 2};
    return at::upsample_nearest2d(x, at::IntArrayRef(size));
}

at::Tensor downsample(const at::Tensor& x) {
    return at::avg_pool2d(x, kTwo);
}

at::Tensor leaky_relu(const at::Tensor& x) {
    return at::leaky_relu(x, kLeakySlope);
}

at::Tensor pixel_norm(const at::Tensor& x) {
    return x * at::rsqrt(at::mean(x * x, 1, true) + kNormEpsilon);
}

at::Tensor minibatch_stddev(const at::Tensor& x, std::int64_t group) {
    const std::int64_t n = x.size(0), size = std::min(group, n), groups = n / size;
    const at::Tensor grouped = x.reshape({size, groups, -1});
    const at::Tensor centred = grouped - at::mean(grouped, 0, true);
    const at::Tensor deviation = at::sqrt(at::mean(centred * centred, 0) + kNormEpsilon);  // [groups, rest]
    const at::Tensor one = at::mean(deviation, 1).reshape({1, groups, 1, 1, 1});
    const at::Tensor channel =
        one.expand({size, groups, 1, x.size(2), x.size(3)}).reshape({n, 1, x.size(2), x.size(3)});
    return at::cat({x, channel}, 1);
}

at::Tensor fade(const at::Tensor& low, const at::Tensor& high, double alpha) {
    return at::lerp(low, high, alpha);
}

}  // namespace progan_torch
