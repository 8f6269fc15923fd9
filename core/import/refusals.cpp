#include "core/import/refusals.h"

#include <algorithm>
#include <initializer_list>

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
            const std::string name = group.path.empty() ? named.name : group.path + ": " + named.name;
            text += (text.empty() ? "" : ", ") + in_quotes(name) + " " + shape_text(named.tensor.shape);
        }
    }
    if (all > shown) text += " and " + std::to_string(all - shown) + " more";
    return text;
}

}  // namespace

std::string why_not(const Checkpoint& checkpoint) {
    const std::string& file = checkpoint.file;
    if (checkpoint.groups.empty())
        return file + " is a checkpoint without tensors: there is no generator in it.";
    if (is_optimizer(checkpoint))
        return file + " holds only an optimizer's state; the generator was saved to another file.";
    if (is_spectral(checkpoint))
        return file + " is a network with spectral norm (weight_orig with weight_u), not a Progressive GAN.";
    if (any_name(checkpoint, {"running_mean", "num_batches_tracked"}))
        return file + " is a network with batch norm (a DCGAN, for example), not a Progressive GAN.";
    if (any_name(checkpoint,
                 {"mapping.", "G_mapping", "style.", ".affine.", "noise_strength", "modulation", "AdaIN"}))
        return file +
               " is a StyleGAN (it has a mapping network or styles); only Progressive GANs can be opened.";
    if (any_name(checkpoint,
                 {"fromRGB", "from_rgb", "FromRGB", "decisionLayer", "final_block", "final_converter",
                  "Dense1", "critic", "discriminator", "Discriminator", "prog_blocks.0.conv1", "from_RGB"}))
        return file + " holds a discriminator, but no generator that is known.";
    return file + " has a layout that is not known. Its first entries are " + first_entries(checkpoint) +
           ". Please report them, so that it can be learned.";
}

}  // namespace progan
