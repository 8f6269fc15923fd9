#include "core/torch/training/processor_layers.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/kernels/training_convolution.h"
#include "core/torch/training/layers.h"
#include "core/torch/training/prepared_weights.h"
#include "core/torch/training/processor.h"

namespace progan_torch::processor {
namespace {

using progan::Form;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;
using OptionalTensor = c10::optional<at::Tensor>;

constexpr float kSlope = static_cast<float>(kLeakySlope);

int narrow(std::int64_t value) {
    return static_cast<int>(value);
}

std::int64_t padded(std::int64_t channels) {
    return progan::padded(narrow(channels));
}

const float* data_of(const at::Tensor& tensor) {
    return tensor.defined() ? tensor.data_ptr<float>() : nullptr;
}

/// The values [n, side, side, lanes], as core/kernels takes them; all tensors contiguous, `gates` and
/// `scales` may be undefined.
progan::GatedFeatures gated(const at::Tensor& values, const at::Tensor& gates, const at::Tensor& scales,
                            std::int64_t channels) {
    return {data_of(values),        data_of(gates),         data_of(scales),
            narrow(values.size(0)), narrow(values.size(1)), narrow(channels)};
}

/// What distinguishes one convolution from another beside its tensors.
struct Kind {
    Form form;
    bool transposed;  ///< the weight, see core/kernels
    double scale;     ///< of the weight

    Kind transpose() const { return {progan::transposed(form), !transposed, scale}; }
};

progan::ConvolutionWeight weight_of(const at::Tensor& weight, const Kind& kind) {
    return {weight.data_ptr<float>(), narrow(weight.size(0)), narrow(weight.size(1)), kind.transposed,
            static_cast<float>(kind.scale)};
}

/// The convolution of `features`, whose channels the weight reads.
void convolve_features(const Kind& kind, const progan::GatedFeatures& features, const at::Tensor& weight,
                       const progan::ConvolutionResult& result) {
    thread_local PreparedWeights kept;
    const progan::ConvolutionWeight values = weight_of(weight, kind);
    if (PreparedWeights::keeps(weight))
        progan::convolve(kernels(), pool(), features,
                         kept.get(kernels(), pool(), kind.form, features.side, weight, values), kSlope,
                         result);
    else
        progan::convolve(kernels(), pool(), kind.form, features, values, kSlope, result);
}

at::Tensor empty_result(const at::Tensor& values, const at::Tensor& weight, const Kind& kind) {
    const std::int64_t side = progan::result_side(kind.form, narrow(values.size(1)));
    return at::empty({values.size(0), side, side, padded(weight.size(kind.transposed ? 1 : 0))},
                     values.options());
}

std::int64_t channels_read(const at::Tensor& weight, const Kind& kind) {
    return weight.size(kind.transposed ? 0 : 1);
}
std::int64_t channels_made(const at::Tensor& weight, const Kind& kind) {
    return weight.size(kind.transposed ? 1 : 0);
}

/// The last dimension padded with zeros to whole lanes; contiguous, which LibTorch's padding by nothing is
/// not.
at::Tensor with_padding(const at::Tensor& values) {
    const std::int64_t channels = values.size(-1);
    return at::constant_pad_nd(values, std::array<std::int64_t, 2>{0, padded(channels) - channels})
        .contiguous();
}

void keep(AutogradContext* context, const Kind& kind) {
    context->saved_data["form"] = static_cast<std::int64_t>(kind.form);
    context->saved_data["transposed"] = kind.transposed;
    context->saved_data["scale"] = kind.scale;
}
Kind kept_kind(AutogradContext* context) {
    return {static_cast<Form>(context->saved_data["form"].toInt()),
            context->saved_data["transposed"].toBool(), context->saved_data["scale"].toDouble()};
}

at::Tensor or_undefined(const OptionalTensor& tensor) {
    return tensor ? *tensor : at::Tensor();
}
OptionalTensor or_none(const at::Tensor& tensor) {
    return tensor.defined() ? OptionalTensor(tensor) : c10::nullopt;
}

tensor_list gradients_by(AutogradContext* context, const at::Tensor& values, const at::Tensor& weight,
                         const at::Tensor& gates, const at::Tensor& result_gates, const at::Tensor& gradient,
                         const Kind& kind, bool has_bias);

/// gate(result_gates) * (the convolution of gate(gates) * values + bias). Gates count as constants: they say
/// on which side of 0 something is, and are never differentiated by.
class Convolution : public torch::autograd::Function<Convolution> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& values, const at::Tensor& weight,
                              const OptionalTensor& bias, const OptionalTensor& gates,
                              const OptionalTensor& result_gates, Form form, bool transposed, double scale) {
        const Kind kind{form, transposed, scale};
        context->save_for_backward({values, weight, or_undefined(gates), or_undefined(result_gates)});
        keep(context, kind);
        context->saved_data["has_bias"] = bias.has_value();
        at::Tensor result = empty_result(values, weight, kind);
        progan::ConvolutionResult to{result.data_ptr<float>()};
        to.bias = data_of(or_undefined(bias));
        to.gates = data_of(or_undefined(result_gates));
        convolve_features(kind, gated(values, or_undefined(gates), {}, channels_read(weight, kind)), weight,
                          to);
        return result;
    }
    static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
        const auto saved = context->get_saved_variables();
        return gradients_by(context, saved[0], saved[1], saved[2], saved[3], gradients[0].contiguous(),
                            kept_kind(context), context->saved_data["has_bias"].toBool());
    }
};

