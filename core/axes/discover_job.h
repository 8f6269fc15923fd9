// Finding and measuring axes as an engine job, for the window and the command line alike.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/axes/axis.h"
#include "core/axes/effect_size.h"
#include "core/axes/pca.h"
#include "core/engine/job.h"
#include "core/model/backend.h"
#include "core/model/first_layer.h"

namespace progan {

/// SeFa's axes, not yet measured: "sefa-1", "SeFa 1", ... Takes less than a tenth of a second for a latent of
/// 512. Throws Error.
std::vector<Axis> sefa_axes(const FirstLayerWeight& weight, int count);

struct DiscoverOptions {
    std::vector<Axis> axes;         ///< to measure
    std::optional<PcaOptions> pca;  ///< to find and then measure
    EffectOptions effect;
};

struct Discovered {
    std::vector<Axis> axes;  ///< the options' axes, measured, then the new ones: "pca-2-1", "PCA 1 (16)"
    std::string note;        ///< ActivationPca::note()
};

/// Slices take a few milliseconds, or one image if that takes longer.
std::unique_ptr<JobOf<Discovered>> make_discover_job(std::shared_ptr<Generator> generator,
                                                     DiscoverOptions options);

}  // namespace progan
