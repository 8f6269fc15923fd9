#include "core/export/onnx_file.h"

#include <string>
#include <vector>

#include "core/export/onnx_graph.h"
#include "core/files/atomic_file.h"
#include "core/model/first_layer.h"
#include "core/model/model_tensors.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Sizes = std::vector<std::int64_t>;

/// The generator's layers as nodes. Each function takes and returns names of values.
class GeneratorGraph {
  public:
    explicit GeneratorGraph(const Model& model) : model_(model), spec_(model.spec) {
        graph_.constant("epsilon", static_cast<float>(spec_.norm_epsilon));
        const Sizes four = {4};
        const float twice[] = {1, 1, 2, 2};
        graph_.constant("twice", four, twice);
        const int side = resolution(spec_.last_level);
        graph_.input("z", Sizes{-1, spec_.latent_size});
        graph_.output("image", Sizes{-1, 3, side, side});
        image();
    }

    std::string file() const {
        return graph_.file(spec_.name.empty() ? "generator" : spec_.name,
                           {{"progan_spec", spec_to_json(spec_)}});
    }

  private:
    static std::string at(int level) { return "levels." + std::to_string(level); }

    /// x / sqrt(mean of x^2 over the channels + epsilon), or with epsilon outside the root.
    std::string pixel_norm(const std::string& x) {
        const std::string name = x + ".norm";
        const std::string square = graph_.node(name + ".square", "Mul", {x, x});
        std::string size = graph_.node(name + ".mean", "ReduceMean", {square},
                                       {{"axes", Sizes{1}}, {"keepdims", std::int64_t{1}}});
        const auto add = [&] { size = graph_.node(name + ".sum", "Add", {size, "epsilon"}); };
        if (spec_.epsilon_inside_root) add();
        size = graph_.node(name + ".root", "Sqrt", {size});
        if (!spec_.epsilon_inside_root) add();
        return graph_.node(name, "Div", {x, size});
    }

    /// Leaky ReLU and, if it has one, pixel norm in the spec's order.
    std::string activate(const std::string& x, bool normalize) {
        normalize = normalize && spec_.norm_placement != NormPlacement::none;
        const bool before = spec_.norm_placement == NormPlacement::before_activation;
        const std::string from = normalize && before ? pixel_norm(x) : x;
        std::string y = graph_.node(from + ".active", "LeakyRelu", {from},
                                    {{"alpha", static_cast<float>(spec_.leaky_slope)}});
        return normalize && !before ? pixel_norm(y) : y;
    }

    std::string first() {
        const std::string z = spec_.normalize_latent ? pixel_norm("z") : "z", name = at(0) + ".first";
        const auto weight = first_layer_weight(model_);
        if (!weight) throw Error("The model's first layer is too large for an ONNX file.");
        const std::vector<float> bias = first_layer_bias(model_);
        const std::string features = graph_.node(
            name, "Gemm",
            {z, graph_.constant(name + ".weight", Sizes{weight->outputs, weight->latent}, weight->values),
             graph_.constant(name + ".bias", Sizes{weight->outputs}, bias)},
            {{"transB", std::int64_t{1}}});
        const std::string shape = graph_.constant(name + ".shape", Sizes{-1, spec_.channels[0], 4, 4});
        return activate(graph_.node(name + ".features", "Reshape", {features, shape}),
                        spec_.norm_after_first);
    }

    std::string convolution(const std::string& x, const std::string& name, std::int64_t padding) {
        const auto constant = [&](const std::string& part) {
            const WeightTensor& found = tensor(model_, name + part);
            return graph_.constant(found.name, found.shape, found.values);
        };
        return graph_.node(name, "Conv", {x, constant(".weight"), constant(".bias")},
                           {{"pads", Sizes(4, padding)}});
    }

    std::string upsample(const std::string& x) {
        return graph_.node(x + ".twice", "Resize", {x, "", "twice"},
                           {{"mode", "nearest"},
                            {"coordinate_transformation_mode", "asymmetric"},
                            {"nearest_mode", "floor"}});
    }

    std::string level(std::string x, int level) {
        if (level == 0) return activate(convolution(first(), at(0) + ".conv", 1), true);
        x = activate(convolution(upsample(x), at(level) + ".conv1", 1), true);
        return activate(convolution(x, at(level) + ".conv2", 1), true);
    }

    std::string to_rgb(const std::string& x, int level) { return convolution(x, at(level) + ".to_rgb", 0); }

    void image() {
        const int last = spec_.last_level;
        const auto alpha = static_cast<float>(spec_.alpha);
        std::string x, image;
        for (int l = 0; l < last; ++l) x = level(x, l);
        if (alpha < 1) image = upsample(to_rgb(x, last - 1));
        if (alpha > 0) {
            const std::string full = to_rgb(level(x, last), last);
            image = alpha == 1 ? full
                               : graph_.node("faded", "Add",
                                             {share(image, "below", 1 - alpha), share(full, "above", alpha)});
        }
        const bool active = last >= spec_.output_activation_from_level;
        if (active && spec_.output_activation == OutputActivation::tanh)
            graph_.node("image", "Tanh", {image});
        else if (active && spec_.output_activation == OutputActivation::hardtanh)
            graph_.node("image", "Clip",
                        {image, graph_.constant("low", -1.0f), graph_.constant("high", 1.0f)});
        else
            graph_.node("image", "Identity", {image});
    }

    std::string share(const std::string& image, const std::string& name, float of) {
        return graph_.node(name, "Mul", {image, graph_.constant(name + ".share", of)});
    }

    const Model& model_;
    const ModelSpec& spec_;
    OnnxGraph graph_;
};

}  // namespace

void save_onnx(const std::filesystem::path& path, const Model& model) {
    check_finite(model.tensors, path.string());
    write_file_atomically(path, GeneratorGraph(with_checked_shapes(model)).file());
}

}  // namespace progan
