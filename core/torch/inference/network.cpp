#include "core/torch/inference/network.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace progan_torch {
namespace {

using Shape = std::vector<std::int64_t>;

/// Finds tensors by name and checks their shapes, so that the network indexes what it expects.
class TensorSource {
  public:
    TensorSource(const std::map<std::string, at::Tensor>& tensors, const at::Device& device,
                 at::ScalarType type)
        : tensors_(tensors), device_(device), type_(type) {}

    bool has(const std::string& name) const { return tensors_.count(name) != 0; }

    at::Tensor get(const std::string& name, const Shape& shape) const {
        const auto found = tensors_.find(name);
        if (found == tensors_.end()) throw std::invalid_argument("Weight '" + name + "' is missing.");
        if (found->second.sizes() != at::IntArrayRef(shape))
            throw std::invalid_argument("Weight '" + name + "' has the wrong shape.");
        const at::Tensor moved = found->second.to(device_, type_);
        const bool channels_last = device_.is_cuda() && shape.size() == 4;
        return channels_last ? moved.contiguous(at::MemoryFormat::ChannelsLast) : moved;
    }

    Convolution convolution(const std::string& name, std::int64_t out, std::int64_t in,
                            std::int64_t k) const {
        return {get(name + ".weight", {out, in, k, k}), get(name + ".bias", {out})};
    }

    /// One bias per channel serves all 16 positions of that channel.
    at::Tensor first_bias(std::int64_t channels) const {
        const std::string name = "levels.0.first.bias";
        const auto found = tensors_.find(name);
        if (found != tensors_.end() && found->second.sizes() == at::IntArrayRef({channels}))
            return get(name, {channels}).repeat_interleave(16);
        return get(name, {channels * 16});
    }

  private:
    const std::map<std::string, at::Tensor>& tensors_;
    at::Device device_;
    at::ScalarType type_;
};

/// The first layer maps a 1x1 "image" of `latent` channels to C x 4 x 4, so each kind is one matrix [C * 16,
/// latent]. A transposed convolution writes weight[l, c, y, x] * z[l] to (c, y, x) directly. A convolution
/// with padding 3 sees z at (3, 3) of a 7 x 7 input, so output (y, x) is reached by kernel element (3 - y, 3
/// - x): the same, flipped in space.
at::Tensor first_weight(const TensorSource& source, int kind, std::int64_t channels, std::int64_t latent) {
    const std::string name = "levels.0.first.weight";
    switch (kind) {
        case PROGAN_FIRST_LINEAR:
            return source.get(name, {channels * 16, latent});
        case PROGAN_FIRST_CONV_TRANSPOSE:
            return source.get(name, {latent, channels, 4, 4})
                .reshape({latent, channels * 16})
                .t()
                .contiguous();
        case PROGAN_FIRST_CONV:
            return source.get(name, {channels, latent, 4, 4})
                .flip({2, 3})
                .permute({0, 2, 3, 1})
                .reshape({channels * 16, latent})
                .contiguous();
        default:
            throw std::invalid_argument("The first layer's kind is unknown.");
    }
}

at::Tensor convolve_3x3(const at::Tensor& x, const Convolution& convolution) {
    const std::array<std::int64_t, 2> stride{1, 1}, padding{1, 1};
    return at::conv2d(x, convolution.weight, convolution.bias, stride, padding);
}

at::Tensor to_rgb(const at::Tensor& features, const Level& level) {
    return at::conv2d(features, level.to_rgb->weight, level.to_rgb->bias).to(at::kFloat);
}

/// The root mean square over the channels, float32 [n, 1, r, r].
at::Tensor root_mean_square(const at::Tensor& x) {
    return x.to(at::kFloat).square().mean(1, true).sqrt_();
}

at::Tensor upsample_twice(const at::Tensor& x) {
    const std::array<std::int64_t, 2> size{x.size(2) * 2, x.size(3) * 2};
    return at::upsample_nearest2d(x, at::IntArrayRef(size));
}

}  // namespace

