// The Progressive GAN of Keras tutorials, best known from Machine Learning Mastery ("How to Train a
// Progressive Growing GAN in Keras"): a dense layer reshaped to 4 x 4 features, channels last; convolutions
// with pixel norm and leaky ReLU in either order, or without the norm; nearest upsampling; a linear 1 x 1
// convolution to RGB; and while a level fades in, a layer WeightedSum of the level below and of its own
// picture. Neither the latent is normalised, unless a layer does it, nor are weights scaled at run time. The
// layers and what connects them are the file's own.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/import/dialect.h"
#include "core/import/first_features.h"
#include "core/import/keras_topology.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr double kDefaultNormEpsilon = 1e-8;
/// What Keras's leaky_relu and layers without a setting do; before Keras 3 the layer's own default was 0.3
/// and was written into the file.
constexpr double kDefaultSlope = 0.2;

enum class Activation { none, leaky, tanh };

/// What a layer does, for one whose class is known. A convolution with an activation does two things.
enum class Action { input, pass, dense, reshape, convolution, transposed, upsample, activation, norm, sum };

struct Step {
    Action action;
    std::size_t layer;
    Activation activation = Activation::none;
    double number = 0;  ///< an activation's slope, a norm's epsilon
};

/// A layer with weights, and what follows it.
struct Unit {
    std::size_t layer;
    std::optional<double> slope;
    std::optional<double> epsilon;  ///< of pixel norm, if there is any
    bool norm_first = false;        ///< before the activation
};

std::string letters_of(std::string_view name) {
    std::string letters;
    for (const char letter : to_lower(name))
        if (letter >= 'a' && letter <= 'z') letters += letter;
    return letters;
}

/// The classes that people have written for it.
bool is_pixel_norm(std::string_view kind) {
    constexpr std::array<std::string_view, 8> kNames{
        "pixelnormalization",     "pixelnormalisation",     "pixelnorm",          "pixelnormlayer",
        "pixelwisenormalization", "pixelwisenormalisation", "pixelwisenormlayer", "pixelwisenorm"};
    return std::find(kNames.begin(), kNames.end(), letters_of(kind)) != kNames.end();
}

class KerasGenerator {
  public:
    KerasGenerator(const NamedTensors& names, GeneratorBuilder& builder)
        : names_(names),
          builder_(builder),
          file_(names.checkpoint().file),
          topology_(parse_keras_topology(names.checkpoint().topology, file_)) {}

    void convert() {
        check_classes();
        check_ends();
        if (names_.checkpoint().number(kKerasWeightsAlone))
            builder_.note(
                fmt::format("The file holds only weights: its layers were identified by their names, and "
                            "leaky ReLU is assumed to have the slope {}.",
                            kDefaultSlope));
        const Head head = head_of(topology_.outputs[0]);
        const std::vector<std::vector<Unit>> blocks = blocks_of(way_to(head.features), head);
        const int top = static_cast<int>(blocks.size()) - 1;
        if (top >= kMaxLevels) fail("it has {} sizes, but at most {} are possible", top + 1, kMaxLevels);
        set_arithmetic(blocks);
        first_block(blocks[0]);
        for (int level = 1; level <= top; ++level) {
            const std::vector<Unit>& block = blocks[static_cast<std::size_t>(level)];
            if (block.size() != 2)
                fail("its block of {} has {}, but needs two", square_text(resolution(level)),
                     counted(block.size(), "convolution", "convolutions"));
            builder_.conv(level, false, convolution(block[0].layer));
            builder_.conv(level, true, convolution(block[1].layer));
        }
        builder_.to_rgb(top, kernel_and_bias(head.to_rgb));
        if (head.below) builder_.to_rgb(top - 1, kernel_and_bias(head.below->to_rgb));
        builder_.spec.last_level = top;
        builder_.spec.alpha = head.below ? head.alpha : 1;
        builder_.spec.output_activation =
            head.activation == Activation::tanh ? OutputActivation::tanh : OutputActivation::none;
    }

  private:
    /// A picture and the features it is made of.
    struct Picture {
        std::size_t to_rgb;    ///< a layer
        std::size_t features;  ///< a call
        bool upsampled = false;
        Activation activation = Activation::none;
    };
    struct Head {
        std::size_t to_rgb, features;
        Activation activation = Activation::none;
        std::optional<Picture> below;  ///< while it fades in
        double alpha = 1;
    };

