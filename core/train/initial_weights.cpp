#include "core/train/initial_weights.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "core/support/error.h"
#include "core/support/text.h"
#include "core/torch/abi/equalized.h"
#include "core/train/widen_discriminator.h"

namespace progan {
namespace {

using ByName = std::map<std::string, WeightTensor*>;

ByName by_name(TrainerState& state) {
    ByName found;
    for (WeightTensor& tensor : state.tensors) found[tensor.name] = &tensor;
    return found;
}

/// What progan train writes, with this file's sizes and words.
ModelSpec trained_spec(const ModelSpec& spec) {
    ModelSpec trained;
    trained.latent_size = spec.latent_size;
    trained.channels = spec.channels;
    trained.to_rgb_levels = spec.to_rgb_levels;
    trained.last_level = spec.last_level;
    trained.alpha = spec.alpha;
    trained.name = spec.name;
    trained.data_set = spec.data_set;
    trained.licence = spec.licence;
    trained.credit = spec.credit;
    return trained;
}

void check_model(const Model& model, const std::filesystem::path& file,
                 const TrainConfiguration& configuration) {
    if (!(model.spec == trained_spec(model.spec)))
        throw Error("{} was not written by progan train, so a run cannot start from it.", file.string());
    if (model.spec.latent_size != configuration.latent_size)
        throw Error("{} has a latent size of {}, but the run has {}.", file.string(), model.spec.latent_size,
                    configuration.latent_size);
    if (level_count(model.spec) > level_count(configuration))
        throw Error(
            "{0} makes pictures of {1} x {1}, but the run ends at {2} x {2}; its resolution must be at least "
            "{1}.",
            file.string(), resolution(model.spec.last_level), configuration.resolution);
    for (int level = 0; level < level_count(model.spec); ++level) {
        const int found = model.spec.channels[static_cast<std::size_t>(level)],
                  needed = at_level(configuration.channels, level);
        if (found != needed)
            throw Error("{0} has {1} channels at {2} x {2}, but the run has {3}.", file.string(), found,
                        resolution(level), needed);
    }
}

/// A model's weights have their equalized scale multiplied in; a training state's have not.
void put_generator(const Model& model, const ByName& state) {
    for (const WeightTensor& tensor : model.tensors) {
        float scale = 1;
        if (tensor.name.ends_with(".weight")) {
            const auto inputs = static_cast<std::int64_t>(tensor.values.size()) / tensor.shape[0];
            const std::string layer = tensor.name.substr(0, tensor.name.size() - 7);
            scale = static_cast<float>(equalized_scale(generator_gain(layer), inputs));
        }
        for (const char* prefix : {"generator.", "average."}) {
            std::vector<float>& values = state.at(prefix + tensor.name)->values;
            std::transform(tensor.values.begin(), tensor.values.end(), values.begin(),
                           [&](float value) { return value / scale; });
        }
    }
}

DiscriminatorFile discriminator_for(const std::filesystem::path& file, int level) {
    DiscriminatorFile discriminator = read_discriminator(file);
    if (discriminator.level < level)
        throw Error("{0} judges pictures up to {1} x {1}, but the model makes them of {2} x {2}.",
                    file.string(), resolution(discriminator.level), resolution(level));
    return discriminator;
}

/// All of the discriminator up to the model's level is in the file, and nothing else.
void put_discriminator(const LoadedWeights& loaded, const ByName& state) {
    const std::string file = loaded.discriminator_file.string();
    std::set<std::string> put;
    for (const WeightTensor& tensor : loaded.discriminator->tensors) {
        const auto found =
            tensor.name.starts_with(kDiscriminatorPrefix) ? state.find(tensor.name) : state.end();
        if (found == state.end() ||
            !widen_layer(tensor.name.substr(kDiscriminatorPrefix.size()), tensor, *found->second))
            throw Error(
                "{}: tensor {} of shape {} does not fit the run's discriminator{}.", file, quote(tensor.name),
                shape_text(tensor.shape),
                found == state.end()
                    ? ""
                    : fmt::format(
                          ", where its shape is {}: it may have fewer channels than the run's, but not more",
                          shape_text(found->second->shape)));
        put.insert(tensor.name);
    }
    for (const auto& [name, tensor] : state)
        if (name.starts_with(kDiscriminatorPrefix) && level_of_tensor(name) <= loaded.model.spec.last_level &&
            !put.contains(name))
            throw Error("{} lacks the tensor {}.", file, quote(name));
}

}  // namespace

LoadedWeights load_initial_weights(const InitialWeights& initial, const TrainConfiguration& configuration) {
    LoadedWeights loaded{load_model(initial.model), std::nullopt, initial.discriminator};
    check_model(loaded.model, initial.model, configuration);
    if (!initial.discriminator.empty())
        loaded.discriminator = discriminator_for(initial.discriminator, loaded.model.spec.last_level);
    return loaded;
}

std::vector<int> discriminator_channels_of(const LoadedWeights& loaded,
                                           const TrainConfiguration& configuration) {
    const std::vector<int> generators = channels_of(configuration);
    std::vector<int> channels = generators;
    if (loaded.discriminator)
        for (const WeightTensor& tensor : loaded.discriminator->tensors) {
            const auto level = static_cast<std::size_t>(level_of_tensor(tensor.name));
            const std::size_t count = tensor.values.size();
            // What cannot be is left to put_initial_weights(), which names the file.
            if (tensor.name.ends_with(".from_rgb.bias") && level < channels.size() && count >= 1 &&
                count <= kMaxTrainedChannels)
                channels[level] = static_cast<int>(count);
        }
    return channels == generators ? std::vector<int>() : channels;
}

void put_initial_weights(const LoadedWeights& loaded, TrainerState& state) {
    const ByName tensors = by_name(state);
    put_generator(loaded.model, tensors);
    if (loaded.discriminator) put_discriminator(loaded, tensors);
}

}  // namespace progan