Network::Network(const ProganSpec& spec, const std::map<std::string, at::Tensor>& tensors,
                 const at::Device& device, at::ScalarType type)
    : spec_(spec), device_(device), type_(type) {
    spec_.channels = nullptr;  // the caller's memory, valid only during this constructor
    if (spec.level_count < 1) throw std::invalid_argument("A generator needs at least one level.");
    const TensorSource source(tensors, device, type);
    first_weight_ = first_weight(source, spec.first_layer, spec.channels[0], spec.latent_size);
    first_bias_ = source.first_bias(spec.channels[0]);
    for (int i = 0; i < spec.level_count; ++i) {
        const std::string prefix = "levels." + std::to_string(i);
        const std::int64_t out = spec.channels[i];
        Level level;
        if (i == 0) {
            level.convolutions.push_back(source.convolution(prefix + ".conv", out, out, 3));
        } else {
            level.convolutions.push_back(source.convolution(prefix + ".conv1", out, spec.channels[i - 1], 3));
            level.convolutions.push_back(source.convolution(prefix + ".conv2", out, out, 3));
        }
        if (source.has(prefix + ".to_rgb.weight"))
            level.to_rgb = source.convolution(prefix + ".to_rgb", 3, out, 1);
        levels_.push_back(std::move(level));
    }
}

at::Tensor Network::pixel_norm(const at::Tensor& x) const {
    if (x.scalar_type() != at::kFloat) {  // squares would overflow float16, so they are summed in float32
        const std::array<std::int64_t, 1> channels{1};
        at::Tensor mean_square = at::linalg_vector_norm(x, 2, at::IntArrayRef(channels), true, at::kFloat)
                                     .square_()
                                     .div_(static_cast<double>(x.size(1)));
        const at::Tensor scale = spec_.epsilon_inside_root
                                     ? mean_square.add_(spec_.norm_epsilon).rsqrt_()
                                     : mean_square.sqrt_().add_(spec_.norm_epsilon).reciprocal_();
        return x * scale.to(x.scalar_type());
    }
    const at::Tensor mean_square = at::mul(x, x).mean(1, true);
    if (spec_.epsilon_inside_root) return x * mean_square.add_(spec_.norm_epsilon).rsqrt_();
    return x / mean_square.sqrt_().add_(spec_.norm_epsilon);
}

/// Leaky ReLU, with pixel norm on the side the spec says. Works in place: x is always a fresh result.
/// `norms`: what pixel norm divides by.
at::Tensor Network::activate(at::Tensor x, bool with_norm, at::Tensor* norms) const {
    const auto normalized = [&] {
        if (norms != nullptr) *norms = root_mean_square(x);
        return pixel_norm(x);
    };
    if (with_norm && spec_.norm_placement == PROGAN_NORM_BEFORE_ACTIVATION) x = normalized();
    at::leaky_relu_(x, spec_.leaky_slope);
    if (with_norm && spec_.norm_placement == PROGAN_NORM_AFTER_ACTIVATION) x = normalized();
    return x;
}

void Network::check_edits(Edits edits) const {
    for (const ProganChannelEdit& edit : edits)
        if (edit.level < 0 || static_cast<std::size_t>(edit.level) >= levels_.size() || edit.channel < 0 ||
            edit.channel >= levels_[static_cast<std::size_t>(edit.level)].convolutions.back().bias.size(0))
            throw std::invalid_argument("The model has no channel " + std::to_string(edit.channel) +
                                        " at level " + std::to_string(edit.level) + ".");
}

at::Tensor Network::edited(const at::Tensor& features, int level, Edits edits) const {
    const auto here = [level](const ProganChannelEdit& edit) { return edit.level == level; };
    if (std::none_of(edits.begin(), edits.end(), here)) return features;
    at::Tensor factors = at::ones({features.size(1)}, at::kFloat);
    for (const ProganChannelEdit& edit : edits)
        if (here(edit)) factors.data_ptr<float>()[edit.channel] = edit.strength;
    return features * factors.to(features.options()).view({1, -1, 1, 1});
}

at::Tensor Network::first_features(const at::Tensor& latents) const {
    const at::Tensor z = spec_.normalize_latent ? pixel_norm(latents) : latents;
    at::Tensor features = at::linear(z.to(type_), first_weight_, first_bias_).view({z.size(0), -1, 4, 4});
    if (device_.is_cuda()) features = features.contiguous(at::MemoryFormat::ChannelsLast);
    return activate(features, spec_.norm_after_first != 0);
}