at::Tensor convolution(const at::Tensor& values, const at::Tensor& weight, const at::Tensor& bias,
                       const at::Tensor& gates, const at::Tensor& result_gates, const Kind& kind) {
    return Convolution::apply(values, weight, or_none(bias), or_none(gates), or_none(result_gates), kind.form,
                              kind.transposed, kind.scale);
}

/// The gradient by the weight of a Convolution of `values` with `gates`, whose result's gradient is
/// gate(gradient_gates) * gradient. `shape`: any tensor of the weight's shape.
class WeightGradient : public torch::autograd::Function<WeightGradient> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& values, const at::Tensor& gradient,
                              const OptionalTensor& gates, const OptionalTensor& gradient_gates,
                              const at::Tensor& shape, Form form, bool transposed, double scale) {
        const Kind kind{form, transposed, scale};
        context->save_for_backward({values, gradient, or_undefined(gates), or_undefined(gradient_gates)});
        keep(context, kind);
        at::Tensor result = at::empty_like(shape, at::MemoryFormat::Contiguous);
        progan::weight_gradient(kernels(), pool(), form,
                                gated(values, or_undefined(gates), {}, channels_read(shape, kind)),
                                gated(gradient, or_undefined(gradient_gates), {}, channels_made(shape, kind)),
                                weight_of(shape, kind), kSlope, result.data_ptr<float>(), nullptr);
        return result;
    }
    static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
        const auto saved = context->get_saved_variables();
        const Kind kind = kept_kind(context);
        const at::Tensor weight = gradients[0].contiguous();
        at::Tensor by_values, by_gradient;
        if (context->needs_input_grad(0))
            by_values = convolution(saved[1], weight, {}, saved[3], saved[2], kind.transpose());
        if (context->needs_input_grad(1))
            by_gradient = convolution(saved[0], weight, {}, saved[2], saved[3], kind);
        return {by_values, by_gradient, {}, {}, {}, {}, {}, {}};
    }
};

/// The gradients of a Convolution.
tensor_list gradients_by(AutogradContext* context, const at::Tensor& values, const at::Tensor& weight,
                         const at::Tensor& gates, const at::Tensor& result_gates, const at::Tensor& gradient,
                         const Kind& kind, bool has_bias) {
    at::Tensor by_values, by_weight, by_bias;
    if (context->needs_input_grad(0))
        by_values = convolution(gradient, weight, {}, result_gates, gates, kind.transpose());
    const bool bias_wanted = has_bias && context->needs_input_grad(2);
    if (context->needs_input_grad(1)) {
        if (c10::GradMode::is_enabled()) {
            by_weight = WeightGradient::apply(values, gradient, or_none(gates), or_none(result_gates), weight,
                                              kind.form, kind.transposed, kind.scale);
        } else {
            by_weight = at::empty_like(weight, at::MemoryFormat::Contiguous);
            if (bias_wanted) by_bias = at::empty({channels_made(weight, kind)}, weight.options());
            progan::weight_gradient(
                kernels(), pool(), kind.form, gated(values, gates, {}, channels_read(weight, kind)),
                gated(gradient, result_gates, {}, channels_made(weight, kind)), weight_of(weight, kind),
                kSlope, by_weight.data_ptr<float>(), bias_wanted ? by_bias.data_ptr<float>() : nullptr);
        }
    }
    if (bias_wanted && !by_bias.defined()) {
        // A bias and gates of the result never come together.
        by_bias =
            gradient.narrow(3, 0, channels_made(weight, kind)).sum(std::array<std::int64_t, 3>{0, 1, 2});
    }
    return {by_values, by_weight, by_bias, {}, {}, {}, {}, {}};
}

