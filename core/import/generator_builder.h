// Assembles a generator from tensors of any layout, folding the run-time scales of the equalized learning
// rate into the weights (y = conv(x, w * c) + b * d; Karras et al. 2018, section 4.1).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/import/tensor.h"
#include "core/model/model_file.h"
#include "core/support/progress.h"

namespace progan {

/// He's standard deviation sqrt(2 / fan_in) for a weight [out, in, ...]; fan_in is the product of all
/// dimensions but out.
double he_scale(std::span<const std::int64_t> out_in_first, double gain_squared = 2);
inline double he_scale(const Tensor& out_in_first, double gain_squared = 2) {
    return he_scale(out_in_first.shape, gain_squared);
}

class GeneratorBuilder {
  public:
    /// `file` is the name for messages.
    explicit GeneratorBuilder(std::string file) : file_(std::move(file)) { spec.last_level = -1; }

    /// Everything but latent size, channels and to-RGB levels, which follow from the shapes. A last level of
    /// -1 means the highest that looks trained.
    ModelSpec spec;

    /// A layer's tensors with their factors. A missing bias counts as zero.
    struct Layer {
        Tensor weight;
        double weight_scale = 1;
        std::optional<Tensor> bias;
        double bias_scale = 1;
    };

    /// The weight in spec.h's layout of `kind`; the bias [C] or [C*16].
    void first(FirstLayer kind, Layer layer);
    /// Added to the first layer's bias, [C*16]: the contribution of a constant input beside the latent.
    void add_to_first_bias(std::vector<float> extra) { extra_first_bias_ = std::move(extra); }
    /// Level 0 has one convolution (`second` = false), the others two. Weight [out, in, 3, 3].
    void conv(int level, bool second, Layer layer);
    /// Weight [3, in, 1, 1] or anything that reshapes to it.
    void to_rgb(int level, Layer layer);

    /// A sentence for the user: what was assumed or left out.
    void note(std::string sentence) { notes_.push_back(std::move(sentence)); }
    const std::vector<std::string>& notes() const { return notes_; }

    /// Checks that the shapes match one another, finds the last trained level, and reads all weights. `level`
    /// is the level to show instead, if any. Throws Error. Progress is in tensors.
    Model build(std::optional<int> level, const ProgressReport& progress);

  private:
    void check_shapes();
    void choose_level(std::optional<int> level);
    void skip_untrained_levels();
    bool all_zero(const std::optional<Tensor>& bias) const;
    [[noreturn]] void fail(const std::string& what) const;

    std::string file_;
    std::map<std::string, Layer> layers_;
    std::vector<float> extra_first_bias_;
    std::vector<std::string> notes_;
};

}  // namespace progan
