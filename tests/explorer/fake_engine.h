// An engine over a backend that needs no LibTorch: faces whose pixels are a plain function of the latent.
#pragma once

#include <functional>
#include <memory>

#include "core/engine/engine.h"
#include "core/model/model_file.h"

namespace progan::test {

inline constexpr int kLatentSize = 8;

class PlainGenerator : public Generator {
  public:
    explicit PlainGenerator(ModelSpec spec) : spec_(std::move(spec)) {}
    const ModelSpec& spec() const override { return spec_; }
    Image generate(std::span<const float> latent, int level, double) override {
        Image image(resolution(level), resolution(level));
        for (std::size_t i = 0; i < image.rgb.size(); ++i)
            image.rgb[i] = static_cast<std::uint8_t>(128 + 40 * latent[i % latent.size()]);
        return image;
    }
    std::vector<float> generate_values(std::span<const float>, int, double) override { return {}; }
    bool shows_features() const override { return true; }
    /// Edits of channel 0 darken the picture.
    Image generate(std::span<const float> latent, int level, double alpha, const LevelCallback&,
                   const ChannelEdits& edits) override {
        Image image = generate(latent, level, alpha);
        for (const ChannelEdit& edit : edits)
            if (edit.channel == 0)
                for (std::uint8_t& value : image.rgb)
                    value = static_cast<std::uint8_t>(static_cast<float>(value) * edit.strength);
        return image;
    }
    /// Channel c is as many times the pixel's number, but of channel 0, which never acts.
    LevelFeatures features(std::span<const float>, int level, const ChannelEdits&) override {
        const int side = resolution(level), channels = spec_.channels[static_cast<std::size_t>(level)];
        LevelFeatures result{level, side, channels, {}, {}};
        for (int pixel = 0; pixel < side * side; ++pixel) {
            result.norms.push_back(1);
            for (int c = 0; c < channels; ++c) result.values.push_back(static_cast<float>(c * pixel));
        }
        return result;
    }

  private:
    ModelSpec spec_;
};

class PlainBackend : public Backend {
  public:
    std::string version() const override { return "plain backend"; }
    std::vector<Device> devices() const override { return {{"cpu", "CPU (1 thread)"}}; }
    std::unique_ptr<Generator> create(const Model& model, const std::string&) override {
        return std::make_unique<PlainGenerator>(model.spec);
    }
};

inline ModelSpec plain_spec(int latent_size = kLatentSize) {
    ModelSpec spec;
    spec.latent_size = latent_size;
    spec.channels = {4, 4, 4};
    spec.to_rgb_levels = {0, 1, 2};
    spec.last_level = 2;
    spec.name = "Plain";
    return spec;
}

/// What the engine reports when a model of `latent_size` is open.
inline ModelReady plain_model(int latent_size = kLatentSize, std::uint64_t epoch = 1) {
    ModelReady ready;
    ready.epoch = epoch;
    ready.model.spec = plain_spec(latent_size);
    ready.model.sha256 = std::string(64, 'a');
    ready.model.path = "plain.safetensors";
    ready.device = "cpu";
    return ready;
}

inline EngineOptions plain_engine() {
    return {.open_backend = [] { return std::make_unique<PlainBackend>(); },
            .load_model = {},
            .preview_folder = {},
            .wake = [] {}};
}

/// The same; whatever model is opened is that of plain_spec().
inline EngineOptions plain_engine_with_model() {
    EngineOptions options = plain_engine();
    options.load_model = [](const std::string&, const ProgressReport&) {
        Model model;
        model.spec = plain_spec();
        model.sha256 = std::string(64, 'a');
        return model;
    };
    return options;
}

}  // namespace progan::test
