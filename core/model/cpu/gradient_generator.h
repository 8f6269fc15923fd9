// The generator on the CPU, forwards and backwards: pictures of latents, and from gradients by their pixels
// those by the latents. The weights are fixed: there are no gradients by them. What it computes with are
// training's kernels (core/kernels/training_convolution.h), so pictures equal CpuGenerator's up to rounding.
// The same numbers for any number of threads and any batch. Owned and called by one thread.
#pragma once

#include <memory>
#include <span>

#include "core/kernels/training_kernels.h"
#include "core/model/generator.h"
#include "core/model/model_file.h"

namespace progan {

struct GradientOptions {
    int threads = 0;                           ///< 0: one per processor
    const TrainingKernels* kernels = nullptr;  ///< null: the best available
};

class GradientGenerator {
  public:
    /// Transforms all weights for both ways, which takes up to some seconds for the largest models. Throws
    /// Error if a tensor is missing or has another shape than the specification says.
    explicit GradientGenerator(const Model& model, const GradientOptions& options = {});
    ~GradientGenerator();
    GradientGenerator(const GradientGenerator&) = delete;
    GradientGenerator& operator=(const GradientGenerator&) = delete;

    const ModelSpec& spec() const;

    /// From now on the level's pictures are made by this head: of a level below the last, usually one that
    /// was fitted to the finished picture (core/model/preview/preview_fit.h). Throws Error if its size is not
    /// that of the level.
    void replace_head(int level, const RgbHead& head);

    /// latents [count][latent_size] -> [count][side][side][3] before clamping, in spec().output_min to
    /// output_max; valid until the next call. Throws Error as Generator::generate() does, and if the latents
    /// are not a whole number of them or none.
    std::span<const float> forward(std::span<const float> latents, int level, double alpha);

    /// For the last forward(): `gradients` by its pixels, laid out like them, to gradients by the latents'
    /// components [count][latent_size]. Throws Error if the sizes differ from the last forward()'s.
    void backward(std::span<const float> gradients, std::span<float> by_latents);

  private:
    class Network;
    std::unique_ptr<Network> network_;
};

}  // namespace progan