void once_only(const char* what) {
    if (c10::GradMode::is_enabled())
        throw std::logic_error(std::string(what) + " can be differentiated only once.");
}

/// The convolution of features whose normalization is pending, to such features: their values and scales. The
/// scales' gradient is part of the values': whoever reads them passes the gradient by values before pixel
/// norm.
class NormalizedConvolution : public torch::autograd::Function<NormalizedConvolution> {
  public:
    static tensor_list forward(AutogradContext* context, const at::Tensor& values, const at::Tensor& weight,
                               const at::Tensor& bias, const at::Tensor& scales, Form form, double scale) {
        const Kind kind{form, false, scale};
        context->save_for_backward({values, weight, scales});
        keep(context, kind);
        at::Tensor result = empty_result(values, weight, kind);
        at::Tensor result_scales =
            at::empty({result.size(0), result.size(1), result.size(2)}, result.options());
        progan::ConvolutionResult to{result.data_ptr<float>()};
        to.bias = data_of(bias);
        to.norm_scales = result_scales.data_ptr<float>();
        to.norm_epsilon = static_cast<float>(kNormEpsilon);
        convolve_features(kind, gated(values, values, scales, channels_read(weight, kind)), weight, to);
        context->mark_non_differentiable({result_scales});
        return {result, result_scales};
    }
    static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
        once_only("A convolution with pixel norm");
        const auto saved = context->get_saved_variables();
        const at::Tensor &values = saved[0], &weight = saved[1], &scales = saved[2];
        const Kind kind = kept_kind(context);
        const at::Tensor gradient = gradients[0].contiguous();
        at::Tensor by_values, by_weight, by_bias;
        if (context->needs_input_grad(0)) {
            by_values = at::empty_like(values);
            progan::ConvolutionResult to{by_values.data_ptr<float>()};
            to.normalized_values = data_of(values);
            to.normalized_scales = data_of(scales);
            convolve_features(kind.transpose(), gated(gradient, {}, {}, channels_made(weight, kind)), weight,
                              to);
        }
        if (context->needs_input_grad(1)) {
            by_weight = at::empty_like(weight, at::MemoryFormat::Contiguous);
            by_bias = at::empty({channels_made(weight, kind)}, weight.options());
            progan::weight_gradient(
                kernels(), pool(), kind.form, gated(values, values, scales, channels_read(weight, kind)),
                gated(gradient, {}, {}, channels_made(weight, kind)), weight_of(weight, kind), kSlope,
                by_weight.data_ptr<float>(), by_bias.data_ptr<float>());
        }
        return {by_values, by_weight, by_bias, {}, {}, {}};
    }
};

Form form_of(Sampling sampling) {
    return sampling == Sampling::up     ? Form::upsampling
           : sampling == Sampling::down ? Form::downsampling
                                        : Form::same;
}

/// A 1 x 1 convolution's weight [channels, 3], as [3][lanes].
at::Tensor by_color(const at::Tensor& weight, double scale) {
    return with_padding(weight.detach().t() * scale);
}

/// The pixels from `first` on, as one row.
progan::GatedMap row_of(const at::Tensor& values, const at::Tensor& gates, const at::Tensor& scales,
                        std::int64_t first) {
    const std::int64_t lanes = values.size(3);
    const auto at = [&](const at::Tensor& tensor, std::int64_t step) {
        return tensor.defined() ? tensor.data_ptr<float>() + first * step : nullptr;
    };
    return {at(values, lanes), at(gates, lanes), at(scales, 1), 0, narrow(lanes), kSlope};
}

