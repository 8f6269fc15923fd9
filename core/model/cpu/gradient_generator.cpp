#include "core/model/cpu/gradient_generator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "core/kernels/padding.h"
#include "core/kernels/training_convolution.h"
#include "core/model/cpu/convolution.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/model/cpu/first_layer_4x4.h"
#include "core/model/model_tensors.h"
#include "core/support/aligned_buffer.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

std::size_t size_of(int value) {
    return static_cast<std::size_t>(value);
}

/// A layer's results before leaky ReLU, which is applied as they are read (training_kernels.h).
struct LayerMap {
    AlignedBuffer values;  ///< [count][side][side][padded(channels)]
    AlignedBuffer scales;  ///< [count][side][side], if `normalized`
    int side = 0, channels = 0;
    bool normalized = false;

    int lanes() const { return padded(channels); }
    std::ptrdiff_t pixels(int count) const { return std::ptrdiff_t{count} * side * side; }
    const float* read_scales() const { return normalized ? scales.data() : nullptr; }
    void grow(int count) {
        values.grow(static_cast<std::size_t>(pixels(count) * lanes()));
        if (normalized) scales.grow(static_cast<std::size_t>(pixels(count)));
    }
};

struct Layer {
    Form form;
    PreparedWeight forward, backward;
    std::vector<float> bias;
};

struct Head {
    AlignedBuffer weight;  ///< [3][padded channels]
    std::array<float, 3> bias{};
};

Head padded_head(int channels, std::span<const float> weight, std::span<const float> bias) {
    const int lanes = padded(channels);
    Head result{AlignedBuffer(3 * size_of(lanes)), {}};
    result.weight.fill_with_zeros();
    for (int i = 0; i < 3; ++i)
        std::copy_n(weight.data() + i * channels, channels, result.weight.data() + i * lanes);
    std::copy_n(bias.data(), 3, result.bias.begin());
    return result;
}

}  // namespace

class GradientGenerator::Network {
  public:
    Network(const Model& model, const GradientOptions& options)
        : spec_(with_checked_shapes(model).spec),
          kernels_(options.kernels ? *options.kernels : training_kernels()),
          pool_(options.threads > 0 ? options.threads : processor_count()),
          slope_(static_cast<float>(spec_.leaky_slope)),
          first_(kernels_.products, spec_, model),
          first_transpose_(kernels_.products, model) {
        const bool normalize = spec_.norm_placement != NormPlacement::none;
        add_map(0, normalize && spec_.norm_after_first);
        for (int level = 0; level < level_count(spec_); ++level) {
            const std::string prefix = fmt::format("levels.{}", level);
            const int side = resolution(level);
            if (level == 0) {
                add_layer(model, prefix + ".conv", Form::same, side);
            } else {
                add_layer(model, prefix + ".conv1", Form::upsampling, side / 2);
                add_map(level, normalize);
                add_layer(model, prefix + ".conv2", Form::same, side);
            }
            add_map(level, normalize);
            heads_.emplace_back();
            if (has_to_rgb(spec_, level))
                heads_.back() = padded_head(spec_.channels[size_of(level)],
                                            tensor(model, prefix + ".to_rgb.weight").values,
                                            tensor(model, prefix + ".to_rgb.bias").values);
        }
        const int most = *std::max_element(spec_.channels.begin(), spec_.channels.end());
        zeros_.grow(size_of(padded(most)));
        zeros_.fill_with_zeros();
    }

    const ModelSpec& spec() const { return spec_; }

    void replace_head(int level, const RgbHead& head) {
        if (level < 0 || level >= level_count(spec_))
            throw Error("The model has only levels 0 to {}, not {}.", level_count(spec_) - 1, level);
        const int channels = spec_.channels[size_of(level)];
        if (head.weight.size() != 3 * size_of(channels))
            throw Error("A to-RGB head of level {} has {} weights, but must have {}.", level,
                        head.weight.size(), 3 * channels);
        heads_[size_of(level)] = padded_head(channels, head.weight, head.bias);
    }