    template <typename... Args>
    [[noreturn]] void fail(fmt::format_string<Args...> format, Args&&... args) const {
        throw Error("{} is a Keras model, but not a Progressive GAN that can be opened: {}.", file_,
                    fmt::format(format, std::forward<Args>(args)...));
    }

    const KerasLayer& layer(std::size_t index) const { return topology_.layers[index]; }
    const KerasLayer& layer_of(std::size_t call) const { return layer(topology_.calls[call].layer); }
    /// "'conv2d_3' (Conv2D)"
    std::string shown(const KerasLayer& layer) const {
        return fmt::format("{} ({})", quote(layer.name), printable(layer.kind).substr(0, 60));
    }

    // ---- what it is instead ----

    void check_classes() const {
        for (const KerasLayer& layer : topology_.layers) {
            const std::string& kind = layer.kind;
            if (kind == "BatchNormalization")
                fail("it has batch norm ({}), as a DCGAN has", quote(layer.name));
            if (kind == "Lambda") fail("its layer {} is Python code, which is never executed", shown(layer));
            if (kind == "Functional" || kind == "Model" || kind == "Sequential")
                fail(
                    "its layer {} is itself a network, as in a generator joined to its discriminator; save "
                    "the generator alone",
                    shown(layer));
            const std::string letters = letters_of(kind);
            if (letters == "minibatchstdev" || letters == "minibatchstddev" || letters == "minibatchstd")
                fail("it is a discriminator ({}); the generator is in another file", shown(layer));
        }
    }

    void check_ends() const {
        if (topology_.inputs.size() != 1 || topology_.outputs.size() != 1)
            fail("it has {} and {}, but one of each is needed",
                 counted(topology_.inputs.size(), "input", "inputs"),
                 counted(topology_.outputs.size(), "output", "outputs"));
        const KerasLayer& input = layer_of(topology_.inputs[0]);
        for (const char* member : {"batch_shape", "batch_input_shape"})
            if (const auto shape = input.integers(member); shape && shape->size() > 2)
                fail("it takes pictures or arrays {}, as a discriminator does, but a latent is needed",
                     shape_text(std::span(*shape).subspan(1)));
    }

    // ---- layers ----

    /// An activation by its name or as an object of Keras; nothing if it is unknown.
    std::optional<Step> activation_of(const nlohmann::json& json, std::size_t layer) const {
        if (json.is_null()) return Step{Action::pass, layer};
        std::string name;
        const nlohmann::json* config = nullptr;
        if (json.is_string()) name = json.get<std::string>();
        if (json.is_object()) {
            const auto kind = json.find("class_name"), settings = json.find("config");
            if (kind != json.end() && kind->is_string()) name = kind->get<std::string>();
            if (settings != json.end()) config = &*settings;
            if (name == "function" && config && config->is_string()) {
                name = config->get<std::string>();
                config = nullptr;
            }
        }
        name = letters_of(name);
        if (name == "linear") return Step{Action::pass, layer};
        if (name == "tanh") return Step{Action::activation, layer, Activation::tanh, 0};
        if (name == "relu" && !config) return Step{Action::activation, layer, Activation::leaky, 0};
        if (name != "leakyrelu") return std::nullopt;
        const KerasLayer settings{this->layer(layer).name, name,
                                  config && config->is_object() ? *config : nlohmann::json::object()};
        return Step{Action::activation, layer, Activation::leaky, slope_of(settings)};
    }

    /// Of a layer, or of an activation that is a setting of it.
    double slope_of(const KerasLayer& layer) const {
        return setting(layer, layer.has("negative_slope") ? "negative_slope" : "alpha", kDefaultSlope);
    }

    double setting(const KerasLayer& layer, const char* member, double otherwise) const {
        const auto value = layer.number(member);
        if (!value && layer.has(member)) fail("the {} of its layer {} is not a number", member, shown(layer));
        return value.value_or(otherwise);
    }

    /// The activation that a layer with weights has as a setting.
    void add_own_activation(std::size_t index, std::vector<Step>& steps) const {
        const auto own = layer(index).config.find("activation");
        if (own == layer(index).config.end()) return;
        const auto step = activation_of(*own, index);
        if (!step)
            fail("its layer {} has an unknown activation, but leaky ReLU is needed, or tanh at the end",
                 shown(layer(index)));
        if (step->action != Action::pass) steps.push_back(*step);
    }