std::int64_t pixels_of(const at::Tensor& values) {
    return values.size(0) * values.size(1) * values.size(2);
}

/// [4, lanes]: the sum over pixels of rgb times features, and of features.
at::Tensor rgb_products(const at::Tensor& rgb, const at::Tensor& values, const at::Tensor& gates,
                        const at::Tensor& scales) {
    at::Tensor sums = at::zeros({pool().size(), 4, values.size(3)}, values.options());
    in_parts(pixels_of(values), [&](std::ptrdiff_t part, std::ptrdiff_t first, std::ptrdiff_t count) {
        kernels().add_rgb_products(rgb.data_ptr<float>() + first * 3, row_of(values, gates, scales, first),
                                   narrow(count), sums.data_ptr<float>() + part * 4 * values.size(3));
    });
    return sums.sum(0);
}

/// Images [n, side, side, 3] times weight [channels, 3, 1, 1] * scale + bias.
class FromRgb : public torch::autograd::Function<FromRgb> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& images, const at::Tensor& weight,
                              const at::Tensor& bias, double scale) {
        context->save_for_backward({images, weight});
        context->saved_data["scale"] = scale;
        const std::int64_t channels = weight.size(0), lanes = padded(channels);
        const at::Tensor by_lane = by_color(weight.reshape({channels, 3}), scale);
        const at::Tensor padded_bias = with_padding(bias.detach());
        at::Tensor result =
            at::empty({images.size(0), images.size(1), images.size(2), lanes}, images.options());
        in_parts(pixels_of(result), [&](std::ptrdiff_t, std::ptrdiff_t first, std::ptrdiff_t count) {
            kernels().from_rgb(images.data_ptr<float>() + first * 3, narrow(count), narrow(lanes),
                               by_lane.data_ptr<float>(), padded_bias.data_ptr<float>(),
                               result.data_ptr<float>() + first * lanes);
        });
        return result;
    }
    static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor &images = saved[0], &weight = saved[1];
        const double scale = context->saved_data["scale"].toDouble();
        const std::int64_t channels = weight.size(0);
        const at::Tensor gradient = gradients[0].contiguous();
        at::Tensor by_images, by_weight, by_bias;
        if (c10::GradMode::is_enabled()) {
            // Seldom enough to be left to LibTorch.
            const at::Tensor flat = gradient.narrow(3, 0, channels).reshape({-1, channels});
            if (context->needs_input_grad(0))
                by_images = at::matmul(flat, weight.reshape({channels, 3}) * scale).reshape(images.sizes());
            if (context->needs_input_grad(1))
                by_weight = (at::matmul(flat.t(), images.reshape({-1, 3})) * scale).reshape(weight.sizes());
            if (context->needs_input_grad(2)) by_bias = flat.sum(0);
            return {by_images, by_weight, by_bias, {}};
        }
        if (context->needs_input_grad(0)) {
            const at::Tensor by_lane = by_color(weight.reshape({channels, 3}), scale);
            const std::array<float, 3> no_bias{};
            by_images = at::empty_like(images);
            in_parts(pixels_of(gradient), [&](std::ptrdiff_t, std::ptrdiff_t first, std::ptrdiff_t count) {
                kernels().to_rgb(row_of(gradient, {}, {}, first), narrow(count), by_lane.data_ptr<float>(),
                                 no_bias.data(), by_images.data_ptr<float>() + first * 3);
            });
        }
        if (context->needs_input_grad(1) || context->needs_input_grad(2)) {
            const at::Tensor sums = rgb_products(images, gradient, {}, {}).narrow(1, 0, channels);
            by_weight = (sums.narrow(0, 0, 3).t() * scale).reshape(weight.sizes());
            by_bias = sums[3].clone();
        }
        return {by_images, by_weight, by_bias, {}};
    }
};

