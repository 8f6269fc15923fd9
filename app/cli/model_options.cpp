#include "app/cli/model_options.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "app/cli/command.h"
#include "app/cli/seed_list.h"
#include "core/documents/embedded_journey.h"
#include "core/documents/face_picture.h"
#include "core/files/atomic_file.h"
#include "core/import/import.h"
#include "core/latent/latents_npy.h"
#include "core/model/devices/fallback_generator.h"
#include "core/model/devices/local_backend.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan::cli {
namespace {

constexpr std::size_t kLargestFavouritesFile = std::size_t{256} << 20;

std::vector<NamedLatent> keys_of_animation(const std::string& file, std::size_t latent_size, SeedMode mode) {
    std::vector<NamedLatent> result;
    for (Keyframe& key : journey_of_file(file, latent_size, mode).keyframes) {
        std::string name = !key.name.empty() ? key.name
                           : key.seed        ? std::to_string(*key.seed)
                                             : "key " + std::to_string(result.size() + 1);
        result.push_back({std::move(key.latent), key.seed, std::move(name)});
    }
    return result;
}

std::vector<NamedLatent> latents_of_file(const std::string& file, std::size_t latent_size, SeedMode mode) {
    std::vector<NamedLatent> result;
    if (std::filesystem::path(file).extension() == ".json") {
        for (Favourite& favourite : favourites_from_json(read_text_file(file, kLargestFavouritesFile), file))
            result.push_back({std::move(favourite.latent), favourite.seed, std::move(favourite.name)});
        if (result.empty()) throw Error(file + " holds no favourites.");
        return result;
    }
    if (std::filesystem::path(file).extension() == ".png") {
        for (Favourite& favourite : faces_of_picture(file))
            result.push_back({std::move(favourite.latent), favourite.seed, std::move(favourite.name)});
        if (result.empty() && journey_text_of(file)) result = keys_of_animation(file, latent_size, mode);
        if (result.empty())
            throw Error(file + " is no picture that carries faces: those of this program do.");
        return result;
    }
    if (may_carry_journey(file)) return keys_of_animation(file, latent_size, mode);
    for (Latent& latent : read_latents_npy(file))
        result.push_back({std::move(latent), {}, "latent " + std::to_string(result.size())});
    return result;
}

void tell_of_fallback(const std::string& device, const std::string& reason) {
    std::fprintf(stderr, "The CPU goes on, because %s failed: %s\n", device.c_str(), reason.c_str());
}

void use_gpu_while_it_works(OpenModel& open) {
    const std::string device = open.device, path = open.model.path.string(), sha256 = open.model.sha256;
    try {
        open.generator =
            with_fallback(open.backend->create_and_empty(open.model, device),
                          [backend = open.backend.get(), device, path, sha256](const std::string& reason) {
                              tell_of_fallback(device, reason);
                              return reopen_on_cpu(*backend, open_any_model(path), path, sha256);
                          });
    } catch (const Error& error) {
        tell_of_fallback(device, error.what());
        open.generator = open.backend->create_and_empty(open.model, "cpu");
        open.device = "cpu";
    }
}

}  // namespace

void add_model_options(CLI::App& command, ModelOptions& options) {
    command
        .add_option("--model", options.model,
                    "Model file or checkpoint; default: the one that comes with the program")
        ->type_name("FILE");
    command
        .add_option("--device", options.device,
                    "Where the generator runs: auto, cpu, cuda, cuda:N, or torch-cpu (LibTorch's own CPU "
                    "part, slower)")
        ->capture_default_str();
    command
        .add_option("--seed-mode", options.seed_mode,
                    "How a seed becomes a latent: numpy (RandomState) or torch")
        ->check(CLI::IsMember({"numpy", "torch"}))
        ->capture_default_str();
}

std::string model_path(const ModelOptions& options) {
    return options.model.empty() ? default_model_path().string() : options.model;
}

OpenModel open_model(const ModelOptions& options) {
    OpenModel result;
    result.model = open_any_model(model_path(options));
    result.first_layer = first_layer_weight(result.model);
    result.backend = open_local_backend();
    result.backend_version = result.backend->version();
    result.device = resolve_device(options.device, result.backend->devices());
    if (options.device != "auto" || result.device == "cpu")
        result.generator = result.backend->create_and_empty(result.model, result.device);
    else
        use_gpu_while_it_works(result);
    return result;
}

void add_latent_options(CLI::App& command, LatentOptions& options) {
    command.add_option("--seeds", options.seeds, "Seeds, such as 1-16,42")->type_name("LIST");
    command
        .add_option("--latents", options.latents,
                    "Latents from a .npy file [n, size], a favourites.json, a picture saved by this program, "
                    "or the keys of "
                    "the journey that an animation carries")
        ->type_name("FILE");
}

std::vector<NamedLatent> read_latents(const LatentOptions& options, std::size_t latent_size, SeedMode mode) {
    std::vector<NamedLatent> result;
    if (!options.seeds.empty())
        for (const std::uint32_t seed : parse_seed_list(options.seeds))
            result.push_back({latent_from_seed(seed, latent_size, mode), seed, std::to_string(seed)});
    if (!options.latents.empty()) {
        for (NamedLatent& named : latents_of_file(options.latents, latent_size, mode)) {
            if (named.latent.size() != latent_size)
                throw Error(options.latents + " holds latents of " + std::to_string(named.latent.size()) +
                            " components, but the model takes " + std::to_string(latent_size) + ".");
            result.push_back(std::move(named));
        }
    }
    if (result.empty()) throw UsageError("Name the faces with --seeds LIST or --latents FILE.");
    return result;
}

Shown shown_level(const ModelSpec& spec, std::optional<int> level, std::optional<double> alpha) {
    Shown shown{level.value_or(spec.last_level), 1};
    if (shown.level < 0 || shown.level >= level_count(spec))
        throw UsageError("Level " + std::to_string(shown.level) +
                         " was asked for, but the model has levels 0 to " +
                         std::to_string(level_count(spec) - 1) + ".");
    shown.alpha = alpha.value_or(shown.level == spec.last_level ? spec.alpha : 1);
    return shown;
}

}  // namespace progan::cli
