// The choices that define a training run, as a plain value that is kept in its checkpoint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/support/enum_names.h"
#include "core/torch/abi/minibatch_stddev.h"

namespace progan {

enum class Loss { wgan_gp, logistic_r1 };

/// How a picture becomes square.
enum class CropMode {
    crop,  ///< only its center
    pad,   ///< all of it, with its edge pixels repeated
};

/// Whether the pictures that the discriminator sees are changed at random, so that it cannot memorize a few.
enum class Augment {
    automatic,  ///< adaptive with fewer pictures than kPlentyOfPictures, otherwise none
    none,
    adaptive,  ///< as often as the discriminator's certainty demands; with WGAN-GP, whose scores do not tell,
               ///< with probability kWganAugmentation
    fixed,     ///< with probability augment_probability
};

/// What happens when a loss or a weight is no longer a finite number.
enum class OnDivergence {
    stop,
    retry,  ///< continue from the last checkpoint with half the learning rates
};

inline constexpr auto kLossNames =
    enum_names<Loss>({{Loss::wgan_gp, "wgan-gp"}, {Loss::logistic_r1, "logistic-r1"}});
inline constexpr auto kCropModeNames =
    enum_names<CropMode>({{CropMode::crop, "crop"}, {CropMode::pad, "pad"}});
inline constexpr auto kAugmentNames = enum_names<Augment>({{Augment::automatic, "automatic"},
                                                           {Augment::none, "none"},
                                                           {Augment::adaptive, "ada"},
                                                           {Augment::fixed, "fixed"}});
inline constexpr auto kOnDivergenceNames =
    enum_names<OnDivergence>({{OnDivergence::stop, "stop"}, {OnDivergence::retry, "retry"}});

/// With so many pictures a discriminator of this program's size does not memorize them.
inline constexpr std::size_t kPlentyOfPictures = 20'000;
/// Above this, changes begin to show in what the generator makes. Source: Karras et al. 2020, section 2.2.
inline constexpr double kMaxAugmentation = 0.8;
inline constexpr double kWganAugmentation = 0.2;

/// Of a level, of either network.
inline constexpr int kMaxTrainedChannels = 4096;
inline constexpr int kHeldBackByCount = -1;  ///< see held_back

/// Lists are by level, 4 x 4 first; the last entry holds for all further levels.
struct TrainConfiguration {
    int resolution = 64;  ///< 4, 8, ... 1024
    int latent_size = 128;
    std::vector<int> channels{96, 96, 64, 32, 16};  ///< the generator's
    std::vector<int> discriminator_channels;        ///< empty: as the generator's
    std::vector<std::int64_t> images_per_phase{
        40'000};                   ///< a level fades in over this many, then trains for as many
    std::vector<int> batches{16};  ///< multiples of 4
    std::vector<double> learning_rates{0.002};
    Loss loss = Loss::logistic_r1;
    std::vector<double> r1_gammas{0.1};
    int r1_interval = 16;  ///< in steps
    /// Half-life of the generator's moving average in images; the paper's 0.999 per step of 16 is 11,085.
    double ema_half_life = 5'000;
    CropMode crop_mode = CropMode::crop;
    bool mirror = true;
    std::uint32_t seed = 1;
    Augment augment = Augment::automatic;
    double augment_probability = 0;  ///< 0 to kMaxAugmentation
    /// Pictures that are not trained on but compared with; kHeldBackByCount: a tenth, at most 2000, none
    /// below 200.
    int held_back = kHeldBackByCount;
    OnDivergence on_divergence = OnDivergence::stop;

    // For the models' metadata.
    std::string name, data_set, licence, credit;

    bool operator==(const TrainConfiguration&) const = default;
};

/// The levels from 4 x 4 to the resolution.
int level_count(const TrainConfiguration& configuration);

/// The entry of a list for a level.
template <typename Value>
Value at_level(const std::vector<Value>& list, int level) {
    const auto index = static_cast<std::size_t>(level);
    return index < list.size() ? list[index] : list.back();
}

/// The generator's channels, one number per level.
std::vector<int> channels_of(const TrainConfiguration& configuration);
/// The discriminator's.
std::vector<int> discriminator_channels_of(const TrainConfiguration& configuration);

/// Replaces what depends on the number of pictures. Throws Error if so many cannot be held back.
void settle(TrainConfiguration& configuration, std::size_t pictures);

/// Throws Error naming a value that is not allowed and what is.
void validate(const TrainConfiguration& configuration);

/// To JSON text and back. The latter validates, and throws Error naming a member that is missing or wrong.
/// Augmentation, held-back pictures, what to do about divergence and the discriminator's channels may be
/// missing: earlier versions had none.
std::string configuration_to_json(const TrainConfiguration& configuration);
TrainConfiguration configuration_from_json(std::string_view text);

}  // namespace progan
