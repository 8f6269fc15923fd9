// How often a run changes the pictures that its discriminator sees. A plain value, kept in the checkpoint.
#pragma once

#include "core/torch/abi/configuration.h"

namespace progan {

struct AugmentState {
    double probability = 0;
    double real_sign =
        0;  ///< exponential mean of the signs of the real scores, half of it from kSignHalfLife
    bool operator==(const AugmentState&) const = default;
};

inline constexpr double kSignHalfLife = 1000;  ///< in images
/// The mean sign of the real scores that the probability is steered to. Source: Karras et al. 2020,
/// section 3.
inline constexpr double kSignTarget = 0.6;
/// Images in which the probability can go from 0 to 1. The paper's is 500,000, for runs of 25 million.
inline constexpr double kImagesToCertainty = 100'000;

/// Of a run whose configuration is settled.
AugmentState first_augmentation(const TrainConfiguration& configuration);

/// After a step of `batch` images whose real scores had this mean sign.
AugmentState next_augmentation(AugmentState state, const TrainConfiguration& configuration, double real_sign,
                               int batch);

}  // namespace progan
