#include "core/export/gan_zoo_file.h"

#include <string>
#include <utility>
#include <vector>

#include "core/export/torch_file.h"
#include "core/files/atomic_file.h"
#include "core/import/generator_builder.h"
#include "core/model/first_layer.h"
#include "core/model/model_tensors.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr double kEpsilon = 1e-8;

/// Empty if pytorch_GAN_zoo can compute the same pictures; otherwise what it lacks, for "which does not
/// support ...".
std::string what_it_lacks(const ModelSpec& spec) {
    const bool active = spec.output_activation != OutputActivation::none &&
                        spec.last_level >= spec.output_activation_from_level;
    if (!spec.normalize_latent || !spec.norm_after_first ||
        spec.norm_placement != NormPlacement::after_activation)
        return "pixel norm elsewhere than after every leaky ReLU and on the latent";
    if (spec.norm_epsilon != kEpsilon || !spec.epsilon_inside_root)
        return "pixel norm other than x / sqrt(mean of squares + 1e-8)";
    if (active && spec.output_activation == OutputActivation::hardtanh) return "clamping after to-RGB";
    if (spec.output_min != -1 || spec.output_max != 1) return "images in a range other than -1 to 1";
    return {};
}

/// The layer under its name there, divided by the equalized scale, by which that program multiplies a layer's
/// output, bias included.
void add_layer(std::vector<WeightTensor>& to, const std::string& name, WeightTensor weight,
               WeightTensor bias) {
    const double scale = he_scale(weight.shape);
    for (WeightTensor* each : {&weight, &bias})
        for (float& value : each->values) value = static_cast<float>(value / scale);
    weight.name = name + ".module.weight";
    bias.name = name + ".module.bias";
    to.push_back(std::move(weight));
    to.push_back(std::move(bias));
}

std::vector<WeightTensor> state_dict(const Model& model) {
    std::vector<WeightTensor> tensors;
    const auto add = [&](const std::string& name, const std::string& ours) {
        add_layer(tensors, name, tensor(model, ours + ".weight"), tensor(model, ours + ".bias"));
    };
    const auto first = first_layer_weight(model);
    if (!first) throw Error("The model's first layer is too large for a PyTorch file.");
    add_layer(tensors, "formatLayer", {"", {first->outputs, first->latent}, first->values},
              {"", {first->outputs}, first_layer_bias(model)});
    add("groupScale0.0", "levels.0.conv");
    for (int level = 0; level <= model.spec.last_level; ++level) {
        const std::string ours = "levels." + std::to_string(level);
        add("toRGBLayers." + std::to_string(level), ours + ".to_rgb");
        if (level == 0) continue;
        const std::string scale = "scaleLayers." + std::to_string(level - 1);
        add(scale + ".0", ours + ".conv1");
        add(scale + ".1", ours + ".conv2");
    }
    return tensors;
}

PythonFields config(const ModelSpec& spec) {
    const auto& channels = spec.channels;
    const bool tanh = spec.output_activation == OutputActivation::tanh &&
                      spec.last_level >= spec.output_activation_from_level;
    return {{"depthScale0", channels[0]},
            {"depthOtherScales", std::vector(channels.begin() + 1, channels.begin() + 1 + spec.last_level)},
            {"noiseVectorDim", spec.latent_size},
            {"categoryVectorDim", 0},
            {"latentVectorDim", spec.latent_size},
            {"dimOutput", 3},
            {"leakyReluLeak", spec.leaky_slope},
            {"perChannelNormalization", true},
            {"equalizedlR", true},
            {"alpha", 1 - spec.alpha},  // there, 0 is the last level alone
            {"lossCriterion", std::string(tanh ? "MSE" : "WGANGP")}};
}

}  // namespace

void save_gan_zoo(const std::filesystem::path& path, const Model& model) {
    check_finite(model.tensors, path.string());
    const ModelSpec& spec = with_checked_shapes(model).spec;
    if (const std::string missing = what_it_lacks(spec); !missing.empty())
        throw Error("{} would be for pytorch_GAN_zoo, which does not support {}, but this model needs it.",
                    path.string(), missing);
    for (int level = 0; level < spec.last_level; ++level)
        if (!has_to_rgb(spec, level))
            throw Error(
                "{} would be for pytorch_GAN_zoo, which needs a to-RGB head at every level, but the model "
                "has "
                "none at {} x {}: add --refit-heads.",
                path.string(), resolution(level), resolution(level));
    write_file_atomically(path, torch_file("config", config(spec), {"netG", "avgG"}, state_dict(model)));
}

}  // namespace progan
