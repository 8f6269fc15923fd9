// TensorFlow's research/gan/progressive_gan and TF-GAN, networks.py: blocks with HWIO kernels, a 4 x 4
// convolution of the zero-padded latent first; scale sqrt(2 / fan_in), for to-RGB sqrt(1 / fan_in). The
// exponential moving averages are stored beside the variables. Google's progan-128 module is believed to be
// of this kind, with images in 0..1.
#include <algorithm>
#include <cmath>

#include "core/import/dialect.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::string_view kFirst = "progressive_gan_block_1/conv0/";
constexpr std::string_view kAverage = "/ExponentialMovingAverage";

/// The prefix of "progressive_gan_block_1"; nothing if no name outside a discriminator has it.
std::optional<std::string> scope(const NamedTensors& names) {
    for (const auto& [name, tensor] : names.all()) {
        const std::size_t at = name.find(kFirst);
        if (at != std::string::npos && name.substr(0, at).find("discriminator") == std::string::npos)
            return name.substr(0, at);
    }
    return std::nullopt;
}

bool matches(const NamedTensors& names) {
    return scope(names).has_value();
}

/// A hub module or SavedModel outputs images in 0..1, a training checkpoint in -1..1.
void range_of_module(const NamedTensors& names, GeneratorBuilder& builder) {
    const std::string& file = names.checkpoint().file;
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::is_directory(file, ignored)
                                             ? std::filesystem::path(file)
                                             : std::filesystem::path(file).parent_path().parent_path();
    if (!std::filesystem::exists(folder / "saved_model.pb", ignored) &&
        !std::filesystem::exists(folder / "tfhub_module.pb", ignored))
        return;
    builder.spec.output_min = 0;
    builder.spec.output_max = 1;
    builder.note(
        "It is an exported module (a SavedModel or from TF-Hub), so its images are assumed to be in 0..1.");
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const std::string base = scope(names).value_or("");
    const auto variable = [&](const std::string& name) -> const Tensor* {
        if (const Tensor* average = names.find(base + name + std::string(kAverage))) return average;
        return names.find(base + name);
    };
    const auto there = [&](const std::string& layer) {
        return names.has(base + layer + "/conv2d/kernel") || names.has(base + layer + "/kernel");
    };
    const auto layer = [&](const std::string& stem, double gain_squared) {
        const Tensor* kernel = variable(stem + "/conv2d/kernel");
        if (!kernel) kernel = variable(stem + "/kernel");
        if (!kernel) kernel = &names.need(base + stem + "/conv2d/kernel");
        const Tensor* bias = variable(stem + "/bias");
        const Tensor weight = kernel->rank() == 4 ? kernel->permute({3, 2, 0, 1}) : *kernel;
        return GeneratorBuilder::Layer{weight, he_scale(weight, gain_squared),
                                       bias ? std::optional(*bias) : std::nullopt, 1};
    };
    const auto block = [](int level) { return numbered("progressive_gan_block_{}", level + 1); };
    builder.first(FirstLayer::conv, layer(block(0) + "/conv0", 2));
    builder.conv(0, false, layer(block(0) + "/conv1", 2));
    for (int level = 1; there(block(level) + "/conv0"); ++level) {
        builder.conv(level, false, layer(block(level) + "/conv0", 2));
        builder.conv(level, true, layer(block(level) + "/conv1", 2));
    }
    for (int level = 0; level == 0 || there(block(level) + "/conv0"); ++level)
        if (there(block(level) + "/to_rgb")) builder.to_rgb(level, layer(block(level) + "/to_rgb", 1));
    range_of_module(names, builder);
}

// The same network with unknown names: recognized by its kernels' shapes and the order of their names.

struct Unnamed {
    std::string kernel, bias;
};

/// Compares names with numbers in numerical order: "block_10" after "block_9".
bool natural_less(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    while (i < a.size() && j < b.size()) {
        if (digit(a[i]) && digit(b[j])) {
            const auto run = [&](std::string_view text, std::size_t& at) {
                while (at < text.size() && text[at] == '0') ++at;
                const std::size_t from = at;
                while (at < text.size() && digit(text[at])) ++at;
                return text.substr(from, at - from);
            };
            const std::string_view x = run(a, i), y = run(b, j);
            if (x.size() != y.size()) return x.size() < y.size();
            if (x != y) return x < y;
        } else {
            if (a[i] != b[j]) return a[i] < b[j];
            ++i;
            ++j;
        }
    }
    return a.size() - i < b.size() - j;
}

struct UnnamedLayers {
    std::optional<std::string> first;
    std::vector<std::string> convs, to_rgbs;  ///< kernels
    std::map<std::string, std::string> biases;
};

