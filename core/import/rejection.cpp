#include "core/import/rejection.h"

#include <algorithm>
#include <filesystem>
#include <initializer_list>

#include "core/support/format.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::size_t kShownEntries = 8;

/// Whether any tensor's name contains one of the parts.
bool any_name(const Checkpoint& checkpoint, std::initializer_list<std::string_view> parts) {
    for (const TensorGroup& group : checkpoint.groups)
        for (const NamedTensor& named : group.tensors)
            for (const std::string_view part : parts)
                if (named.name.find(part) != std::string::npos) return true;
    return false;
}

bool is_spectral(const Checkpoint& checkpoint) {
    return any_name(checkpoint, {"weight_orig"}) && any_name(checkpoint, {"weight_u", "weight_v"});
}

bool is_optimizer(const Checkpoint& checkpoint) {
    if (checkpoint.groups.empty()) return false;
    return std::all_of(checkpoint.groups.begin(), checkpoint.groups.end(), [](const TensorGroup& group) {
        return group.path.find("state") != std::string::npos &&
               std::any_of(group.tensors.begin(), group.tensors.end(), [](const NamedTensor& named) {
                   return named.name == "exp_avg" || named.name == "exp_avg_sq" ||
                          named.name == "momentum_buffer";
               });
    });
}

std::string first_entries(const Checkpoint& checkpoint) {
    std::string text;
    std::size_t shown = 0, all = 0;
    for (const TensorGroup& group : checkpoint.groups) {
        for (const NamedTensor& named : group.tensors) {
            ++all;
            if (shown == kShownEntries) continue;
            ++shown;
            const std::string name =
                group.path.empty() ? named.name : fmt::format("{}: {}", group.path, named.name);
            text +=
                fmt::format("{}{} {}", text.empty() ? "" : ", ", quote(name), shape_text(named.tensor.shape));
        }
    }
    if (all > shown) text += fmt::format(" and {} more", all - shown);
    return text;
}

}  // namespace

std::string explain_rejection(const Checkpoint& checkpoint) {
    const std::string& file = checkpoint.file;
    if (checkpoint.groups.empty())
        return fmt::format("{} is a checkpoint without tensors, so it contains no generator.", file);
    if (is_optimizer(checkpoint))
        return fmt::format("{} contains only an optimizer's state; the generator is in another file.", file);
    if (is_spectral(checkpoint))
        return fmt::format(
            "{} is a network with spectral norm (weight_orig with weight_u), not a Progressive GAN.", file);
    if (any_name(checkpoint, {"running_mean", "num_batches_tracked"}))
        return fmt::format("{} is a network with batch norm (such as a DCGAN), not a Progressive GAN.", file);
    if (any_name(checkpoint,
                 {"mapping.", "G_mapping", "style.", ".affine.", "noise_strength", "modulation", "AdaIN"}))
        return fmt::format(
            "{} is a StyleGAN (it has a mapping network or styles), but only Progressive GANs are supported.",
            file);
    const std::filesystem::path model = std::filesystem::path(file).parent_path() / "model.safetensors";
    std::error_code ignored;
    const std::string instead = std::filesystem::is_regular_file(model, ignored)
                                    ? fmt::format(" The run's model is {}.", model.string())
                                    : "";
    if (any_name(checkpoint, {"discriminator.levels."}) && any_name(checkpoint, {"average.levels."}))
        return fmt::format("{} is the checkpoint that a training run continues from, not a model.{}", file,
                           instead);
    if (any_name(checkpoint, {"discriminator.levels."}))
        return fmt::format("{} is the discriminator of a training run, not a generator.{}", file, instead);
    if (any_name(checkpoint,
                 {"fromRGB", "from_rgb", "FromRGB", "decisionLayer", "final_block", "final_converter",
                  "Dense1", "critic", "discriminator", "Discriminator", "prog_blocks.0.conv1", "from_RGB"}))
        return fmt::format("{} contains a discriminator, but no supported generator.", file);
    return fmt::format(
        "{} has an unknown layout. Its first entries are {}. Please report this so that support can be "
        "added.",
        file, first_entries(checkpoint));
}

}  // namespace progan
