#include "core/model/devices/torch_backend.h"

#include <algorithm>
#include <utility>

#include "core/support/error.h"
#include "core/support/library_error.h"
#include "core/torch/abi/torch_abi.h"
#include "core/torch/abi/torch_library.h"

namespace progan {
namespace {

// The ABI's enumerations must be those of spec.h.
static_assert(static_cast<int>(FirstLayer::linear) == PROGAN_FIRST_LINEAR &&
              static_cast<int>(FirstLayer::conv_transpose) == PROGAN_FIRST_CONV_TRANSPOSE &&
              static_cast<int>(FirstLayer::conv) == PROGAN_FIRST_CONV);
static_assert(static_cast<int>(NormPlacement::after_activation) == PROGAN_NORM_AFTER_ACTIVATION &&
              static_cast<int>(NormPlacement::before_activation) == PROGAN_NORM_BEFORE_ACTIVATION &&
              static_cast<int>(NormPlacement::none) == PROGAN_NORM_NONE);
static_assert(static_cast<int>(OutputActivation::none) == PROGAN_OUTPUT_LINEAR &&
              static_cast<int>(OutputActivation::tanh) == PROGAN_OUTPUT_TANH &&
              static_cast<int>(OutputActivation::hardtanh) == PROGAN_OUTPUT_HARDTANH);
static_assert(static_cast<int>(TorchPrecision::fastest_exact) == PROGAN_FASTEST_EXACT &&
              static_cast<int>(TorchPrecision::float32) == PROGAN_FLOAT32 &&
              static_cast<int>(TorchPrecision::float16) == PROGAN_FLOAT16 &&
              static_cast<int>(TorchPrecision::bfloat16) == PROGAN_BFLOAT16);

ProganSpec abi_spec(const ModelSpec& spec) {
    ProganSpec result{};
    result.latent_size = spec.latent_size;
    result.channels = spec.channels.data();
    result.level_count = level_count(spec);
    result.first_layer = static_cast<std::int32_t>(spec.first_layer);
    result.normalize_latent = spec.normalize_latent;
    result.norm_after_first = spec.norm_after_first;
    result.norm_placement = static_cast<std::int32_t>(spec.norm_placement);
    result.norm_epsilon = spec.norm_epsilon;
    result.epsilon_inside_root = spec.epsilon_inside_root;
    result.leaky_slope = spec.leaky_slope;
    result.output_activation = static_cast<std::int32_t>(spec.output_activation);
    result.output_activation_from_level = spec.output_activation_from_level;
    result.output_min = spec.output_min;
    result.output_max = spec.output_max;
    return result;
}

// 32 faces of 256 x 256, whose features at the largest level take a gigabyte or two of GPU memory.
constexpr std::size_t kMaxPixelsAtOnce = std::size_t{32} * 256 * 256;

struct DestroyGenerator {
    const ProganTorchApi* api;
    void operator()(ProganGenerator* generator) const { api->destroy(generator); }
};
using GeneratorHandle = std::unique_ptr<ProganGenerator, DestroyGenerator>;

class TorchGenerator : public Generator {
  public:
    TorchGenerator(const ProganTorchApi& api, GeneratorHandle handle, ModelSpec spec)
        : api_(api), handle_(std::move(handle)), spec_(std::move(spec)) {}

    const ModelSpec& spec() const override { return spec_; }
    std::string precision() const override { return api_.precision(handle_.get()); }

    std::vector<Image> generate_batch(std::span<const Latent> latents, int level, double alpha) override {
        for (const Latent& latent : latents) check_request(spec_, latent.size(), level);
        const auto side = static_cast<std::size_t>(resolution(std::max(level, 0)));
        const std::size_t at_once = std::max<std::size_t>(1, kMaxPixelsAtOnce / (side * side));
        std::vector<Image> images;
        while (images.size() < latents.size()) {
            const auto batch =
                latents.subspan(images.size()).first(std::min(at_once, latents.size() - images.size()));
            std::vector<float> packed;
            for (const Latent& latent : batch) packed.insert(packed.end(), latent.begin(), latent.end());
            std::vector<std::uint8_t> rgb(batch.size() * side * side * 3);
            call(packed, batch.size(), level, alpha, {}, rgb.data(), nullptr);
            for (std::size_t i = 0; i < batch.size(); ++i) {
                Image image(resolution(level), resolution(level));
                std::copy_n(rgb.data() + i * image.rgb.size(), image.rgb.size(), image.rgb.data());
                images.push_back(std::move(image));
            }
        }
        return images;
    }

    using Generator::generate;
    using Generator::generate_values;
    Image generate(std::span<const float> latent, int level, double alpha) override {
        return generate(latent, level, alpha, {}, {});
    }
    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha) override {
        return generate_values(latent, level, alpha, {}, {});
    }

