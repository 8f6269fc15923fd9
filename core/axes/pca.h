// Directions by PCA of a level's activations, mapped back to latents by regression (GANSpace: Härkönen et
// al., NeurIPS 2020, the method for z). Owned and called by one thread, in slices.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/latent/latent.h"
#include "core/model/backend.h"

namespace progan {

struct PcaOptions {
    int level = 0;                       ///< the level of the activations
    int count = 16;                      ///< principal components
    int samples = 512;                   ///< random faces, more than `count`
    std::uint32_t first_seed = 2000000;  ///< numpy seeds starting here, far from those that people try
};

/// The level with the most useful components: 16 x 16, or the last one below the picture's own.
int default_pca_level(const ModelSpec& spec);

/// For samples z_j with activations y_j (averaged over the cells of a grid, so that large levels fit into
/// memory) and the first principal components V of the y_j: coordinates x_j = V^T (y_j - mean), and the
/// direction of component k is u_k of the least-squares fit z_j ~ U x_j + c.
class ActivationPca {
  public:
    /// Throws Error if the model has no such level, count < 1, or samples <= count.
    ActivationPca(const ModelSpec& spec, const PcaOptions& options);
    ~ActivationPca();

    /// One slice, about one image's work. False when everything is done.
    bool step(Generator& generator);
    std::int64_t steps_done() const { return done_; }
    std::int64_t steps() const;

    /// When done: of length 1, largest variance first. Fewer than `count` if the activations vary in fewer
    /// dimensions.
    std::vector<Latent> directions() const;
    /// The fraction of the activations' variance that each explains, 0..1.
    const std::vector<double>& explained() const;
    /// A sentence if pictures were used instead of activations, because the device does not expose them or
    /// the level is the last one. Otherwise empty.
    const std::string& note() const { return note_; }

  private:
    struct Matrices;
    void sample(Generator& generator);
    std::vector<float> activations(Generator& generator, const Latent& latent);

    ModelSpec spec_;
    PcaOptions options_;
    std::unique_ptr<Matrices> matrices_;
    bool pictures_ = false;  ///< instead of activations
    std::int64_t done_ = 0;
    std::string note_;
};

}  // namespace progan
