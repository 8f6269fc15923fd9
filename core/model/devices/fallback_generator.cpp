#include "core/model/devices/fallback_generator.h"

#include <utility>

#include "core/support/error.h"

namespace progan {
namespace {

class FallbackGenerator : public Generator {
  public:
    FallbackGenerator(std::unique_ptr<Generator> generator, TakeOver take_over)
        : generator_(std::move(generator)), take_over_(std::move(take_over)) {}

    const ModelSpec& spec() const override { return generator_->spec(); }
    std::string precision() const override { return generator_->precision(); }

    Image generate(std::span<const float> latent, int level, double alpha) override {
        return attempt([&] { return generator_->generate(latent, level, alpha); });
    }
    std::vector<Image> generate_batch(std::span<const Latent> latents, int level, double alpha) override {
        return attempt([&] { return generator_->generate_batch(latents, level, alpha); });
    }
    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha) override {
        return attempt([&] { return generator_->generate_values(latent, level, alpha); });
    }
    Image generate(std::span<const float> latent, int level, double alpha,
                   const LevelCallback& reached) override {
        return attempt([&] { return generator_->generate(latent, level, alpha, reached); });
    }
    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha,
                                       const LevelCallback& reached) override {
        return attempt([&] { return generator_->generate_values(latent, level, alpha, reached); });
    }
    bool shows_features() const override { return generator_->shows_features(); }
    Image generate(std::span<const float> latent, int level, double alpha, const LevelCallback& reached,
                   const ChannelEdits& edits) override {
        return attempt([&] { return generator_->generate(latent, level, alpha, reached, edits); });
    }
    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha,
                                       const LevelCallback& reached, const ChannelEdits& edits) override {
        return attempt([&] { return generator_->generate_values(latent, level, alpha, reached, edits); });
    }
    LevelFeatures features(std::span<const float> latent, int level, const ChannelEdits& edits) override {
        return attempt([&] { return generator_->features(latent, level, edits); });
    }

  private:
    template <class Make>
    auto attempt(Make make) -> decltype(make()) {
        try {
            return make();
        } catch (const DeviceError& error) {
            if (!take_over_) throw;
            std::unique_ptr<Generator> other = take_over_(error.what());
            generator_ = std::move(other);
            take_over_ = nullptr;
        }
        return make();
    }

    std::unique_ptr<Generator> generator_;
    TakeOver take_over_;  ///< empty once it has been called
};

}  // namespace

std::unique_ptr<Generator> with_fallback(std::unique_ptr<Generator> generator, TakeOver take_over) {
    return std::make_unique<FallbackGenerator>(std::move(generator), std::move(take_over));
}

std::unique_ptr<Generator> reopen_on_cpu(Backend& backend, Model model, const std::string& path,
                                         const std::string& sha256) {
    if (model.sha256 != sha256)
        throw Error("{} has changed since it was opened, so the CPU cannot continue with the same model.",
                    path);
    return backend.create(std::move(model), "cpu");
}

}  // namespace progan
