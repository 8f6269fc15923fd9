#include "core/torch/abi/configuration.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/files/json_reader.h"
#include "core/latent/latent.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kMinHeldBack = 8;

/// Calls visit(key, member) for each member that every checkpoint since the first has.
template <typename Configuration, typename Visit>
void visit_members(Configuration& c, const Visit& visit) {
    visit("resolution", c.resolution);
    visit("latent_size", c.latent_size);
    visit("channels", c.channels);
    visit("images_per_phase", c.images_per_phase);
    visit("batches", c.batches);
    visit("learning_rates", c.learning_rates);
    visit("loss", c.loss);
    visit("r1_gammas", c.r1_gammas);
    visit("r1_interval", c.r1_interval);
    visit("average_half_life", c.ema_half_life);
    visit("squaring", c.crop_mode);
    visit("mirror", c.mirror);
    visit("seed", c.seed);
    visit("name", c.name);
    visit("data_set", c.data_set);
    visit("licence", c.licence);
    visit("credit", c.credit);
}

/// The same for those that came later.
template <typename Configuration, typename Visit>
void visit_later_members(Configuration& c, const Visit& visit) {
    visit("augment", c.augment);
    visit("augment_probability", c.augment_probability);
    visit("held_back", c.held_back);
    visit("on_divergence", c.on_divergence);
    visit("discriminator_channels", c.discriminator_channels);
}

void write(nlohmann::json& json, Loss loss) {
    json = kLossNames.name(loss);
}
void write(nlohmann::json& json, CropMode mode) {
    json = kCropModeNames.name(mode);
}
void write(nlohmann::json& json, Augment augment) {
    json = kAugmentNames.name(augment);
}
void write(nlohmann::json& json, OnDivergence what) {
    json = kOnDivergenceNames.name(what);
}
template <typename Value>
void write(nlohmann::json& json, const Value& value) {
    json = value;
}

void read(const JsonReader& json, int& value) {
    value = json.integer();
}
void read(const JsonReader& json, std::int64_t& value) {
    value = json.integer(INT64_MIN, INT64_MAX);
}
void read(const JsonReader& json, std::uint32_t& value) {
    value = static_cast<std::uint32_t>(json.integer(0, UINT32_MAX));
}
void read(const JsonReader& json, double& value) {
    value = json.number();
}
void read(const JsonReader& json, bool& value) {
    value = json.boolean();
}
void read(const JsonReader& json, std::string& value) {
    value = json.text();
}
void read(const JsonReader& json, Loss& value) {
    value = json.one_of(kLossNames);
}
void read(const JsonReader& json, CropMode& value) {
    value = json.one_of(kCropModeNames);
}
void read(const JsonReader& json, Augment& value) {
    value = json.one_of(kAugmentNames);
}
void read(const JsonReader& json, OnDivergence& value) {
    value = json.one_of(kOnDivergenceNames);
}
template <typename Value>
void read(const JsonReader& json, std::vector<Value>& values) {
    values.clear();
    for (const JsonReader& element : json.elements()) read(element, values.emplace_back());
}

template <typename... Args>
void require(bool holds, fmt::format_string<Args...> sentence, Args&&... args) {
    if (!holds) throw Error(fmt::format(sentence, std::forward<Args>(args)...));
}

template <typename Value, typename Allowed>
void require_each(const std::vector<Value>& list, const char* what, const char* needed, Allowed allowed) {
    require(!list.empty(), "The list of values for the {} is empty.", what);
    for (const Value value : list)
        require(allowed(value), "The {} is {}, but must be {}.", what, value, needed);
}

std::vector<int> by_level(const std::vector<int>& list, int levels) {
    std::vector<int> values;
    values.reserve(static_cast<std::size_t>(levels));
    for (int level = 0; level < levels; ++level) values.push_back(at_level(list, level));
    return values;
}

}  // namespace

int level_count(const TrainConfiguration& configuration) {
    int count = 1;
    while ((4 << (count - 1)) < configuration.resolution) ++count;
    return count;
}

std::vector<int> channels_of(const TrainConfiguration& configuration) {
    return by_level(configuration.channels, level_count(configuration));
}