    std::span<const float> forward(std::span<const float> latents, int level, double alpha) {
        check(latents, level, alpha);
        count_ = static_cast<int>(latents.size() / size_of(spec_.latent_size));
        level_ = level;
        alpha_ = static_cast<float>(alpha);
        take_latents(latents);
        run_first();
        const int below = last_needed();
        for (std::size_t i = 0; i <= size_of(2 * below); ++i) run_layer(i);
        to_rgb(below, image_);
        if (alpha_ < 1) {
            enlarge(image_, below_image_);
            if (alpha_ > 0) {
                run_layer(size_of(2 * level - 1));
                run_layer(size_of(2 * level));
                to_rgb(level, image_);
                for (std::size_t i = 0; i < image_.size(); ++i)
                    image_[i] = (1 - alpha_) * below_image_[i] + alpha_ * image_[i];
            } else {
                std::swap(image_, below_image_);
            }
        }
        if (activates_output())
            for (float& value : image_)
                value = spec_.output_activation == OutputActivation::tanh ? std::tanh(value)
                                                                          : std::clamp(value, -1.0f, 1.0f);
        return image_;
    }

    void backward(std::span<const float> gradients, std::span<float> by_latents) {
        if (count_ == 0 || gradients.size() != image_.size() ||
            by_latents.size() != size_of(count_) * size_of(spec_.latent_size))
            throw Error("The gradients by {} values do not belong to the {} of the pictures made last.",
                        gradients.size(), image_.size());
        by_image_.assign(gradients.begin(), gradients.end());
        go_back_through_output();
        const int below = last_needed();
        if (alpha_ < 1) {
            if (alpha_ > 0) {
                shrink(by_image_, 1 - alpha_, by_below_image_);
                for (float& value : by_image_) value *= alpha_;
                go_back_through_head(level_, by_image_, gradient_);
                go_back_through_layer(size_of(2 * level_));
                go_back_through_layer(size_of(2 * level_ - 1));
                go_back_through_head(below, by_below_image_, next_gradient_);
                const LayerMap& map = maps_[size_of(2 * below + 1)];
                for (std::ptrdiff_t i = 0; i < map.pixels(count_) * map.lanes(); ++i)
                    gradient_.data()[i] += next_gradient_.data()[i];
            } else {
                shrink(by_image_, 1, by_below_image_);
                go_back_through_head(below, by_below_image_, gradient_);
            }
        } else {
            go_back_through_head(level_, by_image_, gradient_);
        }
        for (int i = 2 * below; i >= 0; --i) go_back_through_layer(size_of(i));
        go_back_to_latents(by_latents);
    }

  private:
    void add_map(int level, bool normalized) {
        LayerMap map;
        map.side = resolution(level);
        map.channels = spec_.channels[size_of(level)];
        map.normalized = normalized;
        maps_.push_back(std::move(map));
    }

    /// The layer that reads the last map so far.
    void add_layer(const Model& model, const std::string& name, Form form, int side) {
        const WeightTensor& weight = tensor(model, name + ".weight");
        ConvolutionWeight values{weight.values.data(), static_cast<int>(weight.shape[0]),
                                 static_cast<int>(weight.shape[1]), false, 1};
        PreparedWeight ahead(kernels_, pool_, form, side, values);
        values.transposed = true;
        PreparedWeight back(kernels_, pool_, transposed(form), result_side(form, side), values);
        layers_.push_back({form, std::move(ahead), std::move(back), tensor(model, name + ".bias").values});
    }

    void check(std::span<const float> latents, int level, double alpha) const {
        const std::size_t size = size_of(spec_.latent_size);
        check_request(spec_, latents.empty() || latents.size() % size != 0 ? latents.size() : size, level);
        if (!(alpha >= 0 && alpha <= 1)) throw Error("Fade-in alpha must be between 0 and 1, not {}.", alpha);
        if (level == 0 && alpha < 1)
            throw Error("Level 0 has no level below to fade in from, so its alpha must be 1, not {}.", alpha);
        for (const int needed : {alpha > 0 ? level : level - 1, alpha < 1 ? level - 1 : level})
            if (!heads_[size_of(needed)]) throw Error("Level {} of this model has no to-RGB head.", needed);
    }

    /// The last level that is needed whatever alpha is.
    int last_needed() const { return alpha_ < 1 ? level_ - 1 : level_; }
    bool activates_output() const {
        return spec_.output_activation != OutputActivation::none &&
               level_ >= spec_.output_activation_from_level;
    }
    NormKind norm_kind() const {
        return {spec_.norm_placement == NormPlacement::before_activation,
                spec_.epsilon_inside_root ? 0.0f : static_cast<float>(spec_.norm_epsilon)};
    }

    // ---- forwards ----