    bool shows_features() const override { return true; }
    Image generate(std::span<const float> latent, int level, double alpha, const LevelCallback& /*reached*/,
                   const ChannelEdits& edits) override {
        check_request(spec_, latent.size(), level);  // the rest is checked behind the ABI boundary
        Image image(resolution(level), resolution(level));
        call(latent, 1, level, alpha, edits, image.rgb.data(), nullptr);
        return image;
    }
    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha,
                                       const LevelCallback& /*reached*/, const ChannelEdits& edits) override {
        check_request(spec_, latent.size(), level);
        const auto side = static_cast<std::size_t>(resolution(level));
        std::vector<float> values(3 * side * side);
        call(latent, 1, level, alpha, edits, nullptr, values.data());
        return values;
    }
    LevelFeatures features(std::span<const float> latent, int level, const ChannelEdits& edits) override {
        check_request(spec_, latent.size(), level);
        const std::vector<ProganChannelEdit> passed = abi_edits(edits);
        LevelFeatures result{
            level, resolution(level), spec_.channels[static_cast<std::size_t>(level)], {}, {}};
        const auto side = static_cast<std::size_t>(result.side);
        result.values.resize(side * side * static_cast<std::size_t>(result.channels));
        result.norms.resize(side * side);
        ProganError error{};
        if (!api_.features(handle_.get(), latent.data(), level, passed.data(), passed.size(),
                           result.values.data(), result.norms.data(), &error))
            fail(error);
        return result;
    }

  private:
    std::vector<ProganChannelEdit> abi_edits(const ChannelEdits& edits) const {
        check_edits(spec_, edits);
        std::vector<ProganChannelEdit> result;
        for (const ChannelEdit& edit : edits) result.push_back({edit.level, edit.channel, edit.strength});
        return result;
    }

    void call(std::span<const float> latents, std::size_t count, int level, double alpha,
              const ChannelEdits& edits, std::uint8_t* rgb, float* values) {
        const std::vector<ProganChannelEdit> passed = abi_edits(edits);
        ProganError error{};
        if (!api_.generate(handle_.get(), latents.data(), count, level, alpha, passed.data(), passed.size(),
                           rgb, values, &error))
            fail(error);
    }

    [[noreturn]] static void fail(const ProganError& error) {
        const std::string sentence = library_sentence("LibTorch", error.message);
        if (error.device_failed != 0) throw DeviceError(sentence);
        throw Error(sentence);
    }

    const ProganTorchApi& api_;
    GeneratorHandle handle_;
    ModelSpec spec_;
};

class TorchBackend : public Backend {
  public:
    TorchBackend(const ProganTorchApi& api, TorchPrecision precision) : api_(api), precision_(precision) {}

    std::string version() const override { return fmt::format("LibTorch {}", api_.torch_version); }

    std::vector<Device> devices() const override {
        const int threads = api_.thread_count();
        std::vector<Device> result{
            {"cpu", fmt::format("CPU ({} {})", threads, threads == 1 ? "thread" : "threads")}};
        for (std::int32_t i = 0; i < api_.cuda_device_count(); ++i) {
            char name[256] = "";
            ProganError error{};
            const bool named = api_.cuda_device_name(i, name, sizeof(name), &error);
            result.push_back({fmt::format("cuda:{}", i), named ? name : "CUDA device"});
        }
        return result;
    }

    std::unique_ptr<Generator> create(const Model& model, const std::string& device) override {
        const ProganSpec spec = abi_spec(model.spec);
        std::vector<ProganTensor> tensors;
        for (const WeightTensor& tensor : model.tensors)
            tensors.push_back({tensor.name.c_str(), tensor.values.data(), tensor.shape.data(),
                               static_cast<std::int32_t>(tensor.shape.size())});
        ProganError error{};
        GeneratorHandle handle(api_.create(&spec, tensors.data(), tensors.size(), device.c_str(),
                                           static_cast<std::int32_t>(precision_), &error),
                               DestroyGenerator{&api_});
        if (!handle) throw Error(error.message);
        return std::make_unique<TorchGenerator>(api_, std::move(handle), model.spec);
    }

  private:
    const ProganTorchApi& api_;
    TorchPrecision precision_;
};

}  // namespace

std::unique_ptr<Backend> open_torch_backend(const std::filesystem::path& library, TorchPrecision precision) {
    const auto get_api =
        reinterpret_cast<decltype(&progan_torch_api)>(torch_library_function(library, "progan_torch_api"));
    const ProganTorchApi& api = *get_api();
    if (api.abi_version != PROGAN_TORCH_ABI_VERSION)
        throw_other_version(library, api.abi_version, PROGAN_TORCH_ABI_VERSION);
    return std::make_unique<TorchBackend>(api, precision);
}

}  // namespace progan
