// Many random faces of a model as small pictures: what a search for a photo's face begins with, and the
// measure of what is near. Immutable after construction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"
#include "core/model/cpu/gradient_generator.h"
#include "core/support/linear_algebra.h"
#include "core/support/progress.h"

namespace progan {

class FaceBank {
  public:
    /// The side of the small pictures, or the model's own if that is less.
    static constexpr int kSide = 16;
    /// Random faces, beside the bank's, that say how near a face usually has one.
    static constexpr std::size_t kProbes = 100;

    /// Of the faces of seeds `seed`, `seed` + 1, ... (NumPy's), `faces` and kProbes more, drawn at a low
    /// level, whose head must make pictures like the finished ones. `faces` is at least 1. Throws what
    /// `report` throws.
    FaceBank(GradientGenerator& generator, std::size_t faces, std::uint32_t seed,
             const ProgressReport& report = {});

    /// That of its small pictures.
    static int level_of(const ModelSpec& spec);
    int level() const { return level_; }
    std::size_t size() const { return descriptions_.rows(); }
    const Latent& latent(std::size_t index) const { return latents_[index]; }

    /// The small picture of one that is a square with a side of kSide, or the model's, times a power of two.
    /// What a bank's face and a picture differ by is the mean squared difference of these.
    std::vector<float> description(const Image& square) const;
    double squared_distance(std::span<const float> description, std::size_t index) const;
    /// The `count` nearest, nearest first.
    std::vector<std::size_t> nearest(std::span<const float> description, std::size_t count) const;

    /// The latent that a linear regression over the bank's faces expects behind a small picture: far from it,
    /// but nearer than the nearest face.
    Latent expected_latent(std::span<const float> description) const;

    /// How many of kProbes random faces have their nearest face in the bank farther than this from them.
    std::size_t probes_farther_than(double squared_distance) const;

  private:
    std::vector<float> regressors(std::span<const float> description) const;
    void fit_regression();

    int level_ = 0, side_ = 0;
    std::vector<Latent> latents_;
    MatrixF descriptions_;                 ///< a row per face: [side][side][3], 0 to 1
    MatrixD regression_;                   ///< [regressors][latent size]
    std::vector<double> probe_distances_;  ///< ascending
};

/// The square at the side that is a power of two times smaller, by means of areas.
Image shrunk(const Image& square, int side);

}  // namespace progan
