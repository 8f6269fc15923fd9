#include "core/torch/abi/configuration.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/support/error.h"

namespace progan {
// Found by the JSON library through the types' namespace.
NLOHMANN_JSON_SERIALIZE_ENUM(Loss, {{Loss::wgan_gp, "wgan-gp"}, {Loss::logistic_r1, "logistic-r1"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Squaring, {{Squaring::crop, "crop"}, {Squaring::pad, "pad"}})

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrainConfiguration, resolution, latent_size, channels, images_per_phase,
                                   batches, learning_rates, loss, r1_gammas, r1_interval, average_half_life,
                                   squaring, mirror, seed, name, data_set, licence, credit)

namespace {

void require(bool holds, const std::string& sentence) {
    if (!holds) throw Error(sentence);
}

template <typename Value, typename Fits>
void require_each(const std::vector<Value>& list, const std::string& what, const std::string& needed,
                  Fits fits) {
    require(!list.empty(), "The list of " + what + " is empty.");
    for (const Value value : list) {
        std::string found = std::to_string(value);
        if (found.find('.') != std::string::npos) found.erase(found.find_last_not_of('0') + 1);
        require(fits(value),
                "A value of " + found + " was given for the " + what + ", but it must be " + needed + ".");
    }
}

}  // namespace

int level_count(const TrainConfiguration& configuration) {
    int count = 1;
    while ((4 << (count - 1)) < configuration.resolution) ++count;
    return count;
}

void validate(const TrainConfiguration& c) {
    require(c.resolution >= 4 && c.resolution <= 1024 && (c.resolution & (c.resolution - 1)) == 0,
            "A resolution of " + std::to_string(c.resolution) +
                " was asked for, but it must be a power of two from 4 to 1024.");
    require(
        c.latent_size >= 1 && c.latent_size <= 16384,
        "A latent size of " + std::to_string(c.latent_size) + " was asked for, but it must be 1 to 16384.");
    require_each(c.channels, "channels", "1 to 4096", [](int v) { return v >= 1 && v <= 4096; });
    require_each(c.images_per_phase, "images per phase", "1 to 1,000,000,000",
                 [](std::int64_t v) { return v >= 1 && v <= 1'000'000'000; });
    require_each(c.batches, "batch", "a multiple of 4 from 4 to 4096",
                 [](int v) { return v >= kDeviationGroup && v <= 4096 && v % kDeviationGroup == 0; });
    require_each(c.learning_rates, "learning rate", "above 0 and at most 1",
                 [](double v) { return v > 0 && v <= 1; });
    require_each(c.r1_gammas, "R1 gamma", "0 to 1000", [](double v) { return v >= 0 && v <= 1000; });
    require(c.r1_interval >= 1 && c.r1_interval <= 1000, "The R1 interval must be 1 to 1000 steps.");
    require(std::isfinite(c.average_half_life) && c.average_half_life >= 1,
            "The half-life of the moving average must be at least 1 image.");
}

std::string configuration_to_json(const TrainConfiguration& configuration) {
    return nlohmann::json(configuration).dump();
}

TrainConfiguration configuration_from_json(std::string_view json) {
    try {
        auto configuration = nlohmann::json::parse(json).get<TrainConfiguration>();
        validate(configuration);
        return configuration;
    } catch (const nlohmann::json::exception& error) {
        throw Error(std::string("The training configuration cannot be read: ") + error.what());
    }
}

}  // namespace progan
