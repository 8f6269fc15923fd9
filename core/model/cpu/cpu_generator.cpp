#include "core/model/cpu/cpu_generator.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <optional>

#include "core/model/cpu/convolution.h"
#include "core/model/cpu/first_layer_4x4.h"
#include "core/model/model_tensors.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "core/system/process.h"

namespace progan {
namespace {

/// The features of a batch should not take more memory than one face of the largest models.
constexpr std::size_t kMaxPixelsAtOnce = std::size_t{1} << 20;

std::size_t size_of(int value) {
    return static_cast<std::size_t>(value);
}

struct ToRgb {
    AlignedBuffer weight;  ///< [3][padded channels]
    float bias[3];
};

class CpuGenerator : public Generator {
  public:
    /// `emptied` is the same model, or null to leave it unchanged.
    CpuGenerator(const Model& model, Model* emptied, const CpuOptions& options)
        : spec_(model.spec),
          kernels_(options.kernels ? *options.kernels : cpu_kernels()),
          pool_(options.threads > 0 ? options.threads : processor_count()),
          first_(kernels_, spec_, with_checked_shapes(model)) {
        empty(emptied, "levels.0.first");
        for (int level = 0; level < level_count(spec_); ++level) {
            const int in = spec_.channels[size_of(std::max(level - 1, 0))],
                      out = spec_.channels[size_of(level)];
            const std::string prefix = fmt::format("levels.{}", level);
            const auto add = [&](const std::string& name, Convolution::Input input, int side, int from) {
                convolutions_.emplace_back(kernels_, pool_, spec_, input, side, from, out,
                                           tensor(model, prefix + name + ".weight").values,
                                           tensor(model, prefix + name + ".bias").values);
                empty(emptied, prefix + name);
            };
            if (level == 0) {
                add(".conv", Convolution::Input::same, 4, out);
            } else {
                add(".conv1", Convolution::Input::upsampled, resolution(level - 1), in);
                add(".conv2", Convolution::Input::same, resolution(level), out);
            }
            heads_.push_back(has_to_rgb(spec_, level) ? std::optional<ToRgb>(head(model, level))
                                                      : std::nullopt);
        }
    }

    const ModelSpec& spec() const override { return spec_; }

    Image generate(std::span<const float> latent, int level, double alpha) override {
        return generate(latent, level, alpha, {});
    }

    Image generate(std::span<const float> latent, int level, double alpha,
                   const LevelCallback& reached) override {
        return generate(latent, level, alpha, reached, {});
    }

    Image generate(std::span<const float> latent, int level, double alpha, const LevelCallback& reached,
                   const ChannelEdits& edits) override {
        run({&latent, 1}, level, alpha, reached, edits);
        return to_8_bit(0, level);
    }

