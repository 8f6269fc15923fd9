// rosinality/progressive-gan-pytorch, model.py: pixel norm before the leaky ReLU, plain to-RGB, and an
// embedded label beside the normalized latent. The label's share of the first layer is constant, so it
// becomes a bias for each feature.
#include <algorithm>

#include "core/import/dialect.h"
#include "core/support/error.h"

namespace progan {
namespace {

bool matches(const NamedTensors& names) {
    return names.has("progression.0.conv.0.conv.weight_orig") && names.has("to_rgb.0.weight");
}

/// The label's contribution to each 4 x 4 feature: the full convolution of a 1 x 1 input.
std::vector<float> label_share(const Tensor& weight, const std::vector<float>& label, double scale) {
    const std::int64_t channels = weight.size(0), inputs = weight.size(1);
    std::vector<float> share(static_cast<std::size_t>(channels) * 16, 0.0f);
    const std::vector<float> numbers = weight.values(scale);
    for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t i = 0; i < inputs; ++i)
            for (std::int64_t p = 0; p < 16; ++p)  // padding 3 turns the kernel
                share[static_cast<std::size_t>(c * 16 + p)] +=
                    label[static_cast<std::size_t>(i)] *
                    numbers[static_cast<std::size_t>((c * inputs + i) * 16 + 15 - p)];
    return share;
}

void convert(const NamedTensors& names, const ImportOptions& options, GeneratorBuilder& builder) {
    const auto scaled = [&](const std::string& stem) {
        const Tensor& weight = names.need(stem + ".conv.weight_orig");
        return GeneratorBuilder::Layer{weight, he_scale(weight), names.need(stem + ".conv.bias"), 1};
    };
    GeneratorBuilder::Layer first = scaled("progression.0.conv.0");
    if (const Tensor* embedding = names.find("label_embed.weight"); embedding && embedding->rank() == 2) {
        const std::int64_t labels = embedding->size(0), width = embedding->size(1);
        const std::int64_t label = options.label.value_or(0);
        if (label >= labels) throw Error("The model has only labels 0 to {}, not {}.", labels - 1, label);
        if (first.weight.rank() != 4 || first.weight.size(1) <= width || first.weight.size(2) != 4 ||
            first.weight.size(3) != 4)
            throw Error("The label embedding does not match the first layer.");
        const std::int64_t latent = first.weight.size(1) - width;
        const std::vector<float> vector = embedding->slice(0, label, label + 1).values();
        builder.add_to_first_bias(
            label_share(first.weight.slice(1, latent, latent + width), vector, first.weight_scale));
        first.weight = first.weight.slice(1, 0, latent);
        builder.note(fmt::format("It has {} labels; the faces are those of label {}.", labels, label));
    }
    builder.first(FirstLayer::conv, std::move(first));
    builder.conv(0, false, scaled("progression.0.conv.3"));
    for (int i = 1; names.has(numbered("progression.{}.conv.0.conv.weight_orig", i)); ++i) {
        builder.conv(i, false, scaled(numbered("progression.{}.conv.0", i)));
        builder.conv(i, true, scaled(numbered("progression.{}.conv.3", i)));
    }
    for (int i = 0; names.has(numbered("to_rgb.{}.weight", i)); ++i)
        builder.to_rgb(i, {names.need(numbered("to_rgb.{}.weight", i)), 1,
                           names.need(numbered("to_rgb.{}.bias", i)), 1});
    builder.spec.norm_placement = NormPlacement::before_activation;
}

}  // namespace

const Dialect kRosinality{"rosinality", "progressive-gan-pytorch (rosinality)", matches, convert};

}  // namespace progan