/// `norms`: of the last convolution.
at::Tensor Network::next_features(const at::Tensor& below, int level, Edits edits, at::Tensor* norms) const {
    at::Tensor x = level == 0 ? below : upsample_twice(below);
    for (const Convolution& convolution : levels_[static_cast<std::size_t>(level)].convolutions)
        x = activate(convolve_3x3(x, convolution), true, norms);
    x = edited(x, level, edits);
    if (norms != nullptr && spec_.norm_placement == PROGAN_NORM_NONE) *norms = root_mean_square(x);
    return x;
}

FeaturesOfLevel Network::features(const at::Tensor& latent, int level, Edits edits) const {
    if (level < 0 || static_cast<std::size_t>(level) >= levels_.size())
        throw std::invalid_argument("The model has no level " + std::to_string(level) + ".");
    check_edits(edits);
    at::Tensor x = first_features(latent);
    FeaturesOfLevel result;
    for (int i = 0; i <= level; ++i) x = next_features(x, i, edits, &result.norms);
    result.values = x[0].permute({1, 2, 0}).to(at::kFloat);
    result.norms = result.norms[0][0];
    return result;
}

at::Tensor Network::output_activation(const at::Tensor& x, int level) const {
    if (level < spec_.output_activation_from_level) return x;
    if (spec_.output_activation == PROGAN_OUTPUT_TANH) return x.tanh();
    if (spec_.output_activation == PROGAN_OUTPUT_HARDTANH) return x.clamp(-1, 1);
    return x;
}

int Network::last_level() const {
    for (int level = static_cast<int>(levels_.size()) - 1; level > 0; --level)
        if (levels_[static_cast<std::size_t>(level)].to_rgb) return level;
    return 0;
}

void Network::check_request(int level, double alpha) const {
    if (level < 0 || static_cast<std::size_t>(level) >= levels_.size())
        throw std::invalid_argument("The model has only levels 0 to " + std::to_string(levels_.size() - 1) +
                                    ", not " + std::to_string(level) + ".");
    if (!(alpha >= 0 && alpha <= 1))
        throw std::invalid_argument("Fade-in alpha must be between 0 and 1, not " + std::to_string(alpha) +
                                    ".");
    if (level == 0 && alpha < 1)
        throw std::invalid_argument("Level 0 has no level below to fade in from: its alpha must be 1, not " +
                                    std::to_string(alpha) + ".");
    const auto check_head = [&](int l) {
        if (!levels_[static_cast<std::size_t>(l)].to_rgb)
            throw std::invalid_argument("Level " + std::to_string(l) + " of this model has no to-RGB head.");
    };
    if (alpha > 0) check_head(level);
    if (alpha < 1) check_head(level - 1);
}

at::Tensor Network::generate(const at::Tensor& latents, int level, double alpha, Edits edits) const {
    check_request(level, alpha);
    check_edits(edits);
    const Level& top = levels_[static_cast<std::size_t>(level)];
    at::Tensor features = first_features(latents);
    for (int i = 0; i < level; ++i) features = next_features(features, i, edits);
    at::Tensor image;
    if (alpha < 1) {
        image = upsample_twice(to_rgb(features, levels_[static_cast<std::size_t>(level - 1)]));
        if (alpha > 0)
            image = (1 - alpha) * image + alpha * to_rgb(next_features(features, level, edits), top);
    } else {
        image = to_rgb(next_features(features, level, edits), top);
    }
    return output_activation(image, level);
}

at::Tensor Network::to_8_bit(const at::Tensor& images) const {
    // Subtracting first makes the usual range [-1, 1] exactly the usual (x + 1) * 127.5. A broken model's NaN
    // becomes the lowest value, because converting it to an integer is undefined.
    return images.nan_to_num(spec_.output_min)
        .clamp_(spec_.output_min, spec_.output_max)
        .sub_(spec_.output_min)
        .mul_(255 / (spec_.output_max - spec_.output_min))
        .round_()
        .to(at::kByte)
        .permute({0, 2, 3, 1})
        .contiguous();
}

}  // namespace progan_torch
