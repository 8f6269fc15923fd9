// The losses of both networks. `score` is the discriminator at the level and alpha of the step. Internal to
// the torch library.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>

namespace progan_torch {

/// images [n, r, r, 3] -> scores [n].
using Score = std::function<at::Tensor(const at::Tensor& images)>;

struct DiscriminatorLoss {
    at::Tensor total;              ///< is differentiated
    double loss = 0, penalty = 0;  ///< its parts
    double real_score = 0, fake_score = 0;
    double real_sign = 0;  ///< the mean of the signs of the real scores
};

/// WGAN-GP with the drift term: mean D(fake) - mean D(real) + 10 mean (|grad D(x)| - 1)^2 + 0.001 mean
/// D(real)^2, with x between real and fake at a random `mix` [n, 1, 1, 1] per pair. Source: Gulrajani et al.
/// 2017; Karras et al. 2018, appendix A.1.
DiscriminatorLoss wgan_gp_discriminator_loss(const Score& score, const at::Tensor& reals,
                                             const at::Tensor& fakes, const at::Tensor& mix);

/// Non-saturating logistic loss: mean softplus(D(fake)) + mean softplus(-D(real)), plus, if `r1_weight` is
/// above 0, r1_weight times mean |grad D(real)|^2 / 2. Source: Goodfellow et al. 2014; Mescheder et al. 2018
/// (R1). `score_reals` may change the pictures before it scores them; the gradient is by those it is given.
DiscriminatorLoss logistic_discriminator_loss(const Score& score_reals, const Score& score_fakes,
                                              const at::Tensor& reals, const at::Tensor& fakes,
                                              double r1_weight);

at::Tensor wgan_generator_loss(const at::Tensor& fake_scores);      ///< -mean D(fake)
at::Tensor logistic_generator_loss(const at::Tensor& fake_scores);  ///< mean softplus(-D(fake))

}  // namespace progan_torch