/// Features whose normalization is pending, times weight [3, channels, 1, 1] * scale + bias: images [n, side,
/// side, 3].
class ToRgb : public torch::autograd::Function<ToRgb> {
  public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& values, const at::Tensor& weight,
                              const at::Tensor& bias, const at::Tensor& scales, double scale) {
        context->save_for_backward({values, weight, scales});
        context->saved_data["scale"] = scale;
        const at::Tensor by_lane = by_color(weight.reshape({3, -1}).t(), scale);
        at::Tensor result = at::empty({values.size(0), values.size(1), values.size(2), 3}, values.options());
        in_parts(pixels_of(values), [&](std::ptrdiff_t, std::ptrdiff_t first, std::ptrdiff_t count) {
            kernels().to_rgb(row_of(values, values, scales, first), narrow(count), by_lane.data_ptr<float>(),
                             bias.data_ptr<float>(), result.data_ptr<float>() + first * 3);
        });
        return result;
    }
    static tensor_list backward(AutogradContext* context, const tensor_list& gradients) {
        once_only("To-RGB");
        const auto saved = context->get_saved_variables();
        const at::Tensor &values = saved[0], &weight = saved[1], &scales = saved[2];
        const double scale = context->saved_data["scale"].toDouble();
        const std::int64_t channels = weight.size(1), lanes = values.size(3);
        const at::Tensor gradient = gradients[0].contiguous();
        at::Tensor by_values, by_weight, by_bias;
        if (context->needs_input_grad(0)) {
            const at::Tensor by_lane = by_color(weight.reshape({3, channels}).t(), scale);
            const at::Tensor no_bias = at::zeros({lanes}, values.options());
            by_values = at::empty_like(values);
            in_parts(pixels_of(values), [&](std::ptrdiff_t, std::ptrdiff_t first, std::ptrdiff_t count) {
                constexpr std::ptrdiff_t kAtOnce = 256;  // stay in cache
                for (std::ptrdiff_t done = 0; done < count; done += kAtOnce) {
                    const int now = narrow(std::min(kAtOnce, count - done));
                    float* to = by_values.data_ptr<float>() + (first + done) * lanes;
                    kernels().from_rgb(gradient.data_ptr<float>() + (first + done) * 3, now, narrow(lanes),
                                       by_lane.data_ptr<float>(), no_bias.data_ptr<float>(), to);
                    kernels().normalize_backward(row_of(values, values, scales, first + done), now,
                                                 narrow(channels), to);
                }
            });
        }
        if (context->needs_input_grad(1)) {
            const at::Tensor sums = rgb_products(gradient, values, values, scales);
            by_weight = (sums.narrow(0, 0, 3).narrow(1, 0, channels) * scale).reshape(weight.sizes());
            by_bias = gradient.reshape({-1, 3}).sum(0);
        }
        return {by_values, by_weight, by_bias, {}, {}};
    }
};

}  // namespace

Features features_of(const at::Tensor& values, Pending pending) {
    Features result{with_padding(values), values.size(3), pending, {}};
    if (pending == Pending::normalization) {
        const at::Tensor activated = progan_torch::leaky_relu(values.detach());
        result.scales = at::rsqrt(at::mean(activated * activated, -1) + kNormEpsilon).contiguous();
    }
    return result;
}

Features convolve(Sampling sampling, const Features& features, const Layer& layer, Pending next) {
    const Form form = form_of(sampling);
    const double scale = equalized_scale(layer) * (sampling == Sampling::down ? 0.25 : 1);
    const std::int64_t made = layer.weight.size(0);
    if (features.pending == Pending::normalization && next == Pending::normalization) {
        const tensor_list result = NormalizedConvolution::apply(features.values, layer.weight, layer.bias,
                                                                features.scales, form, scale);
        return {result[0], made, next, result[1]};
    }
    const at::Tensor gates =
        features.pending == Pending::activation ? features.values.detach() : at::Tensor();
    const Kind kind{form, false, scale};
    return {convolution(features.values, layer.weight, layer.bias, gates, {}, kind), made, next, {}};
}

Features from_rgb(const at::Tensor& images, const Layer& layer) {
    return {FromRgb::apply(images.contiguous(), layer.weight, layer.bias, equalized_scale(layer)),
            layer.weight.size(0),
            Pending::activation,
            {}};
}

at::Tensor to_rgb(const Features& features, const Layer& layer) {
    return ToRgb::apply(features.values, layer.weight, layer.bias, features.scales, equalized_scale(layer));
}

}  // namespace progan_torch::processor
