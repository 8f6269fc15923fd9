#include "core/train/augment_state.h"

#include <algorithm>
#include <cmath>

namespace progan {

AugmentState first_augmentation(const TrainConfiguration& configuration) {
    switch (configuration.augment) {
        case Augment::fixed:
            return {configuration.augment_probability, 0};
        case Augment::adaptive:
            return {configuration.loss == Loss::wgan_gp ? kWganAugmentation : 0, 0};
        case Augment::automatic:
        case Augment::none:
            break;
    }
    return {};
}

AugmentState next_augmentation(AugmentState state, const TrainConfiguration& configuration, double real_sign,
                               int batch) {
    const double kept = std::pow(0.5, batch / kSignHalfLife);
    state.real_sign = kept * state.real_sign + (1 - kept) * real_sign;
    if (configuration.augment == Augment::adaptive && configuration.loss != Loss::wgan_gp) {
        const double step = batch / kImagesToCertainty;
        state.probability = std::clamp(state.probability + (state.real_sign > kSignTarget ? step : -step),
                                       0.0, kMaxAugmentation);
    }
    return state;
}

}  // namespace progan