std::vector<int> discriminator_channels_of(const TrainConfiguration& configuration) {
    const std::vector<int>& own = configuration.discriminator_channels;
    return by_level(own.empty() ? configuration.channels : own, level_count(configuration));
}

void settle(TrainConfiguration& configuration, std::size_t pictures) {
    constexpr std::size_t kMinForHeldBack = 200, kMaxHeldBack = 2000;
    if (configuration.augment == Augment::automatic)
        configuration.augment = pictures < kPlentyOfPictures ? Augment::adaptive : Augment::none;
    if (configuration.held_back == kHeldBackByCount)
        configuration.held_back =
            pictures < kMinForHeldBack ? 0 : static_cast<int>(std::min(pictures / 10, kMaxHeldBack));
    require(static_cast<std::size_t>(configuration.held_back) <= pictures / 2,
            "{} of {} pictures are to be held back, but at most half may be.", configuration.held_back,
            pictures);
}

void validate(const TrainConfiguration& c) {
    require(c.resolution >= 4 && c.resolution <= 1024 && (c.resolution & (c.resolution - 1)) == 0,
            "The resolution is {}, but must be a power of two from 4 to 1024.", c.resolution);
    require(c.latent_size >= 1 && c.latent_size <= kMaxLatentSize,
            "The latent size is {}, but must be 1 to {}.", c.latent_size, kMaxLatentSize);
    const auto is_channel_count = [](int v) { return v >= 1 && v <= kMaxTrainedChannels; };
    require_each(c.channels, "number of channels", "1 to 4096", is_channel_count);
    if (!c.discriminator_channels.empty())
        require_each(c.discriminator_channels, "discriminator's number of channels", "1 to 4096",
                     is_channel_count);
    require_each(c.images_per_phase, "number of images per phase", "1 to 1,000,000,000",
                 [](std::int64_t v) { return v >= 1 && v <= 1'000'000'000; });
    require_each(c.batches, "batch", "a multiple of 4 from 4 to 4096", [](int v) {
        return v >= kMinibatchStddevGroup && v <= 4096 && v % kMinibatchStddevGroup == 0;
    });
    require_each(c.learning_rates, "learning rate", "above 0 and at most 1",
                 [](double v) { return v > 0 && v <= 1; });
    require_each(c.r1_gammas, "R1 gamma", "0 to 1000", [](double v) { return v >= 0 && v <= 1000; });
    require(c.r1_interval >= 1 && c.r1_interval <= 1000,
            "The R1 interval is {}, but must be 1 to 1000 steps.", c.r1_interval);
    require(std::isfinite(c.ema_half_life) && c.ema_half_life >= 1,
            "The half-life of the moving average is {}, but must be at least 1 image.", c.ema_half_life);
    require(c.augment_probability >= 0 && c.augment_probability <= kMaxAugmentation,
            "The probability of augmentation is {}, but must be 0 to {}.", c.augment_probability,
            kMaxAugmentation);
    require(c.held_back == kHeldBackByCount || c.held_back == 0 || c.held_back >= kMinHeldBack,
            "{} pictures are to be held back, but the number must be 0 or at least {}.", c.held_back,
            kMinHeldBack);
}

std::string configuration_to_json(const TrainConfiguration& configuration) {
    nlohmann::json json;
    const auto write_member = [&](const char* key, const auto& member) { write(json[key], member); };
    visit_members(configuration, write_member);
    visit_later_members(configuration, write_member);
    return json.dump();
}

TrainConfiguration configuration_from_json(std::string_view text) {
    constexpr const char* kSubject = "The training configuration";
    const nlohmann::json document = parse_json(text, kSubject);
    const JsonReader json(document, kSubject);
    TrainConfiguration configuration;
    configuration.augment = Augment::none;
    configuration.held_back = 0;
    visit_members(configuration, [&](const char* key, auto& member) { read(json.member(key), member); });
    visit_later_members(configuration, [&](const char* key, auto& member) {
        if (const std::optional<JsonReader> found = json.find(key)) read(*found, member);
    });
    validate(configuration);
    return configuration;
}

}  // namespace progan