    /// What a layer does, in this order.
    std::vector<Step> steps_of(std::size_t index) const {
        const KerasLayer& layer = this->layer(index);
        const std::string& kind = layer.kind;
        if (kind == "InputLayer") return {{Action::input, index}};
        if (kind == "Dropout" || kind == "GaussianNoise")
            return {{Action::pass, index}};  // while training alone
        if (kind == "Reshape") return {{Action::reshape, index}};
        if (kind == "UpSampling2D") return {{Action::upsample, index}};
        if (letters_of(kind) == "weightedsum") return {{Action::sum, index}};
        if (is_pixel_norm(kind))
            return {{Action::norm, index, Activation::none, setting(layer, "epsilon", kDefaultNormEpsilon)}};
        if (kind == "LeakyReLU") return {{Action::activation, index, Activation::leaky, slope_of(layer)}};
        if (kind == "ReLU" && !layer.number("max_value") && layer.number("threshold").value_or(0) == 0)
            return {{Action::activation, index, Activation::leaky, setting(layer, "negative_slope", 0)}};
        if (kind == "Activation") {
            std::vector<Step> steps;
            add_own_activation(index, steps);
            if (steps.empty()) steps.push_back({Action::pass, index});
            return steps;
        }
        std::vector<Step> steps;
        if (kind == "Dense") steps.push_back({Action::dense, index});
        if (kind == "Conv2D" || kind == "Convolution2D") steps.push_back({Action::convolution, index});
        if (kind == "Conv2DTranspose") steps.push_back({Action::transposed, index});
        if (steps.empty())
            fail(
                "its layer {} is of an unknown class, not Dense, Reshape, UpSampling2D, Conv2D, LeakyReLU, "
                "PixelNormalization or WeightedSum",
                shown(layer));
        add_own_activation(index, steps);
        return steps;
    }

    std::size_t only_input(std::size_t call) const {
        const std::vector<std::size_t>& inputs = topology_.calls[call].inputs;
        if (inputs.size() != 1)
            fail("its layer {} has {}, but one is needed", shown(layer_of(call)),
                 counted(inputs.size(), "input", "inputs"));
        return inputs[0];
    }

    void check_upsampling(const KerasLayer& layer) const {
        const auto size = layer.integers("size");
        if (size && *size != std::vector<std::int64_t>{2, 2} && *size != std::vector<std::int64_t>{2})
            fail("its layer {} enlarges by {}, but 2 is needed", shown(layer), shape_text(*size));
        if (const auto how = layer.text("interpolation"); how && *how != "nearest")
            fail("its layer {} enlarges by {} interpolation, but nearest is needed", shown(layer),
                 quote(*how));
        check_channels_last(layer);
    }

    void check_channels_last(const KerasLayer& layer) const {
        if (layer.text("data_format").value_or("channels_last") != "channels_last")
            fail("its layer {} has its channels first, but they must be last", shown(layer));
    }

    // ---- the end: one picture, or two of which the sum is taken ----

    /// Goes back over layers that do nothing and one activation.
    std::size_t before_activation(std::size_t call, Activation& activation) const {
        for (std::size_t gone = 0; gone <= topology_.calls.size(); ++gone) {
            const std::vector<Step> steps = steps_of(topology_.calls[call].layer);
            const bool passes = steps[0].action == Action::pass;
            if (steps[0].action != Action::activation && !passes) return call;
            if (!passes) take_output(steps[0], activation);
            call = only_input(call);
        }
        circle();
    }

    void take_output(const Step& step, Activation& activation) const {
        if (step.activation != Activation::tanh || activation != Activation::none)
            fail("its picture goes through {}, but only tanh may follow the convolution to RGB",
                 shown(layer(step.layer)));
        activation = step.activation;
    }

    [[noreturn]] void circle() const { fail("its layers are connected in a circle"); }

