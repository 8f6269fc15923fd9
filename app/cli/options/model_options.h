// Shared by all commands that make faces: the model, the device, and the source of latents.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/latent/named_latent.h"
#include "core/latent/seeds.h"
#include "core/model/backend.h"
#include "core/model/first_layer.h"

namespace CLI {
class App;
}

namespace progan::cli {

struct ModelOptions {
    std::string model;  ///< empty: the embedded default
    std::string device = "auto";
    std::string seed_mode = "numpy";
};
void add_model_options(CLI::App& command, ModelOptions& options);

struct OpenModel {
    Model model;  ///< its tensors may be empty, because the generator has them
    std::shared_ptr<const FirstLayerWeight> first_layer;  ///< may be null
    std::string backend_version, device;
    std::unique_ptr<Backend> backend;
    std::unique_ptr<Generator> generator;
};
/// Loads the model, then opens the device, so that a bad model file is reported at once. If a GPU was chosen
/// automatically and fails, now or later, the CPU takes over, with a message on stderr. Throws Error.
OpenModel open_model(const ModelOptions& options);

/// The given path, or the included default model's.
std::string model_path(const ModelOptions& options);

struct LatentOptions {
    std::string seeds;    ///< "1-16,42"
    std::string latents;  ///< a .npy file or a favourites.json
};
void add_latent_options(CLI::App& command, LatentOptions& options);

/// Seeds first, then the file's latents; named for captions and files: "21", a favourite's name, "latent 3".
/// Throws Error, also if a latent's size is not the model's, and UsageError if no faces were specified.
std::vector<NamedLatent> read_latents(const LatentOptions& options, std::size_t latent_size, SeedMode mode);

/// The level and alpha to show: the given ones, otherwise the model's own. Throws UsageError.
struct Shown {
    int level = 0;
    double alpha = 1;
};
Shown shown_level(const ModelSpec& spec, std::optional<int> level, std::optional<double> alpha);

}  // namespace progan::cli
