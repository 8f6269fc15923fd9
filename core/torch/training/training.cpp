#include "core/torch/training/training.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <stdexcept>
#include <utility>

#include "core/torch/training/augmentation.h"
#include "core/torch/training/layers.h"
#include "core/torch/training/losses.h"
#include "core/torch/training/pictures.h"
#include "core/torch/training/processor.h"

namespace progan_torch {

enum class Purpose {
    generator_weights,
    discriminator_weights,
    fakes,
    mix,
    generator_fakes,
    augmented_reals,
    augmented_fakes,
    augmented_generator_fakes  // the eighth, as many as seed_for() tells apart
};

namespace {

/// A seed for one purpose in one step. Source of the mixing: SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t seed_for(std::uint64_t seed, std::int64_t step, Purpose purpose) {
    std::uint64_t z = seed * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(step) * 8 +
                      static_cast<std::uint64_t>(purpose) + 1;
    for (const std::uint64_t factor : {0xbf58476d1ce4e5b9U, 0x94d049bb133111ebU}) {
        z ^= z >> 30U;
        z *= factor;
    }
    return z ^ (z >> 31U);
}

std::vector<std::int64_t> checked_channels(const ProganTrainNetworks& networks,
                                           const std::int32_t* of_levels) {
    if (networks.level_count < 1 || networks.latent_size < 1 || networks.r1_interval < 1)
        throw std::invalid_argument("The networks need at least one level, a latent and an R1 interval.");
    std::vector<std::int64_t> channels(of_levels, of_levels + networks.level_count);
    for (const std::int64_t count : channels)
        if (count < 1) throw std::invalid_argument("A level needs at least one channel.");
    return channels;
}

Parameters generator_parameters(const ProganTrainNetworks& networks, const at::Device& device) {
    Parameters result;
    declare_generator(result, networks.latent_size, checked_channels(networks, networks.channels));
    result.allocate(device, seed_for(networks.seed, -1, Purpose::generator_weights));
    return result;
}

Parameters discriminator_parameters(const ProganTrainNetworks& networks, const at::Device& device) {
    Parameters result;
    declare_discriminator(result, checked_channels(networks, networks.discriminator_channels));
    result.allocate(device, seed_for(networks.seed, -1, Purpose::discriminator_weights));
    return result;
}

/// The number of parameters of levels 0 to `level`, which come first.
std::int64_t used_count(const Parameters& parameters, int level) {
    std::int64_t count = 0;
    for (const Parameters::Entry& entry : parameters.entries())
        if (entry.level <= level) count = entry.begin + entry.size;
    return count;
}

}  // namespace

Training::Training(const ProganTrainNetworks& networks, const at::Device& device,
                   const ProganProcessGroup* process_group)
    : latent_size_(networks.latent_size),
      loss_(networks.loss),
      r1_interval_(networks.r1_interval),
      seed_(networks.seed),
      bfloat16_steps_(choose_kernels()),
      device_(device),
      generator_(generator_parameters(networks, device)),
      discriminator_(discriminator_parameters(networks, device)),
      ema_(generator_.values().clone()),
      ema_weights_(generator_.views_of(ema_)),
      generator_adam_(ema_.numel(), device),
      discriminator_adam_(discriminator_.values().numel(), device) {
    for (const Parameters::Entry& entry : generator_.entries())
        generator_weights_[entry.name] = generator_[entry.name];
    const auto add = [this](const std::string& prefix, const Parameters& parameters, const at::Tensor& flat) {
        const std::map<std::string, at::Tensor> views = parameters.views_of(flat);
        for (const Parameters::Entry& entry : parameters.entries())
            state_.push_back({prefix + entry.name, entry.shape, views.at(entry.name)});
    };
    add("average.", generator_, ema_);
    add("generator.", generator_, generator_.values());
    add("generator_second_moment.", generator_, generator_adam_.second_moment());
    add("discriminator.", discriminator_, discriminator_.values());
    add("discriminator_second_moment.", discriminator_, discriminator_adam_.second_moment());
    if (process_group != nullptr) process_group_ = std::make_unique<ProcessGroup>(*process_group, device_);
}

void Training::check_batch(std::int64_t batch) const {
    if (process_group_ && batch % (kMinibatchStddevGroup * process_group_->size()) != 0)
        throw std::invalid_argument("A batch of " + std::to_string(batch) + " cannot be shared by " +
                                    std::to_string(process_group_->size()) +
                                    " processes: it must be a multiple of " +
                                    std::to_string(kMinibatchStddevGroup * process_group_->size()) + ".");
}

void Training::wait_for_all_processes() {
    if (process_group_) process_group_->wait_for_all();
}

/// The rows of a batch that this process works on: whole groups of minibatch_stddev(), whose members are
/// batch / kMinibatchStddevGroup apart, so that any number of processes compute what one would.
at::Tensor Training::own_part(const at::Tensor& batch) const {
    if (!process_group_) return batch;
    const std::int64_t groups = batch.size(0) / kMinibatchStddevGroup, own = groups / process_group_->size();
    std::vector<at::Tensor> members;
    for (std::int64_t member = 0; member < kMinibatchStddevGroup; ++member)
        members.push_back(batch.narrow(0, member * groups + process_group_->rank() * own, own));
    return at::cat(members);
}