    Head head_of(std::size_t output) const {
        Activation activation = Activation::none;
        const std::size_t end = before_activation(output, activation);
        if (steps_of(topology_.calls[end].layer)[0].action != Action::sum) {
            const Picture picture = picture_of(end, activation);
            if (picture.upsampled)
                fail("it ends with an enlarged picture, but a convolution to RGB is needed");
            return {picture.to_rgb, picture.features, picture.activation, std::nullopt, 1};
        }
        const std::vector<std::size_t>& inputs = topology_.calls[end].inputs;
        if (inputs.size() != 2)
            fail("its layer {} has {}, but two are needed", shown(layer_of(end)),
                 counted(inputs.size(), "input", "inputs"));
        Picture first = picture_of(inputs[0], Activation::none),
                second = picture_of(inputs[1], Activation::none);
        if (first.upsampled == second.upsampled)
            fail("its layer {} does not add an enlarged picture and one that is not", shown(layer_of(end)));
        // alpha is the second one's share
        double alpha = alpha_of(layer_of(end));
        if (second.upsampled) {
            std::swap(first, second);
            alpha = 1 - alpha;
        }
        if (first.activation != Activation::none || second.activation != Activation::none) {
            if (alpha != 1 || activation != Activation::none)
                fail("its pictures go through tanh before they are added, but only their sum may");
            return {second.to_rgb, second.features, second.activation, std::nullopt, 1};
        }
        return {second.to_rgb, second.features, activation, first, alpha};
    }

    /// The share of the level that fades in, if the file holds it: a variable, or a setting.
    double alpha_of(const KerasLayer& sum) const {
        std::optional<double> alpha;
        if (const Tensor* variable = names_.find(sum.name + "/0"); variable && variable->count() == 1)
            alpha = variable->values()[0];
        else if (sum.has("alpha"))
            alpha = setting(sum, "alpha", 1);
        if (!alpha) {
            builder_.note(
                "It was saved while a level was fading in, but the file does not say how far; it is shown "
                "fully faded in.");
            return 1;
        }
        if (!(*alpha >= 0 && *alpha <= 1))
            fail("the alpha of its layer {} is {}, but must be 0 to 1", shown(sum), *alpha);
        return *alpha;
    }

    Picture picture_of(std::size_t call, Activation activation) const {
        Picture picture{0, 0, false, activation};
        for (std::size_t gone = 0; gone <= topology_.calls.size(); ++gone) {
            const std::size_t index = topology_.calls[call].layer;
            const std::vector<Step> steps = steps_of(index);
            switch (steps[0].action) {
                case Action::upsample:
                    if (picture.upsampled) fail("one of its pictures is enlarged twice");
                    check_upsampling(layer(index));
                    picture.upsampled = true;
                    break;
                case Action::pass:
                    break;
                case Action::activation:
                    take_output(steps[0], picture.activation);
                    break;
                case Action::convolution: {
                    if (steps.size() > 1) take_output(steps[1], picture.activation);
                    check_convolution(layer(index), 1);
                    picture.to_rgb = index;
                    picture.features = only_input(call);
                    // A 1 x 1 convolution of enlarged features is the enlarged convolution.
                    if (layer_of(picture.features).kind == "UpSampling2D" && !picture.upsampled) {
                        check_upsampling(layer_of(picture.features));
                        picture.upsampled = true;
                        picture.features = only_input(picture.features);
                    }
                    return picture;
                }
                default:
                    fail("it ends with its layer {}, but a 1 x 1 convolution to RGB is needed",
                         shown(layer(index)));
            }
            call = only_input(call);
        }
        circle();
    }

    // ---- the way there ----

    /// The calls from the latent to this one.
    std::vector<std::size_t> way_to(std::size_t call) const {
        std::vector<std::size_t> way;
        for (;;) {
            if (way.size() > topology_.calls.size()) circle();
            way.push_back(call);
            if (topology_.calls[call].inputs.empty()) break;
            call = only_input(call);
        }
        std::reverse(way.begin(), way.end());
        return way;
    }

