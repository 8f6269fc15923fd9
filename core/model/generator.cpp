#include "core/model/generator.h"

#include "core/support/error.h"

namespace progan {

void check_request(const ModelSpec& spec, std::size_t latent_size, int level) {
    if (latent_size != static_cast<std::size_t>(spec.latent_size))
        throw Error("The latent has {} components, but the model takes {}.", latent_size, spec.latent_size);
    if (level < 0 || level >= level_count(spec))
        throw Error("The model has only levels 0 to {}, not {}.", level_count(spec) - 1, level);
}

namespace {

bool has_channel(const ModelSpec& spec, const ChannelEdit& edit) {
    return edit.level >= 0 && edit.level < level_count(spec) && edit.channel >= 0 &&
           edit.channel < spec.channels[static_cast<std::size_t>(edit.level)];
}

constexpr const char* kNoFeatures =
    "This device cannot show or change channels: choose the CPU as the device.";

void refuse(const ChannelEdits& edits) {
    if (!edits.empty()) throw Error(kNoFeatures);
}

}  // namespace

Image Generator::generate(std::span<const float> latent, int level, double alpha,
                          const LevelCallback& reached, const ChannelEdits& edits) {
    refuse(edits);
    return generate(latent, level, alpha, reached);
}

std::vector<float> Generator::generate_values(std::span<const float> latent, int level, double alpha,
                                              const LevelCallback& reached, const ChannelEdits& edits) {
    refuse(edits);
    return generate_values(latent, level, alpha, reached);
}

LevelFeatures Generator::features(std::span<const float> /*latent*/, int /*level*/,
                                  const ChannelEdits& /*edits*/) {
    throw Error(kNoFeatures);
}

void check_edits(const ModelSpec& spec, const ChannelEdits& edits) {
    for (const ChannelEdit& edit : edits) {
        if (edit.level < 0 || edit.level >= level_count(spec))
            throw Error("An edit is for level {}, but the model has levels 0 to {}.", edit.level,
                        level_count(spec) - 1);
        if (!has_channel(spec, edit))
            throw Error("An edit is for channel {} of level {}, but that level has channels 0 to {}.",
                        edit.channel, edit.level, spec.channels[static_cast<std::size_t>(edit.level)] - 1);
        if (!(edit.strength >= 0 && edit.strength <= kMaxChannelStrength))
            throw Error("A channel's strength must be between 0 and {}, not {}.", kMaxChannelStrength,
                        edit.strength);
    }
}

ChannelEdits edits_that_fit(const ModelSpec& spec, const ChannelEdits& edits) {
    ChannelEdits result = edits;
    std::erase_if(result, [&](const ChannelEdit& edit) { return !has_channel(spec, edit); });
    return result;
}

}  // namespace progan