    void take_latents(std::span<const float> latents) {
        const std::size_t size = size_of(spec_.latent_size);
        latents_.assign(latents.begin(), latents.end());
        latent_scales_.assign(size_of(count_), 1.0f);
        if (!spec_.normalize_latent) return;
        for (std::size_t i = 0; i < size_of(count_); ++i) {
            float squares = 0;
            for (std::size_t k = 0; k < size; ++k) squares += latents_[i * size + k] * latents_[i * size + k];
            latent_scales_[i] = norm_scale(spec_, squares / static_cast<float>(size));
            for (std::size_t k = 0; k < size; ++k) latents_[i * size + k] *= latent_scales_[i];
        }
    }

    void run_first() {
        LayerMap& map = maps_[0];
        map.grow(count_);
        first_.sums(pool_, latents_.data(), count_, map.values.data());
        if (!map.normalized) return;
        const float slope = norm_kind().before_activation ? 1 : slope_;
        for (std::ptrdiff_t pixel = 0; pixel < map.pixels(count_); ++pixel) {
            const float* x = map.values.data() + pixel * map.lanes();
            float squares = 0;
            for (int c = 0; c < map.channels; ++c) {
                const float value = x[c] > 0 ? x[c] : slope * x[c];
                squares += value * value;
            }
            map.scales.data()[pixel] = norm_scale(spec_, squares / static_cast<float>(map.channels));
        }
    }

    void run_layer(std::size_t index) {
        const LayerMap& in = maps_[index];
        LayerMap& out = maps_[index + 1];
        out.grow(count_);
        ConvolutionResult result{out.values.data(), layers_[index].bias.data()};
        if (out.normalized) {
            result.norm_scales = out.scales.data();
            result.norm_epsilon = spec_.epsilon_inside_root ? static_cast<float>(spec_.norm_epsilon) : 0.0f;
            result.norm = norm_kind();
        }
        convolve(kernels_, pool_,
                 {in.values.data(), in.values.data(), in.read_scales(), count_, in.side, in.channels},
                 layers_[index].forward, slope_, result);
    }

    GatedMap row_of(const LayerMap& map, std::ptrdiff_t row) const {
        const float* values = map.values.data() + row * map.side * map.lanes();
        return {values,     values,      map.normalized ? map.scales.data() + row * map.side : nullptr,
                map.side,   map.lanes(), slope_,
                norm_kind()};
    }

    void to_rgb(int level, std::vector<float>& image) {
        const LayerMap& map = maps_[size_of(2 * level + 1)];
        const Head& head = *heads_[size_of(level)];
        image.resize(3 * static_cast<std::size_t>(map.pixels(count_)));
        pool_.run(std::ptrdiff_t{count_} * map.side, [&](std::ptrdiff_t row, int) {
            kernels_.to_rgb(row_of(map, row), map.side, head.weight.data(), head.bias.data(),
                            image.data() + row * map.side * 3);
        });
    }

    /// Each pixel of the pictures of the level below to 2 x 2.
    void enlarge(const std::vector<float>& image, std::vector<float>& result) const {
        const std::size_t side = size_of(resolution(level_)), rows = side * size_of(count_);
        result.resize(rows * side * 3);
        for (std::size_t y = 0; y < rows; ++y)
            for (std::size_t x = 0; x < side; ++x)
                std::copy_n(image.data() + (y / 2 * (side / 2) + x / 2) * 3, 3,
                            result.data() + (y * side + x) * 3);
    }

    // ---- backwards ----

    void go_back_through_output() {
        if (!activates_output()) return;
        for (std::size_t i = 0; i < image_.size(); ++i) {
            const float y = image_[i];
            if (spec_.output_activation == OutputActivation::tanh)
                by_image_[i] *= 1 - y * y;
            else if (!(y > -1 && y < 1))
                by_image_[i] = 0;
        }
    }

    /// `factor` times the transpose of enlarge().
    void shrink(const std::vector<float>& image, float factor, std::vector<float>& result) const {
        const std::size_t side = size_of(resolution(level_)), rows = side * size_of(count_);
        result.assign(rows * side * 3 / 4, 0.0f);
        for (std::size_t y = 0; y < rows; ++y)
            for (std::size_t x = 0; x < side; ++x)
                for (std::size_t c = 0; c < 3; ++c)
                    result[(y / 2 * (side / 2) + x / 2) * 3 + c] += factor * image[(y * side + x) * 3 + c];
    }

