#include "app/cli/options/model_options.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "app/cli/command.h"
#include "app/cli/options/seed_list.h"
#include "app/cli/terminal.h"
#include "core/documents/embedded_journey.h"
#include "core/documents/face_files.h"
#include "core/files/atomic_file.h"
#include "core/files/file_kind.h"
#include "core/import/import.h"
#include "core/latent/latents_npy.h"
#include "core/model/devices/fallback_generator.h"
#include "core/model/devices/local_backend.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan::cli {
namespace {

constexpr std::size_t kMaxFavouritesFileBytes = std::size_t{256} << 20;

std::vector<NamedLatent> keys_of_animation(const std::string& file, std::size_t latent_size, SeedMode mode) {
    std::vector<NamedLatent> result;
    for (Keyframe& key : journey_of_file(file, latent_size, mode).keyframes) {
        if (key.name.empty())
            key.name = key.seed ? fmt::format("{}", *key.seed) : fmt::format("key {}", result.size() + 1);
        result.push_back(std::move(key));
    }
    return result;
}

std::vector<NamedLatent> latents_of_file(const std::string& file, std::size_t latent_size, SeedMode mode) {
    std::vector<NamedLatent> result;
    if (lower_extension(file) == ".json") {
        for (NamedLatent& favourite :
             favourites_from_json(read_text_file(file, kMaxFavouritesFileBytes), file))
            result.push_back(std::move(favourite));
        if (result.empty()) throw Error("{} contains no favourites.", file);
        return result;
    }
    if (const auto format = face_format_of(file); format && picture_format(*format)) {
        for (NamedLatent& face : faces_of_picture(file)) result.push_back(std::move(face));
        if (result.empty() && may_carry_journey(file) && journey_text_of(file))
            result = keys_of_animation(file, latent_size, mode);
        if (result.empty())
            throw Error("{} contains no face. Only pictures saved by ProGAN Explorer do.", file);
        return result;
    }
    if (may_carry_journey(file)) return keys_of_animation(file, latent_size, mode);
    for (Latent& latent : read_latents_npy(file))
        result.push_back({std::move(latent), {}, fmt::format("latent {}", result.size())});
    return result;
}

void tell_of_fallback(const std::string& device, const std::string& reason) {
    note("%s failed; continuing on the CPU. (%s)\n", device.c_str(), reason.c_str());
}

void use_gpu_while_it_works(OpenModel& open) {
    const std::string device = open.device, path = open.model.path.string(), sha256 = open.model.sha256;
    try {
        open.generator =
            with_fallback(open.backend->create(std::move(open.model), device),
                          [backend = open.backend.get(), device, path, sha256](const std::string& reason) {
                              tell_of_fallback(device, reason);
                              return reopen_on_cpu(*backend, open_any_model(path), path, sha256);
                          });
    } catch (const Error& error) {
        tell_of_fallback(device, error.what());
        open.generator = open.backend->create(std::move(open.model), "cpu");
        open.device = "cpu";
    }
}

}  // namespace

void add_model_options(CLI::App& command, ModelOptions& options) {
    command.add_option("--model", options.model, "Model file or checkpoint (default: the included model)")
        ->type_name("FILE");
    command
        .add_option("--device", options.device,
                    "Device to run on: auto, cpu, cuda, cuda:N, or torch-cpu (LibTorch on the CPU, slower)")
        ->capture_default_str();
    command
        .add_option("--seed-mode", options.seed_mode,
                    "How seeds become latents: numpy (RandomState) or torch")
        ->check(CLI::IsMember(kSeedModeNames.names()))
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
        result.generator = result.backend->create(std::move(result.model), result.device);
    else
        use_gpu_while_it_works(result);
    return result;
}

void add_latent_options(CLI::App& command, LatentOptions& options) {
    command.add_option("--seeds", options.seeds, "Seeds, such as 1-16,42")->type_name("LIST");
    command
        .add_option(
            "--latents", options.latents,
            "Latents from a .npy file [n, size], a favourites.json, a picture saved by this program, or the "
            "keys of an animation's journey; with --seeds, their faces follow those of the seeds")
        ->type_name("FILE");
}

std::vector<NamedLatent> read_latents(const LatentOptions& options, std::size_t latent_size, SeedMode mode) {
    std::vector<NamedLatent> result;
    if (!options.seeds.empty())
        for (const std::uint32_t seed : parse_seed_list(options.seeds))
            result.push_back({latent_from_seed(seed, latent_size, mode), seed, fmt::format("{}", seed)});
    if (!options.latents.empty()) {
        for (NamedLatent& named : latents_of_file(options.latents, latent_size, mode)) {
            if (named.latent.size() != latent_size)
                throw Error("{} contains latents of {}, but the model takes {}.", options.latents,
                            counted(named.latent.size(), "component", "components"), latent_size);
            result.push_back(std::move(named));
        }
    }
    if (result.empty()) throw UsageError("Specify the faces with --seeds LIST or --latents FILE.");
    return result;
}

Shown shown_level(const ModelSpec& spec, std::optional<int> level, std::optional<double> alpha) {
    Shown shown{level.value_or(spec.last_level), 1};
    if (shown.level < 0 || shown.level >= level_count(spec))
        throw UsageError("The model has only levels 0 to {}, not {}.", level_count(spec) - 1, shown.level);
    shown.alpha = alpha.value_or(shown.level == spec.last_level ? spec.alpha : 1);
    return shown;
}

}  // namespace progan::cli