    /// The layers with weights, by size.
    std::vector<std::vector<Unit>> blocks_of(const std::vector<std::size_t>& way, const Head& head) {
        std::vector<std::vector<Unit>> blocks(1);
        bool as_features = false;  // from 4 x 4 on, rather than a list of numbers
        std::optional<std::size_t> below;
        builder_.spec.normalize_latent = false;
        for (std::size_t at = 0; at < way.size(); ++at) {
            const std::size_t call = way[at];
            for (const Step& step : steps_of(topology_.calls[call].layer)) {
                const KerasLayer& layer = this->layer(step.layer);
                std::vector<Unit>& block = blocks.back();
                const bool first = blocks.size() == 1 && block.empty();
                switch (step.action) {
                    case Action::input:
                    case Action::pass:
                        break;
                    case Action::dense:
                        if (!first) fail("its layer {} is not the first with weights", shown(layer));
                        block.push_back({step.layer, {}, {}});
                        break;
                    case Action::transposed:
                        if (!first)
                            fail(
                                "its layer {} enlarges by a transposed convolution, as a DCGAN does, but "
                                "UpSampling2D "
                                "is needed",
                                shown(layer));
                        check_first_transposed(layer);
                        block.push_back({step.layer, {}, {}});
                        as_features = true;
                        break;
                    case Action::reshape:
                        if (!first) {
                            if (as_features) fail("its layer {} reshapes features", shown(layer));
                            check_reshape(layer);
                            as_features = true;
                        }
                        break;
                    case Action::convolution:
                        if (!as_features)
                            fail("its first convolution, {}, is not of 4 x 4 features of a dense layer",
                                 shown(layer));
                        check_convolution(layer, 3);
                        block.push_back({step.layer, {}, {}});
                        break;
                    case Action::activation:
                        if (first || block.empty() || block.back().slope ||
                            step.activation != Activation::leaky)
                            fail("its layer {} is an activation where none is expected", shown(layer));
                        block.back().slope = step.number;
                        break;
                    case Action::norm:
                        if (first && blocks.size() == 1) {
                            builder_.spec.normalize_latent = true;
                            builder_.spec.norm_epsilon = step.number;
                            break;
                        }
                        if (block.empty() || block.back().epsilon || !as_features)
                            fail("its layer {} is pixel norm where none is expected", shown(layer));
                        block.back().epsilon = step.number;
                        block.back().norm_first = !block.back().slope;
                        break;
                    case Action::upsample:
                        if (!as_features || block.empty())
                            fail("its layer {} enlarges something other than a block of features",
                                 shown(layer));
                        check_upsampling(layer);
                        below = way[at - 1];
                        blocks.emplace_back();
                        break;
                    case Action::sum:
                        fail("its layer {} is not at the end", shown(layer));
                }
            }
        }
        if (!as_features) fail("it has no 4 x 4 features");
        if (head.below && below != head.below->features)
            fail("the sizes that fade in and out are not neighbours");
        return blocks;
    }

    void check_first_transposed(const KerasLayer& layer) const {
        check_channels_last(layer);
        const auto kernel = layer.integers("kernel_size"), strides = layer.integers("strides");
        if (kernel != std::vector<std::int64_t>{4, 4} || layer.text("padding") != "valid" ||
            (strides && *strides != std::vector<std::int64_t>{1, 1}))
            fail(
                "its first layer {} does not make 4 x 4 features from a latent (a 4 x 4 kernel without "
                "padding)",
                shown(layer));
    }

    void check_reshape(const KerasLayer& layer) const {
        const auto target = layer.integers("target_shape");
        if (!target || target->size() != 3 || (*target)[0] != 4 || (*target)[1] != 4)
            fail("its layer {} makes features {}, but 4 x 4 with the channels last are needed", shown(layer),
                 target ? shape_text(*target) : "of an unknown shape");
    }

    void check_convolution(const KerasLayer& layer, std::int64_t side) const {
        check_channels_last(layer);
        const auto kernel = layer.integers("kernel_size").value_or(std::vector<std::int64_t>{});
        if (kernel.empty() || std::any_of(kernel.begin(), kernel.end(), [&](auto k) { return k != side; }))
            fail("its convolution {} has a kernel {}, but {} x {} is needed", quote(layer.name),
                 shape_text(kernel), side, side);
        if (side > 1 && layer.text("padding") != "same")
            fail("its convolution {} is not padded to keep its size", quote(layer.name));
        for (const char* member : {"strides", "dilation_rate", "groups"}) {
            const auto values = layer.integers(member).value_or(std::vector<std::int64_t>{});
            if (std::any_of(values.begin(), values.end(), [](auto value) { return value != 1; }))
                fail("its convolution {} has {} {}, but 1 is needed", quote(layer.name), member,
                     shape_text(values));
        }
    }

    // ---- weights ----

    GeneratorBuilder::Layer kernel_and_bias(std::size_t index) const {
        const KerasLayer& layer = this->layer(index);
        const Tensor& kernel = names_.need(layer.name + "/0");
        if (kernel.rank() != 4)
            fail("the kernel of {} has the shape {}, but four dimensions are needed", shown(layer),
                 shape_text(kernel.shape));
        return {kernel.permute({3, 2, 0, 1}), 1, bias_of(layer), 1};
    }
    GeneratorBuilder::Layer convolution(std::size_t index) const { return kernel_and_bias(index); }

