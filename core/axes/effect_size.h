// How much a face changes when it is turned toward an axis: what axes are sorted by. Owned and called by one
// thread, in slices.
#pragma once

#include <cstdint>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"
#include "core/model/backend.h"

namespace progan {

struct EffectOptions {
    int faces = 6;                       ///< random ones, the same for all axes
    double degrees = 6;                  ///< to either side
    std::uint32_t first_seed = 3000000;  ///< numpy seeds from here on
    double seconds = 0;                  ///< after so much work no further face is begun; 0: all are seen
};

/// Mean over all 8-bit values of |b - a|, divided by the degrees between them. Throws Error if the sizes
/// differ.
double mean_change_per_degree(const Image& a, const Image& b, double degrees_apart);

/// Where pictures are compared: the highest level of at most 64 x 64 that has pictures. Large models would
/// take minutes otherwise.
int effect_level(const ModelSpec& spec);

/// The central difference over `degrees` to either side, averaged over the faces.
class EffectMeter {
  public:
    EffectMeter(const ModelSpec& spec, std::vector<Latent> directions, EffectOptions options = {});

    /// One slice: an axis on one face, two pictures; a face after the other. False when all is done.
    bool step(Generator& generator);
    std::int64_t steps_done() const { return done_; }
    std::int64_t steps() const;

    /// When done: one for each direction, mean absolute change of 8-bit values per degree.
    std::vector<double> effects() const;

  private:
    ModelSpec spec_;
    std::vector<Latent> directions_;
    EffectOptions options_;
    std::vector<double> sums_;
    std::int64_t done_ = 0;
    int faces_ = 0;  ///< to be seen: fewer than the options say once time is up
    double spent_ = 0;
};

}  // namespace progan
