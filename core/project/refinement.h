// The last part of a search: the Levenberg-Marquardt method (Nocedal and Wright, Numerical
// Optimization, 10.3) on the sphere. Descent by gradients soon finds the bottom of a valley, but hardly moves
// along it, where a long way changes little; the picture's derivative by every component shows where it
// leads. That costs as many faces as a latent has components, each time; in between, steps tell how the
// derivative changes. Owned and called by one thread.
#pragma once

#include <functional>

#include "core/latent/latent.h"
#include "core/model/cpu/gradient_generator.h"
#include "core/project/picture_loss.h"

namespace progan {

struct RefinementProgress {
    double squared_error;  ///< of the latent as it is now: PictureLoss::squared_error()
    int steps;             ///< taken so far
    std::size_t faces;     ///< made since the last report
};

/// Moves `latent`, of length sqrt(size), to a nearer face at the level shown, in at most `steps` steps; ends
/// sooner when one hardly helps. Calls `report` after every few faces; false ends it, and so does what it
/// throws: `latent` is as far as it has come. Steps make the residuals smaller (PictureLoss::residuals()),
/// which count how far values lie beyond the range, so that the squared error, which does not, may rise a
/// little. Returns that of the latent at the end.
double refine(GradientGenerator& generator, const PictureLoss& loss, int steps, Latent& latent,
              const std::function<bool(const RefinementProgress&)>& report = {});

}  // namespace progan
