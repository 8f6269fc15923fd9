// Looks for the latent whose face is nearest to a picture: many starts on the sphere, of which the best half
// or so survives each stage, descend by gradients, first at coarse levels. Owned and called by one thread,
// which owns the generator, too.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/image/image.h"
#include "core/latent/latent.h"
#include "core/model/cpu/gradient_generator.h"
#include "core/project/face_bank.h"
#include "core/project/search_plan.h"

namespace progan {

/// A moment of the search.
struct SearchProgress {
    double done = 0;              ///< 0 to 1
    int level = 0;                ///< where faces are compared now
    std::size_t candidates = 0;   ///< that are being followed
    std::size_t evaluations = 0;  ///< faces made and gone back through so far, at any level
    /// Of the nearest face so far: the mean squared difference of the pixels. At a level, it never rises.
    double error = 0;
    /// First the nearest face so far, then the other candidates, likeliest first; at least one, at most
    /// kLeading. Of length sqrt(size); valid during the call.
    std::span<const Latent> leading = {};
    static constexpr std::size_t kLeading = 16;

    const Latent& best() const { return leading.front(); }
};

/// Called after each round of a descent. False: what is found so far is good enough. May throw Cancelled.
using SearchReport = std::function<bool(const SearchProgress& progress)>;

struct SearchResult {
    Latent latent;             ///< of length sqrt(size)
    double squared_error = 0;  ///< of the pixels (picture_loss.h), at the level shown
    Image face;                ///< as the model makes it
    std::size_t evaluations = 0;
    bool complete = true;  ///< false: it ended early, by the report or the time
};

/// `picture`: a square of the model's side. `weights` [side][side]: how much each pixel counts, 0 to 1;
/// empty: all alike. The same result for the same bank and options, whatever the number of threads, unless
/// the time ends it. Throws Error if a size is wrong, and what `report` throws.
SearchResult search_face(GradientGenerator& generator, const FaceBank& bank, const Image& picture,
                         std::span<const float> weights, const SearchOptions& options,
                         const SearchReport& report = {});

}  // namespace progan