/// Only kernels of rank 4 with a bias in the same scope. Moving averages are preferred to what they average.
std::optional<UnnamedLayers> unnamed_layers(const NamedTensors& names) {
    if (names.checkpoint().container != "tensorbundle") return std::nullopt;
    UnnamedLayers layers;
    for (const auto& [name, tensor] : names.all()) {
        if (name.ends_with("/Adam") || name.ends_with("/Adam_1") || name.ends_with(kAverage)) continue;
        if (name.find("iscriminator") != std::string::npos || tensor->rank() != 4) continue;
        const bool kernel_4 = tensor->size(0) == 4 && tensor->size(1) == 4,
                   kernel_3 = tensor->size(0) == 3 && tensor->size(1) == 3,
                   kernel_1 = tensor->size(0) == 1 && tensor->size(1) == 1 && tensor->size(3) == 3;
        if (kernel_4 && layers.first) return std::nullopt;
        if (kernel_4) layers.first = name;
        if (kernel_3) layers.convs.push_back(name);
        if (kernel_1) layers.to_rgbs.push_back(name);
        for (std::size_t slash = name.rfind('/'); slash != std::string::npos && slash > 0;
             slash = name.rfind('/', slash - 1)) {
            const std::string bias = name.substr(0, slash) + "/bias";
            if (const Tensor* found = names.has(bias) ? names.all().find(bias)->second : nullptr;
                found && found->rank() == 1 && found->size(0) == tensor->size(3)) {
                layers.biases[name] = bias;
                break;
            }
        }
    }
    std::sort(layers.convs.begin(), layers.convs.end(), natural_less);
    std::sort(layers.to_rgbs.begin(), layers.to_rgbs.end(), natural_less);
    if (!layers.first || layers.convs.empty() || layers.convs.size() % 2 == 0 || layers.to_rgbs.empty())
        return std::nullopt;
    std::int64_t features = names.all().find(*layers.first)->second->size(3);
    for (const std::string& conv : layers.convs) {
        const Tensor& tensor = *names.all().find(conv)->second;
        if (tensor.size(2) != features) return std::nullopt;
        features = tensor.size(3);
    }
    return layers;
}

bool matches_unnamed(const NamedTensors& names) {
    return unnamed_layers(names).has_value();
}

void read_unnamed(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const auto layers = unnamed_layers(names);
    if (!layers)
        throw Error("{} has no chain of kernels that could be a generator's.", names.checkpoint().file);
    const auto layer = [&](const std::string& kernel, double gain_squared) {
        const Tensor weight = names.need(kernel).permute({3, 2, 0, 1});
        const auto bias = layers->biases.find(kernel);
        return GeneratorBuilder::Layer{
            weight, he_scale(weight, gain_squared),
            bias == layers->biases.end() ? std::nullopt : std::optional(names.need(bias->second)), 1};
    };
    builder.first(FirstLayer::conv, layer(*layers->first, 2));
    builder.conv(0, false, layer(layers->convs[0], 2));
    int top = 0;
    for (std::size_t i = 1; i < layers->convs.size(); i += 2) {
        ++top;
        builder.conv(top, false, layer(layers->convs[i], 2));
        builder.conv(top, true, layer(layers->convs[i + 1], 2));
    }
    // To-RGB layers in the order of their names; if there are fewer than levels, they belong to the highest.
    const int missing = top + 1 - static_cast<int>(layers->to_rgbs.size());
    std::vector<std::string> to_rgbs = layers->to_rgbs;
    const std::size_t conv_of_lowest = missing <= 0 ? 0 : 2 * static_cast<std::size_t>(missing);
    if (names.need(to_rgbs[0]).size(2) != names.need(layers->convs[conv_of_lowest]).size(3))
        std::reverse(to_rgbs.begin(), to_rgbs.end());  // numbered from the highest level down
    for (std::size_t i = 0; i < to_rgbs.size(); ++i) {
        const int level = missing + static_cast<int>(i);
        if (level >= 0 && level <= top) builder.to_rgb(level, layer(to_rgbs[i], 1));
    }
    builder.note(
        fmt::format("Its variables have unknown names: the layers were recognised by their shapes ({} is "
                    "assumed to be the first), and the arithmetic is assumed to be TF-GAN's.",
                    quote(*layers->first)));
    range_of_module(names, builder);
}

}  // namespace

const Dialect kTfGan{"tfgan", "TF-GAN progressive_gan", matches, convert};
const Dialect kTfUnnamed{"tf_unnamed", "TensorFlow module with unknown names, read as TF-GAN's",
                         matches_unnamed, read_unnamed};

}  // namespace progan