    std::vector<Image> generate_batch(std::span<const Latent> latents, int level, double alpha) override {
        std::vector<std::span<const float>> views(latents.begin(), latents.end());
        for (const std::span<const float> latent : views) check(latent, level, alpha);
        const std::size_t side = size_of(resolution(std::max(level, 0)));
        const std::size_t at_once = std::max<std::size_t>(1, kMaxPixelsAtOnce / (side * side));
        std::vector<Image> images;
        while (images.size() < views.size()) {
            const std::size_t count = std::min(at_once, views.size() - images.size());
            run(std::span(views).subspan(images.size(), count), level, alpha);
            for (std::size_t i = 0; i < count; ++i) images.push_back(to_8_bit(i, level));
        }
        return images;
    }

    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha) override {
        return generate_values(latent, level, alpha, {});
    }

    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha,
                                       const LevelCallback& reached) override {
        return generate_values(latent, level, alpha, reached, {});
    }

    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha,
                                       const LevelCallback& reached, const ChannelEdits& edits) override {
        run({&latent, 1}, level, alpha, reached, edits);
        const float* rgb = image_.data();
        return {rgb, rgb + 3 * size_of(resolution(level)) * size_of(resolution(level))};
    }

    bool shows_features() const override { return true; }

    LevelFeatures features(std::span<const float> latent, int level, const ChannelEdits& edits) override {
        check_request(spec_, latent.size(), level);
        check_edits(spec_, edits);
        take_latents({&latent, 1});
        begin();
        for (int i = 0; i <= level; ++i) reach(i, edits);
        return read_features(level);
    }

  private:
    /// The face that run() is making, for a LevelCallback.
    // NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): final, and never deleted by its base
    class Watched final : public IntermediateFace {
      public:
        Watched(CpuGenerator& generator, const Features& features, int level)
            : generator_(generator), features_(features), level_(level) {}

        int level() const override { return level_; }

        Image picture(const RgbHead& head) const override {
            generator_.to_rgb(features_, padded_head(features_.channels, head.weight, head.bias),
                              generator_.image_);
            return generator_.to_8_bit(0, level_);
        }

        std::vector<float> features(std::span<const int> pixels) const override {
            std::vector<float> result;
            result.reserve(pixels.size() * size_of(features_.channels));
            for (const int pixel : pixels) {
                const float* values =
                    features_.values.data() + std::ptrdiff_t{pixel} * padded(features_.channels);
                for (int c = 0; c < features_.channels; ++c)
                    result.push_back(values[c] * features_.scales.data()[pixel]);
            }
            return result;
        }

      private:
        CpuGenerator& generator_;
        const Features& features_;
        int level_;
    };

    static void empty(Model* model, const std::string& layer) {
        if (model == nullptr) return;
        for (WeightTensor& tensor : model->tensors)
            if (tensor.name == layer + ".weight") std::vector<float>().swap(tensor.values);
    }

    ToRgb head(const Model& model, int level) const {
        const std::string prefix = fmt::format("levels.{}.to_rgb", level);
        return padded_head(spec_.channels[size_of(level)], tensor(model, prefix + ".weight").values,
                           tensor(model, prefix + ".bias").values);
    }

    static ToRgb padded_head(int channels, std::span<const float> weight, std::span<const float> bias) {
        const int lanes = padded(channels);
        ToRgb result{AlignedBuffer(3 * size_of(lanes)), {}};
        result.weight.fill_with_zeros();
        for (int i = 0; i < 3; ++i)
            std::copy_n(weight.data() + i * channels, channels, result.weight.data() + i * lanes);
        std::copy_n(bias.data(), 3, result.bias);
        return result;
    }

    void check(std::span<const float> latent, int level, double alpha) const {
        check_request(spec_, latent.size(), level);
        if (!(alpha >= 0 && alpha <= 1)) throw Error("Fade-in alpha must be between 0 and 1, not {}.", alpha);
        if (level == 0 && alpha < 1)
            throw Error("Level 0 has no level below to fade in from, so its alpha must be 1, not {}.", alpha);
        for (const int needed : {alpha > 0 ? level : level - 1, alpha < 1 ? level - 1 : level})
            if (!heads_[size_of(needed)]) throw Error("Level {} of this model has no to-RGB head.", needed);
    }

    /// Leaves the images before clamping in image_, [count][3][r][r]. Calls `reached` only for a single face.
    void run(std::span<const std::span<const float>> latents, int level, double alpha,
             const LevelCallback& reached = {}, const ChannelEdits& edits = {}) {
        for (const std::span<const float> latent : latents) check(latent, level, alpha);
        check_edits(spec_, edits);
        take_latents(latents);
        const int count = static_cast<int>(latents.size());
        const int below = alpha < 1 ? level - 1 : level;  // the last level that is needed in any case
        begin();
        for (int i = 0; i <= below; ++i) {
            reach(i, edits);
            if (reached && i < level) reached(Watched(*this, *features_, i));
        }
        to_rgb(*features_, *heads_[size_of(below)], image_);
        if (alpha < 1) {
            upsample(image_, 3 * count * resolution(below), resolution(below), below_image_);
            if (alpha > 0) {
                reach(level, edits);
                to_rgb(*features_, *heads_[size_of(level)], image_);
                blend(static_cast<float>(alpha), 3 * count * resolution(level), resolution(level));
            } else {
                std::swap(image_, below_image_);
            }
        }
        if (spec_.output_activation != OutputActivation::none && level >= spec_.output_activation_from_level)
            activate_output(3 * count * resolution(level), resolution(level));
    }

    /// The first layer's features of latents_.
    void begin() {
        features_ = &maps_[0];
        next_ = &maps_[1];
        first_.run(pool_, latents_.data(), latent_count_, *features_);
    }

    void step(int convolution) {
        convolutions_[size_of(convolution)].run(pool_, workspace_, *features_, *next_);
        std::swap(features_, next_);
    }

    /// From the features of the level below, or of the first layer, to those of the level.
    void reach(int level, const ChannelEdits& edits) {
        if (level > 0) step(2 * level - 1);
        step(2 * level);
        if (!edits.empty()) apply(edits, level);
    }

    /// Pixel norm's factors stay what they are: they are applied when the values are read.
    void apply(const ChannelEdits& edits, int level) {
        std::vector<ChannelEdit> here;
        std::copy_if(edits.begin(), edits.end(), std::back_inserter(here),
                     [level](const ChannelEdit& edit) { return edit.level == level; });
        if (here.empty()) return;
        const int lanes = padded(features_->channels), side = features_->side;
        pool_.run(features_->count * side, [&](std::ptrdiff_t row, int) {
            float* values = features_->values.data() + row * side * lanes;
            for (int x = 0; x < side; ++x, values += lanes)
                for (const ChannelEdit& edit : here) values[edit.channel] *= edit.strength;
        });
    }

    /// Of features_, which are those of one face.
    LevelFeatures read_features(int level) const {
        const Features& features = *features_;
        const std::size_t channels = size_of(features.channels);
        LevelFeatures result{level, features.side, features.channels, {}, {}};
        result.values.resize(features.pixels() * channels);
        result.norms.resize(features.pixels());
        for (std::size_t pixel = 0; pixel < features.pixels(); ++pixel) {
            const float* values = features.values.data() + pixel * size_of(padded(features.channels));
            const float scale = features.scales.data()[pixel];
            float squares = 0;
            for (std::size_t c = 0; c < channels; ++c) {
                result.values[pixel * channels + c] = values[c] * scale;
                squares += values[c] * values[c];
            }
            result.norms[pixel] = spec_.norm_placement == NormPlacement::none
                                      ? std::sqrt(squares / static_cast<float>(channels))
                                      : root_mean_square_of_scale(scale);
        }
        return result;
    }

    /// What pixel norm's factor was made from: norm_scale() backwards.
    float root_mean_square_of_scale(float scale) const {
        const auto epsilon = static_cast<float>(spec_.norm_epsilon);
        const float root = 1 / scale;
        if (spec_.epsilon_inside_root) return std::sqrt(std::max(0.0f, root * root - epsilon));
        return std::max(0.0f, root - epsilon);
    }

    void take_latents(std::span<const std::span<const float>> latents) {
        latent_count_ = static_cast<int>(latents.size());
        latents_.grow(latents.size() * size_of(spec_.latent_size));
        float* to = latents_.data();
        for (const std::span<const float> latent : latents) {
            float squares = 0;
            for (const float value : latent) squares += value * value;
            const float scale = spec_.normalize_latent
                                    ? norm_scale(spec_, squares / static_cast<float>(latent.size()))
                                    : 1.0f;
            for (const float value : latent) *to++ = value * scale;
        }
    }

    void to_rgb(const Features& features, const ToRgb& head, AlignedBuffer& image) {
        const int side = features.side, lanes = padded(features.channels);
        const std::ptrdiff_t plane = std::ptrdiff_t{side} * side;
        image.grow(3 * features.pixels());
        pool_.run(features.count * side, [&](std::ptrdiff_t row, int) {
            kernels_.to_rgb(features.values.data() + row * side * lanes, features.scales.data() + row * side,
                            side, lanes, head.weight.data(), head.bias,
                            image.data() + row / side * 3 * plane + row % side * side, plane);
        });
    }

    // For images as rows of `side` values.

    void upsample(const AlignedBuffer& image, int rows, int side, AlignedBuffer& result) {
        result.grow(4 * size_of(rows) * size_of(side));
        pool_.run(rows, [&](std::ptrdiff_t row, int) {
            const float* from = image.data() + row * side;
            float* to = result.data() + row * side * 4;
            for (int x = 0; x < side; ++x) to[2 * x] = to[2 * x + 1] = from[x];
            std::memcpy(to + 2 * side, to, sizeof(float) * 2 * size_of(side));
        });
    }

    void blend(float alpha, int rows, int side) {
        pool_.run(rows, [&](std::ptrdiff_t row, int) {
            float* image = image_.data() + row * side;
            const float* below = below_image_.data() + row * side;
            for (int x = 0; x < side; ++x) image[x] = (1 - alpha) * below[x] + alpha * image[x];
        });
    }

    void activate_output(int rows, int side) {
        const bool tanh = spec_.output_activation == OutputActivation::tanh;
        pool_.run(rows, [&](std::ptrdiff_t row, int) {
            float* image = image_.data() + row * side;
            for (int x = 0; x < side; ++x)
                image[x] = tanh ? std::tanh(image[x]) : std::clamp(image[x], -1.0f, 1.0f);
        });
    }

    /// One of the images of the last run().
    Image to_8_bit(std::size_t index, int level) {
        const int side = resolution(level);
        Image image(side, side);
        const std::ptrdiff_t plane = std::ptrdiff_t{side} * side;
        const float* rgb = image_.data() + 3 * plane * static_cast<std::ptrdiff_t>(index);
        const auto low = static_cast<float>(spec_.output_min), high = static_cast<float>(spec_.output_max);
        const auto factor = static_cast<float>(255 / (spec_.output_max - spec_.output_min));
        pool_.run(side, [&](std::ptrdiff_t row, int) {
            std::uint8_t* out = image.rgb.data() + row * side * 3;
            for (int x = 0; x < side; ++x)
                for (int channel = 0; channel < 3; ++channel) {
                    const float value = rgb[channel * plane + row * side + x];
                    // Written so that a broken model's NaN becomes the lowest value.
                    const float inside = value > low ? std::min(value, high) : low;
                    *out++ = static_cast<std::uint8_t>(std::lrint((inside - low) * factor));
                }
        });
        return image;
    }

    ModelSpec spec_;
    const Kernels& kernels_;
    ThreadPool pool_;
    FirstLayer4x4 first_;
    std::vector<Convolution> convolutions_;  ///< one of level 0, two of each level above
    std::vector<std::optional<ToRgb>> heads_;
    Workspace workspace_;
    Features maps_[2];
    Features *features_ = nullptr, *next_ = nullptr;  ///< of maps_: those reached, and room for the next
    int latent_count_ = 0;                            ///< in latents_
    AlignedBuffer latents_, image_, below_image_;
};

}  // namespace

int processor_count() {
    return system::usable_processors();
}

std::unique_ptr<Generator> make_cpu_generator(const Model& model, const CpuOptions& options) {
    return std::make_unique<CpuGenerator>(model, nullptr, options);
}

std::unique_ptr<Generator> make_cpu_generator(Model&& model, const CpuOptions& options) {
    return std::make_unique<CpuGenerator>(model, &model, options);
}

}  // namespace progan