    /// From gradients by the level's pictures to those by its last map.
    void go_back_through_head(int level, const std::vector<float>& by_image, AlignedBuffer& gradient) {
        const LayerMap& map = maps_[size_of(2 * level + 1)];
        const Head& head = *heads_[size_of(level)];
        gradient.grow(static_cast<std::size_t>(map.pixels(count_) * map.lanes()));
        pool_.run(std::ptrdiff_t{count_} * map.side, [&](std::ptrdiff_t row, int) {
            float* to = gradient.data() + row * map.side * map.lanes();
            kernels_.from_rgb(by_image.data() + row * map.side * 3, map.side, map.lanes(), head.weight.data(),
                              zeros_.data(), to);
            const GatedMap read = row_of(map, row);
            if (map.normalized)
                kernels_.normalize_backward(read, map.side, map.channels, to);
            else
                for (int i = 0; i < map.side * map.lanes(); ++i)
                    if (!(read.values[i] > 0)) to[i] *= slope_;
        });
    }

    /// gradient_: from the one by the layer's results to the one by what it reads.
    void go_back_through_layer(std::size_t index) {
        const LayerMap &in = maps_[index], &out = maps_[index + 1];
        next_gradient_.grow(static_cast<std::size_t>(in.pixels(count_) * in.lanes()));
        ConvolutionResult result{next_gradient_.data()};
        if (in.normalized) {
            result.normalized_values = in.values.data();
            result.normalized_scales = in.scales.data();
            result.norm = norm_kind();
        } else {
            result.gates = in.values.data();
        }
        convolve(kernels_, pool_, {gradient_.data(), nullptr, nullptr, count_, out.side, out.channels},
                 layers_[index].backward, slope_, result);
        std::swap(gradient_, next_gradient_);
    }

    void go_back_to_latents(std::span<float> by_latents) {
        const std::size_t size = size_of(spec_.latent_size), lanes = size_of(padded(spec_.latent_size));
        by_latents_.grow(size_of(count_) * lanes);
        first_transpose_.run(pool_, gradient_.data(), count_, by_latents_.data());
        for (std::size_t i = 0; i < size_of(count_); ++i) {
            const float* by_normalized = by_latents_.data() + i * lanes;
            const float* normalized = latents_.data() + i * size;
            float* to = by_latents.data() + i * size;
            if (!spec_.normalize_latent) {
                std::copy_n(by_normalized, size, to);
                continue;
            }
            const float scale = latent_scales_[i];
            double products = 0;
            for (std::size_t k = 0; k < size; ++k)
                products += static_cast<double>(by_normalized[k]) * normalized[k];
            const auto mean = static_cast<float>(products / static_cast<double>(size)) /
                              (1 - norm_kind().epsilon_outside_root * scale);
            for (std::size_t k = 0; k < size; ++k) to[k] = scale * (by_normalized[k] - mean * normalized[k]);
        }
    }

    ModelSpec spec_;
    const TrainingKernels& kernels_;
    ThreadPool pool_;
    float slope_;
    FirstLayer4x4 first_;
    FirstLayerTranspose first_transpose_;
    std::vector<LayerMap>
        maps_;  ///< the first layer's, then one of each of layers_: [2 * level + 1] is a level's last
    std::vector<Layer> layers_;  ///< reads the map of its index
    std::vector<std::optional<Head>> heads_;
    AlignedBuffer zeros_;

    // Of the last forward().
    int count_ = 0, level_ = 0;
    float alpha_ = 1;
    std::vector<float> latents_, latent_scales_;  ///< normalized, and by what
    std::vector<float> image_, below_image_;

    std::vector<float> by_image_, by_below_image_;
    AlignedBuffer gradient_, next_gradient_, by_latents_;
};

GradientGenerator::GradientGenerator(const Model& model, const GradientOptions& options)
    : network_(std::make_unique<Network>(model, options)) {}
GradientGenerator::~GradientGenerator() = default;

const ModelSpec& GradientGenerator::spec() const {
    return network_->spec();
}

void GradientGenerator::replace_head(int level, const RgbHead& head) {
    network_->replace_head(level, head);
}

std::span<const float> GradientGenerator::forward(std::span<const float> latents, int level, double alpha) {
    return network_->forward(latents, level, alpha);
}

void GradientGenerator::backward(std::span<const float> gradients, std::span<float> by_latents) {
    network_->backward(gradients, by_latents);
}

}  // namespace progan
