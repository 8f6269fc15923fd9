// How a search for a face divides its work between levels. Fixed by the model and the options alone, so that
// the same search finds the same face on any machine.
#pragma once

#include <cstddef>
#include <vector>

#include "core/model/spec.h"

namespace progan {

struct SearchOptions {
    int starts = 64;      ///< at the coarsest level, 1 to kMaxStarts
    int steps = 100;      ///< of the last descent, 1 to kMaxSteps; the others have fewer
    int refinements = 8;  ///< steps of the last part (refinement.h), 0 to kMaxRefinements
    double seconds = 0;   ///< at most about so long; 0: as long as it takes
    /// About as many floating-point operations as the search may take (direct_flops.h), so that a model whose
    /// faces are expensive takes fewer steps than these; 0: all of them. The default is about half a minute
    /// of two processors, of which a model with 128 x 128 pixels and 160 to 16 channels takes a tenth.
    double flops = 16e12;
    static constexpr int kMaxStarts = 4096, kMaxSteps = 100000, kMaxRefinements = 1000;
};

struct SearchStage {
    int level;
    std::size_t candidates;
    int rounds;  ///< evaluations of each
    double end;  ///< share of the time after which it ends, where that is limited
};

struct SearchPlan {
    std::vector<SearchStage> stages;  ///< levels ascend, candidates become fewer
    int refinements;                  ///< afterwards
    double flops;                     ///< of all of it
};

/// Of a face and the way back through it.
double evaluation_flops(const ModelSpec& spec, int level);

/// `low`: the level at which random faces are compared, where the search begins if the model's faces are not
/// too expensive there. The level after it is the second stage's, for a quarter of the starts.
SearchPlan plan_search(const ModelSpec& spec, int low, const SearchOptions& options);

}  // namespace progan