    std::optional<Tensor> bias_of(const KerasLayer& layer) const {
        if (!layer.boolean("use_bias").value_or(true)) return std::nullopt;
        return names_.need(layer.name + "/1");
    }

    /// The first layer, to which a convolution that nothing separates from it is added.
    void first_block(std::vector<Unit> block) {
        if (block.empty()) fail("it has no layer before its 4 x 4 features");
        const KerasLayer& first = layer(block[0].layer);
        const std::string what = fmt::format("{}: the layer {}", file_, shown(first));
        FirstFeatures features = channels_last_features(names_.need(first.name + "/0"), bias_of(first),
                                                        first.kind == "Conv2DTranspose", what);
        if (!block[0].slope && !block[0].epsilon && block.size() == 3) {
            const KerasLayer& second = layer(block[1].layer);
            features = convolved(features, names_.need(second.name + "/0"), bias_of(second),
                                 fmt::format("{}: the layer {}", file_, shown(second)));
            builder_.note(
                fmt::format("The layers {} and {} were merged, because there is no activation between them.",
                            quote(first.name), quote(second.name)));
            block.erase(block.begin());
        }
        if (block.size() != 2)
            fail("its block of 4 x 4 has {} with an activation, but needs two",
                 counted(block.size(), "layer", "layers"));
        builder_.first(FirstLayer::linear,
                       {channels_first_weight(features), 1, channels_first_bias(features), 1});
        builder_.conv(0, false, convolution(block[1].layer));
    }

    /// Pixel norm and activations are the same everywhere; the first layer's norm may be missing.
    void set_arithmetic(const std::vector<std::vector<Unit>>& blocks) {
        ModelSpec& spec = builder_.spec;
        std::vector<Unit> units;
        for (const std::vector<Unit>& block : blocks) units.insert(units.end(), block.begin(), block.end());
        if (units.size() > 1 && !units[0].slope && !units[0].epsilon) units.erase(units.begin());
        const Unit& last = units.back();
        for (std::size_t i = 0; i < units.size(); ++i) {
            const Unit& unit = units[i];
            if (!unit.slope) fail("its layer {} has no activation", shown(layer(unit.layer)));
            if (*unit.slope != last.slope)
                fail("its activations have the slopes {:.6g} and {:.6g}, but must all have the same",
                     *unit.slope, *last.slope);
            if (i == 0 && !unit.epsilon) continue;
            if (unit.epsilon != last.epsilon || unit.norm_first != last.norm_first)
                fail("pixel norm does not follow its layer {} as it does {}", shown(layer(unit.layer)),
                     shown(layer(last.layer)));
        }
        if (!(*last.slope >= 0 && *last.slope <= 1))
            fail("its activations have the slope {:.6g}, but it must be 0 to 1", *last.slope);
        spec.leaky_slope = *last.slope;
        spec.norm_after_first = units[0].epsilon.has_value();
        spec.norm_placement = !last.epsilon     ? NormPlacement::none
                              : last.norm_first ? NormPlacement::before_activation
                                                : NormPlacement::after_activation;
        if (!last.epsilon) return;
        if (spec.normalize_latent && spec.norm_epsilon != *last.epsilon)
            fail("pixel norm has the epsilons {:.6g} and {:.6g}, but must have only one", spec.norm_epsilon,
                 *last.epsilon);
        if (!(*last.epsilon >= 0 && *last.epsilon <= 1))
            fail("pixel norm has the epsilon {:.6g}, but it must be 0 to 1", *last.epsilon);
        spec.norm_epsilon = *last.epsilon;
    }

    const NamedTensors& names_;
    GeneratorBuilder& builder_;
    const std::string& file_;
    KerasTopology topology_;
};

bool matches(const NamedTensors& names) {
    return !names.checkpoint().topology.empty() && names.prefix().empty();
}

void convert(const NamedTensors& names, const ImportOptions&, GeneratorBuilder& builder) {
    KerasGenerator(names, builder).convert();
}

}  // namespace

const Dialect kKeras{"keras", "Keras (Machine Learning Mastery and its like)", matches, convert};

}  // namespace progan
