// How much faces change when they are turned toward an axis; axes are sorted by it. Owned and called by one
// thread, in slices.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"
#include "core/model/backend.h"
#include "core/support/clock.h"

namespace progan {

struct EffectOptions {
    int faces = 6;                        ///< random faces, the same for all axes
    double degrees = 6;                   ///< in each direction
    std::uint32_t first_seed = 3000000;   ///< numpy seeds starting here
    std::optional<Seconds> longest = {};  ///< start no further face after this much work
};

/// Mean over all 8-bit values of |b - a|, divided by the degrees between them. Throws Error if the sizes
/// differ.
double mean_change_per_degree(const Image& a, const Image& b, double degrees_apart);

/// The level at which pictures are compared: the highest of at most 64 x 64 with a to-RGB head. Large models
/// would otherwise take minutes.
int effect_level(const ModelSpec& spec);

/// The central difference over `degrees` in each direction, averaged over the faces.
class EffectMeter {
  public:
    EffectMeter(const ModelSpec& spec, std::vector<Latent> directions, EffectOptions options = {});

    /// One slice: one axis on one face, two pictures. False when everything is done.
    bool step(Generator& generator);
    std::int64_t steps_done() const { return done_; }
    std::int64_t steps() const;

    /// When done: for each direction, the mean absolute change of 8-bit values per degree.
    std::vector<double> effects() const;

  private:
    ModelSpec spec_;
    std::vector<Latent> directions_;
    EffectOptions options_;
    std::vector<double> sums_;
    std::int64_t done_ = 0;
    int faces_ = 0;  ///< to measure: fewer than in the options once time is up
    Seconds spent_{0};
};

}  // namespace progan