void Training::average_over_processes(const at::Tensor& gradients) {
    if (process_group_) process_group_->average(gradients);
}

ProganLosses Training::average_over_processes(const ProganLosses& losses) {
    if (!process_group_) return losses;
    const at::Tensor values = at::tensor({losses.generator, losses.discriminator, losses.real_score,
                                          losses.fake_score, losses.penalty, losses.real_sign},
                                         at::TensorOptions().dtype(at::kDouble))
                                  .to(device_);
    process_group_->average(values);
    const at::Tensor mean = values.to(at::kCPU);
    const double* at = mean.data_ptr<double>();
    return {at[0], at[1], at[2], at[3], at[4], at[5]};
}

void Training::set_optimizer_steps(std::int64_t steps) {
    generator_adam_.set_steps(steps);
    discriminator_adam_.set_steps(steps);
}

at::Tensor Training::latents(const ProganTrainStep& step, Purpose purpose) const {
    return own_part(at::randn({step.batch, latent_size_},
                              at::detail::createCPUGenerator(seed_for(seed_, step.step, purpose))))
        .to(device_);
}

at::Tensor Training::augmented(const at::Tensor& images, const ProganTrainStep& step, Purpose purpose) const {
    if (step.augment_probability <= 0) return images;
    at::Generator generator = at::detail::createCPUGenerator(seed_for(seed_, step.step, purpose));
    const at::Tensor uniforms = at::rand({step.batch, kAugmentationUniforms}, generator);
    const at::Tensor normals = at::randn({step.batch, kAugmentationNormals}, generator);
    return augment(images, own_part(uniforms), own_part(normals), step.augment_probability);
}

at::Tensor Training::to_images(const std::uint8_t* rgb, std::int64_t count, int level) const {
    return progan_torch::to_images(rgb, count, level, device_);
}

ProganLosses Training::train_discriminator(const ProganTrainStep& step) {
    const at::Tensor reals = fade_reals(own_part(to_images(step.reals, step.batch, step.level)), step.alpha);
    at::Tensor fakes;
    {
        const c10::NoGradGuard no_gradients;
        fakes = augmented(generate(generator_weights_, latents(step, Purpose::fakes), step.level, step.alpha),
                          step, Purpose::augmented_fakes);
    }
    const Score score_now = [&](const at::Tensor& images) {
        return score(discriminator_, images, step.level, step.alpha);
    };
    DiscriminatorLoss loss;
    if (loss_ == PROGAN_LOSS_WGAN_GP) {
        const at::Tensor mix =
            own_part(at::rand({step.batch, 1, 1, 1},
                              at::detail::createCPUGenerator(seed_for(seed_, step.step, Purpose::mix))))
                .to(device_);
        loss = wgan_gp_discriminator_loss(score_now, augmented(reals, step, Purpose::augmented_reals), fakes,
                                          mix);
    } else {
        const bool penalised = step.step % r1_interval_ == 0;
        const Score score_reals = [&](const at::Tensor& images) {
            return score_now(augmented(images, step, Purpose::augmented_reals));
        };
        loss = logistic_discriminator_loss(score_reals, score_now, reals, fakes,
                                           penalised ? step.r1_gamma * r1_interval_ : 0);
    }
    discriminator_.gradients().zero_();
    torch::autograd::backward({loss.total}, {}, false, false, discriminator_.used_at(step.level));
    average_over_processes(discriminator_.gradients().narrow(0, 0, used_count(discriminator_, step.level)));
    discriminator_adam_.step(discriminator_.values(), discriminator_.gradients(),
                             used_count(discriminator_, step.level), step.learning_rate);
    return {0, loss.loss, loss.real_score, loss.fake_score, loss.penalty, loss.real_sign};
}

double Training::train_generator(const ProganTrainStep& step) {
    const at::Tensor fakes = augmented(
        generate(generator_weights_, latents(step, Purpose::generator_fakes), step.level, step.alpha), step,
        Purpose::augmented_generator_fakes);
    const at::Tensor scores = score(discriminator_, fakes, step.level, step.alpha);
    const at::Tensor loss =
        loss_ == PROGAN_LOSS_WGAN_GP ? wgan_generator_loss(scores) : logistic_generator_loss(scores);
    generator_.gradients().zero_();
    // Only these; the discriminator's gradients are not needed.
    torch::autograd::backward({loss}, {}, false, false, generator_.used_at(step.level));
    average_over_processes(generator_.gradients().narrow(0, 0, used_count(generator_, step.level)));
    generator_adam_.step(generator_.values(), generator_.gradients(), used_count(generator_, step.level),
                         step.learning_rate);
    return loss.detach().item<double>();
}

ProganLosses Training::step(const ProganTrainStep& step) {
    const processor::Bfloat16Products products(bfloat16_steps_);
    if (step.restart_optimizers != 0) {
        generator_adam_.restart();
        discriminator_adam_.restart();
    }
    ProganLosses losses = train_discriminator(step);
    losses.generator = train_generator(step);
    const std::int64_t count = used_count(generator_, step.level);
    move_averages(ema_, generator_.values(), count, 1 - step.ema_decay);
    return average_over_processes(losses);
}

at::Tensor Training::faces(const at::Tensor& latents, int level, double alpha) const {
    const c10::NoGradGuard no_gradients;
    return generate(ema_weights_, latents.to(device_), level, alpha);
}

}  // namespace progan_torch
