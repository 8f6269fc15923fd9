#include "core/torch/training/losses.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

namespace progan_torch {
namespace {

constexpr double kGradientPenaltyWeight = 10;
constexpr double kDriftWeight = 0.001;

/// The gradient of the scores with respect to each image, itself differentiable: [n, r * r * 3].
at::Tensor image_gradient(const at::Tensor& scores, const at::Tensor& images) {
    const auto gradients = torch::autograd::grad({scores.sum()}, {images}, {}, /*retain_graph=*/true,
                                                 /*create_graph=*/true);
    return gradients[0].reshape({images.size(0), -1});
}

double number(const at::Tensor& tensor) {
    return tensor.detach().item<double>();
}

}  // namespace

DiscriminatorLoss wgan_gp_discriminator_loss(const Score& score, const at::Tensor& reals,
                                             const at::Tensor& fakes, const at::Tensor& mix) {
    const at::Tensor real_scores = score(reals), fake_scores = score(fakes);
    const at::Tensor between = at::lerp(reals, fakes, mix).detach().requires_grad_(true);
    const at::Tensor squares = image_gradient(score(between), between).square().sum(1);
    const at::Tensor penalty =
        (at::sqrt(squares + 1e-12) - 1).square().mean() * kGradientPenaltyWeight;  // no infinite slope at 0
    const at::Tensor loss = fake_scores.mean() - real_scores.mean();
    const at::Tensor drift = real_scores.square().mean() * kDriftWeight;
    return {loss + penalty + drift,
            number(loss),
            number(penalty),
            number(real_scores.mean()),
            number(fake_scores.mean()),
            number(real_scores.sign().mean())};
}

DiscriminatorLoss logistic_discriminator_loss(const Score& score_reals, const Score& score_fakes,
                                              const at::Tensor& reals, const at::Tensor& fakes,
                                              double r1_weight) {
    const at::Tensor seen = r1_weight > 0 ? reals.detach().requires_grad_(true) : reals;
    const at::Tensor real_scores = score_reals(seen), fake_scores = score_fakes(fakes);
    const at::Tensor loss = at::softplus(fake_scores).mean() + at::softplus(-real_scores).mean();
    DiscriminatorLoss result{loss,
                             number(loss),
                             0,
                             number(real_scores.mean()),
                             number(fake_scores.mean()),
                             number(real_scores.sign().mean())};
    if (r1_weight > 0) {
        const at::Tensor penalty = image_gradient(real_scores, seen).square().sum(1).mean() * (r1_weight / 2);
        result.penalty = number(penalty);
        result.total = loss + penalty;
    }
    return result;
}

at::Tensor wgan_generator_loss(const at::Tensor& fake_scores) {
    return -fake_scores.mean();
}

at::Tensor logistic_generator_loss(const at::Tensor& fake_scores) {
    return at::softplus(-fake_scores).mean();
}

}  // namespace progan_torch
