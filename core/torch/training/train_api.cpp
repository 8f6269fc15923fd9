// The C functions of train_abi.h. No exception leaves this file.
#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>

#include "core/torch/abi/train_abi.h"
#include "core/torch/abi_boundary.h"
#include "core/torch/training/describer.h"
#include "core/torch/training/training.h"

struct ProganTrainer {
    progan_torch::Training training;
};

struct ProganDescriber {
    progan_torch::Describer describer;
};

namespace {

using progan_torch::guarded;

ProganTrainer* create(const ProganTrainNetworks* networks, const char* device,
                      const ProganProcessGroup* process_group, ProganError* error) noexcept {
    ProganTrainer* result = nullptr;
    guarded(error, [&] {
        // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): guarded() handles it
        result = new ProganTrainer{
            progan_torch::Training(*networks, progan_torch::parse_device(device), process_group)};
    });
    return result;
}

void destroy(ProganTrainer* trainer) noexcept {
    guarded(nullptr, [&] { delete trainer; });
}

void check_batch(const ProganTrainer& trainer, const ProganTrainStep& step) {
    if (step.batch < 1 || step.reals == nullptr || !(step.alpha > 0 && step.alpha <= 1))
        throw std::invalid_argument("A training step needs pictures and a fade-in alpha above 0 up to 1.");
    if (!(step.augment_probability >= 0 && step.augment_probability <= 1))
        throw std::invalid_argument("The probability of augmentation must be from 0 to 1.");
    if (step.batch > progan_torch::kMinibatchStddevGroup &&
        step.batch % progan_torch::kMinibatchStddevGroup != 0)
        throw std::invalid_argument("A batch of " + std::to_string(step.batch) +
                                    " was requested, but it must be a multiple of 4, or below 4.");
    trainer.training.check_batch(step.batch);
}

int32_t step(ProganTrainer* trainer, const ProganTrainStep* step, ProganLosses* losses,
             ProganError* error) noexcept {
    return guarded(error, [&] {
        check_batch(*trainer, *step);
        *losses = trainer->training.step(*step);
    });
}

int32_t wait_for_all_processes(ProganTrainer* trainer, ProganError* error) noexcept {
    return guarded(error, [&] { trainer->training.wait_for_all_processes(); });
}

int32_t state_count(const ProganTrainer* trainer) noexcept {
    return static_cast<int32_t>(trainer->training.state().size());
}

int32_t state_describe(const ProganTrainer* trainer, int32_t index, const char** name, const int64_t** shape,
                       int32_t* rank) noexcept {
    const auto& state = trainer->training.state();
    if (index < 0 || static_cast<std::size_t>(index) >= state.size()) return 0;
    const auto& entry = state[static_cast<std::size_t>(index)];
    *name = entry.name.c_str();
    *shape = entry.shape.data();
    *rank = static_cast<int32_t>(entry.shape.size());
    return 1;
}

int32_t state_read(ProganTrainer* trainer, int32_t index, float* values, ProganError* error) noexcept {
    return guarded(error, [&] {
        const c10::NoGradGuard no_gradients;
        const at::Tensor from =
            trainer->training.state().at(static_cast<std::size_t>(index)).values.to(at::kCPU).contiguous();
        std::memcpy(values, from.data_ptr<float>(), from.nbytes());
    });
}

int32_t state_write(ProganTrainer* trainer, int32_t index, const float* values, ProganError* error) noexcept {
    return guarded(error, [&] {
        const c10::NoGradGuard no_gradients;
        at::Tensor to = trainer->training.state().at(static_cast<std::size_t>(index)).values;
        to.copy_(at::from_blob(const_cast<float*>(values), to.sizes(), at::kFloat));
    });
}

int64_t optimizer_steps(const ProganTrainer* trainer) noexcept {
    return trainer->training.optimizer_steps();
}

void set_optimizer_steps(ProganTrainer* trainer, int64_t steps) noexcept {
    trainer->training.set_optimizer_steps(steps);
}

int32_t generate(ProganTrainer* trainer, const float* latents, size_t count, int32_t level, double alpha,
                 uint8_t* rgb, ProganError* error) noexcept {
    return guarded(error, [&] {
        const progan_torch::Training& training = trainer->training;
        const at::Tensor z = at::from_blob(const_cast<float*>(latents),
                                           {static_cast<int64_t>(count), training.latent_size()}, at::kFloat);
        const at::Tensor pixels = training.faces(z, level, alpha)
                                      .nan_to_num(-1)
                                      .clamp_(-1, 1)
                                      .add_(1)
                                      .mul_(127.5)
                                      .round_()
                                      .to(at::kByte)
                                      .contiguous()
                                      .to(at::kCPU);
        std::memcpy(rgb, pixels.data_ptr<std::uint8_t>(), pixels.nbytes());
    });
}

int32_t score(ProganTrainer* trainer, const uint8_t* rgb, size_t count, int32_t level, double alpha,
              float* scores, float* gradient, ProganError* error) noexcept {
    return guarded(error, [&] {
        const c10::AutoGradMode mode(gradient != nullptr);
        const progan_torch::Training& training = trainer->training;
        at::Tensor images = training.to_images(rgb, static_cast<int64_t>(count), level);
        images.requires_grad_(gradient != nullptr);
        const at::Tensor result = training.scores(images, level, alpha);
        if (gradient != nullptr) {
            const at::Tensor by_image = torch::autograd::grad({result.sum()}, {images})[0]
                                            .permute({0, 3, 1, 2})
                                            .to(at::kCPU)
                                            .contiguous();
            std::memcpy(gradient, by_image.data_ptr<float>(), by_image.nbytes());
        }
        const at::Tensor on_cpu = result.detach().to(at::kCPU).contiguous();
        std::memcpy(scores, on_cpu.data_ptr<float>(), on_cpu.nbytes());
    });
}

ProganDescriber* describer_create(const int32_t* channels, int32_t level_count, const ProganTensor* tensors,
                                  size_t tensor_count, const char* device, ProganError* error) noexcept {
    ProganDescriber* result = nullptr;
    guarded(error, [&] {
        if (level_count < 1 || std::any_of(channels, channels + level_count, [](int32_t n) { return n < 1; }))
            throw std::invalid_argument("A discriminator needs a level, and a level a channel.");
        // NOLINTNEXTLINE(bugprone-unhandled-exception-at-new): guarded() handles it
        result = new ProganDescriber{progan_torch::Describer(
            {channels, channels + level_count}, tensors, tensor_count, progan_torch::parse_device(device))};
    });
    return result;
}

void describer_destroy(ProganDescriber* describer) noexcept {
    guarded(nullptr, [&] { delete describer; });
}

int64_t feature_count(const ProganDescriber* describer) noexcept {
    return describer->describer.feature_count();
}

int32_t describe(ProganDescriber* describer, const uint8_t* rgb, size_t count, float* features,
                 ProganError* error) noexcept {
    return guarded(error, [&] {
        if (count < 1 || count > PROGAN_MAX_DESCRIBED)
            throw std::invalid_argument("1 to " + std::to_string(PROGAN_MAX_DESCRIBED) +
                                        " pictures can be described at once, not " + std::to_string(count) +
                                        ".");
        const at::Tensor result = describer->describer.describe(rgb, static_cast<int64_t>(count));
        std::memcpy(features, result.data_ptr<float>(), result.nbytes());
    });
}

const ProganTrainApi kApi = {
    PROGAN_TRAIN_ABI_VERSION,
    create,
    destroy,
    step,
    wait_for_all_processes,
    state_count,
    state_describe,
    state_read,
    state_write,
    optimizer_steps,
    set_optimizer_steps,
    generate,
    score,
    describer_create,
    describer_destroy,
    feature_count,
    describe,
};

}  // namespace

extern "C" __attribute__((visibility("default"))) const ProganTrainApi* progan_train_api(void) {
    return &kApi;
}
