#include "core/train/torch_trainer.h"

#include <algorithm>
#include <map>

#include "core/support/error.h"
#include "core/support/library_error.h"
#include "core/torch/abi/equalized.h"
#include "core/torch/abi/train_abi.h"
#include "core/train/generator_spec.h"
#include "core/train/train_library.h"

namespace progan {
namespace {

static_assert(static_cast<int>(Loss::wgan_gp) == PROGAN_LOSS_WGAN_GP &&
              static_cast<int>(Loss::logistic_r1) == PROGAN_LOSS_LOGISTIC_R1);

void check(std::int32_t worked, const ProganError& error) {
    if (worked == 0) throw Error(library_sentence("LibTorch", error.message));
}

}  // namespace

TorchTrainer::TorchTrainer(const std::filesystem::path& library, const TrainConfiguration& configuration,
                           const std::string& device, const std::optional<ProcessGroupConfig>& process_group)
    : configuration_(configuration), api_(train_library(library)) {
    const std::vector<int> channels = channels_of(configuration),
                           discriminator_channels = discriminator_channels_of(configuration);
    ProganTrainNetworks networks{};
    networks.latent_size = configuration.latent_size;
    networks.channels = channels.data();
    networks.discriminator_channels = discriminator_channels.data();
    networks.level_count = level_count(configuration);
    networks.loss = static_cast<std::int32_t>(configuration.loss);
    networks.r1_interval = configuration.r1_interval;
    networks.seed = configuration.seed;
    ProganProcessGroup abi_group{};
    if (process_group)
        abi_group = {process_group->rank, process_group->world_size, process_group->address.c_str(),
                     process_group->port};
    ProganError error{};
    trainer_ = api_->create(&networks, device.c_str(), process_group ? &abi_group : nullptr, &error);
    check(trainer_ != nullptr, error);
}

TorchTrainer::~TorchTrainer() {
    api_->destroy(trainer_);
}

void TorchTrainer::wait_for_all_processes() {
    ProganError error{};
    check(api_->wait_for_all_processes(trainer_, &error), error);
}

Losses TorchTrainer::step(const SchedulePoint& position, std::int64_t step,
                          std::span<const std::uint8_t> reals, double augment_probability) {
    ProganTrainStep now{};
    now.step = step;
    now.level = position.level;
    now.alpha = position.alpha;
    now.batch = position.batch;
    now.reals = reals.data();
    now.learning_rate = at_level(configuration_.learning_rates, position.level);
    now.r1_gamma = at_level(configuration_.r1_gammas, position.level);
    now.ema_decay = ema_decay(configuration_, position);
    now.augment_probability = augment_probability;
    now.restart_optimizers = position.level != optimizer_level_;
    ProganLosses losses{};
    ProganError error{};
    check(api_->step(trainer_, &now, &losses, &error), error);
    optimizer_level_ = position.level;
    return {losses.generator,  losses.discriminator, losses.real_score,
            losses.fake_score, losses.penalty,       losses.real_sign};
}

TrainerState TorchTrainer::state() const {
    TrainerState state;
    state.optimizer_steps = api_->optimizer_steps(trainer_);
    state.optimizer_level = optimizer_level_;
    for (std::int32_t i = 0; i < api_->state_count(trainer_); ++i) {
        const char* name = nullptr;
        const std::int64_t* shape = nullptr;
        std::int32_t rank = 0;
        api_->state_describe(trainer_, i, &name, &shape, &rank);
        WeightTensor tensor{name, {shape, shape + rank}, {}};
        std::size_t size = 1;
        for (const std::int64_t side : tensor.shape) size *= static_cast<std::size_t>(side);
        tensor.values.resize(size);
        ProganError error{};
        check(api_->state_read(trainer_, i, tensor.values.data(), &error), error);
        state.tensors.push_back(std::move(tensor));
    }
    return state;
}

void TorchTrainer::restore(const TrainerState& state) {
    std::map<std::string, const WeightTensor*> by_name;
    for (const WeightTensor& tensor : state.tensors) by_name[tensor.name] = &tensor;
    for (std::int32_t i = 0; i < api_->state_count(trainer_); ++i) {
        const char* name = nullptr;
        const std::int64_t* shape = nullptr;
        std::int32_t rank = 0;
        api_->state_describe(trainer_, i, &name, &shape, &rank);
        const auto found = by_name.find(name);
        if (found == by_name.end() ||
            !std::equal(shape, shape + rank, found->second->shape.begin(), found->second->shape.end()))
            throw Error("The training state lacks the tensor {}, or it has another shape.", name);
        ProganError error{};
        check(api_->state_write(trainer_, i, found->second->values.data(), &error), error);
    }
    api_->set_optimizer_steps(trainer_, state.optimizer_steps);
    optimizer_level_ = state.optimizer_level;
}

std::vector<Image> TorchTrainer::faces(std::span<const Latent> latents, int level, double alpha) const {
    std::vector<float> packed;
    for (const Latent& latent : latents) packed.insert(packed.end(), latent.begin(), latent.end());
    const int side = resolution(level);
    std::vector<Image> images(latents.size(), Image(side, side));
    if (images.empty()) return images;
    const std::size_t bytes = images[0].rgb.size();
    std::vector<std::uint8_t> rgb(images.size() * bytes);
    ProganError error{};
    check(api_->generate(trainer_, packed.data(), latents.size(), level, alpha, rgb.data(), &error), error);
    for (std::size_t i = 0; i < images.size(); ++i)
        std::copy_n(rgb.data() + i * bytes, bytes, images[i].rgb.data());
    return images;
}

Model TorchTrainer::model(const SchedulePoint& position) const {
    Model model;
    model.spec = generator_spec(configuration_, position.level);
    model.spec.alpha = position.alpha;
    std::map<std::string, WeightTensor> averages;
    for (WeightTensor& tensor : state().tensors) averages.emplace(tensor.name, std::move(tensor));
    for (const TensorShape& needed : required_tensors(model.spec)) {
        WeightTensor tensor = averages.at("average." + needed.name);
        tensor.name = needed.name;
        if (needed.name.ends_with(".weight")) {
            const std::string layer = needed.name.substr(0, needed.name.size() - 7);
            const auto inputs = static_cast<std::int64_t>(tensor.values.size()) / tensor.shape[0];
            const auto scale = static_cast<float>(equalized_scale(generator_gain(layer), inputs));
            for (float& value : tensor.values) value *= scale;
        }
        model.tensors.push_back(std::move(tensor));
    }
    return model;
}

std::vector<float> TorchTrainer::scores(std::span<const Image> pictures, int level, double alpha,
                                        std::span<float> gradient) const {
    std::vector<std::uint8_t> rgb;
    for (const Image& picture : pictures) rgb.insert(rgb.end(), picture.rgb.begin(), picture.rgb.end());
    std::vector<float> scores(pictures.size());
    ProganError error{};
    check(api_->score(trainer_, rgb.data(), pictures.size(), level, alpha, scores.data(),
                      gradient.empty() ? nullptr : gradient.data(), &error),
          error);
    return scores;
}

}  // namespace progan
