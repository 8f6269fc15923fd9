// Puts a generator together from tensors of any layout, folding the run-time scales of the equalized learning
// rate into the weights (y = conv(x, w * c) + b * d; Karras et al. 2018, section 4.1).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/import/tensor.h"
#include "core/model/model_file.h"
#include "core/support/progress.h"

namespace progan {

/// sqrt(2 / fan_in), He's standard deviation, of a weight [out, in, ...]: fan_in is the product of all but
/// out.
double he_scale(const Tensor& out_in_first, double gain_squared = 2);

class GeneratorBuilder {
  public:
    /// `file`: what messages name.
    explicit GeneratorBuilder(std::string file) : file_(std::move(file)) { spec.last_level = -1; }

    /// Everything but latent size, channels and to-RGB levels, which follow from the shapes. A last level of
    /// -1: the highest that looks trained.
    ModelSpec spec;

    /// One layer's tensors with their factors. Without a bias it is zero.
    struct Layer {
        Tensor weight;
        double weight_scale = 1;
        std::optional<Tensor> bias;
        double bias_scale = 1;
    };

    /// The weight as spec.h lays out `kind`; the bias [C] or [C*16].
    void first(FirstLayer kind, Layer layer);
    /// Added to the first layer's bias, [C*16]: what a constant input beside the latent contributes.
    void add_to_first_bias(std::vector<float> extra) { extra_first_bias_ = std::move(extra); }
    /// Level 0 has one convolution (`second` = false), the others two. Weight [out, in, 3, 3].
    void conv(int level, bool second, Layer layer);
    /// Weight [3, in, 1, 1] or anything that reshapes to it.
    void to_rgb(int level, Layer layer);

    /// A sentence for the person: what was assumed or left out.
    void note(std::string sentence) { notes_.push_back(std::move(sentence)); }
    const std::vector<std::string>& notes() const { return notes_; }

    /// Checks that the shapes fit one another, finds the last trained level, reads all weights. `level`: the
    /// level to show instead, or -1. Throws Error; progress is in tensors.
    Model build(int level, const ProgressReport& progress);

  private:
    void check_shapes();
    void choose_level(int level);
    void skip_untrained_levels();
    bool all_zero(const std::optional<Tensor>& bias) const;
    [[noreturn]] void fail(const std::string& what) const;

    std::string file_;
    std::map<std::string, Layer> layers_;
    std::vector<float> extra_first_bias_;
    std::vector<std::string> notes_;
};

}  // namespace progan
