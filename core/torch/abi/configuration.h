// What a training run is: every choice, as a plain value. Kept in the run's checkpoint.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

/// Pictures that see each other in the minibatch standard deviation. Source: Karras et al. 2018, appendix A.
inline constexpr int kDeviationGroup = 4;

enum class Loss { wgan_gp, logistic_r1 };

/// How a picture becomes square.
enum class Squaring {
    crop,  ///< its middle
    pad,   ///< all of it, its edges drawn out
};

/// Lists are by level, 4 x 4 first; the last entry serves all further levels.
struct TrainConfiguration {
    int resolution = 64;  ///< 4, 8, ... 1024
    int latent_size = 128;
    std::vector<int> channels{96, 96, 64, 32, 16};  ///< the generator's; the discriminator mirrors them
    std::vector<std::int64_t> images_per_phase{
        40'000};                   ///< a level fades in for so many and trains for so many
    std::vector<int> batches{16};  ///< multiples of 4
    std::vector<double> learning_rates{0.002};
    Loss loss = Loss::logistic_r1;
    std::vector<double> r1_gammas{0.1};
    int r1_interval = 16;  ///< in steps
    /// Of the generator's moving average, in images; 0.999 a step of 16 (the paper's) is 11,085.
    double average_half_life = 5'000;
    Squaring squaring = Squaring::crop;
    bool mirror = true;
    std::uint32_t seed = 1;

    // For the models' metadata.
    std::string name, data_set, licence, credit;

    bool operator==(const TrainConfiguration&) const = default;
};

/// The levels from 4 x 4 to the resolution.
int level_count(const TrainConfiguration& configuration);

/// Entry of a list by level.
template <typename Value>
Value at_level(const std::vector<Value>& list, int level) {
    const auto index = static_cast<std::size_t>(level);
    return index < list.size() ? list[index] : list.back();
}

/// Throws Error naming the value that cannot be and what it may be.
void validate(const TrainConfiguration& configuration);

/// As JSON text and back. The latter throws Error naming the member that is missing or wrong, and validates.
std::string configuration_to_json(const TrainConfiguration& configuration);
TrainConfiguration configuration_from_json(std::string_view json);

}  // namespace progan
