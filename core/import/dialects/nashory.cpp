// nashory/pggan-pytorch, network.py and custom_layers.py: the equalized scale is the root mean square of the
// random initial weight, an attribute that is not saved. Its expected value, 1 / sqrt(fan_in), is used
// instead.
#include "core/import/dialect.h"

namespace progan {
namespace {

struct Parts {
    std::string first, second;                            ///< stems of the two 4 x 4 convolutions
    std::vector<std::pair<std::string, std::string>> up;  ///< stems of each level's two
    std::string low_rgb, rgb;
    bool normalizes_latent = false;
};

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Names are matched by their ends, because their nesting changes while the network grows.
Parts find_parts(const NamedTensors& names) {
    Parts parts;
    constexpr std::string_view kEnd = ".conv.weight";
    std::map<int, std::pair<std::string, std::string>> by_side;
    std::pair<std::string, std::string> growing;
    for (const auto& [name, tensor] : names.all()) {
        if (!name.ends_with(kEnd)) continue;
        const std::string stem = name.substr(0, name.size() - kEnd.size());
        if (stem.ends_with("first_block.0")) parts.first = stem;
        if (stem.ends_with("first_block.1") && parts.first.empty()) {
            parts.first = stem;
            parts.normalizes_latent = true;
        }
        if (stem.ends_with("first_block.3") || stem.ends_with("first_block.4")) parts.second = stem;
        if (contains(stem, "to_rgb")) (contains(stem, "low_resl") ? parts.low_rgb : parts.rgb) = stem;
        if (!contains(stem, "high_resl_block")) continue;
        // intermediate_8x8_16x16: the side is the number before the last "x"
        std::pair<std::string, std::string>* pair = &growing;
        if (const std::size_t at = stem.find("intermediate_"); at != std::string::npos) {
            const std::string sides = stem.substr(at, stem.find('.', at) - at);
            const std::size_t under = sides.rfind('_');
            int side = 0;
            for (std::size_t i = under + 1;
                 i < sides.size() && sides[i] >= '0' && sides[i] <= '9' && side < 5000; ++i)
                side = side * 10 + (sides[i] - '0');
            pair = &by_side[side];
        }
        (stem.ends_with(".1") ? pair->first : pair->second) = stem;
    }
    for (auto& [side, pair] : by_side) parts.up.push_back(std::move(pair));
    if (!growing.first.empty()) parts.up.push_back(std::move(growing));
    return parts;
}

bool matches(const NamedTensors& names) {
    const Parts parts = find_parts(names);
    return !parts.first.empty() && !parts.second.empty() && !parts.rgb.empty();
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    const Parts parts = find_parts(names);
    const auto layer = [&](const std::string& stem) {
        const Tensor& weight = names.need(stem + ".conv.weight");
        const Tensor* bias = names.find(stem + ".bias");
        return GeneratorBuilder::Layer{weight, he_scale(weight, 1),
                                       bias ? std::optional(*bias) : std::nullopt, 1};
    };
    builder.first(FirstLayer::conv, layer(parts.first));
    builder.conv(0, false, layer(parts.second));
    int level = 0;
    for (const auto& [one, two] : parts.up) {
        ++level;
        builder.conv(level, false, layer(one));
        builder.conv(level, true, layer(two));
    }
    builder.to_rgb(level, layer(parts.rgb));
    if (!parts.low_rgb.empty() && level > 0) {
        builder.to_rgb(level - 1, layer(parts.low_rgb));
        builder.note(
            "It was saved while growing; the file does not say how far the last level had faded in.");
    }
    builder.spec.normalize_latent = parts.normalizes_latent;
    builder.note(
        "The file lacks the scale of its layers; the usual one, 1 / sqrt(fan-in), is used, so colours may "
        "differ slightly.");
    if (!parts.normalizes_latent)
        builder.note(
            "It does not normalise its latents, so their length matters (the square root of the latent size "
            "is usual).");
}

}  // namespace

const Dialect kNashory{"nashory", "pggan-pytorch (nashory)", matches, convert};

}  // namespace progan
