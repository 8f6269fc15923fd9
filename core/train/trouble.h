// Signs that a training run goes wrong while it runs. Plain values; any thread.
#pragma once

#include <vector>

#include "core/support/enum_names.h"

namespace progan {

struct RunMeasure;

enum class Trouble {
    memorizing,  ///< the discriminator tells held-back pictures from those it trains on
    certain,     ///< with no pictures held back: it is never in doubt about those it trains on
    collapse,    ///< the generated pictures are alike
};

inline constexpr auto kTroubleNames = enum_names<Trouble>(
    {{Trouble::memorizing, "memorising"}, {Trouble::certain, "certain"}, {Trouble::collapse, "collapse"}});

/// For the person who trains: one sentence, English; the window translates it.
const char* trouble_sentence(Trouble trouble);

/// What one measurement shows; it counts if the next one shows it, too. `real_sign`: the mean sign of the
/// real scores lately, or 0 where it says nothing (WGAN-GP). Source of the two about the discriminator:
/// Karras et al. 2020, section 3.
std::vector<Trouble> troubles_in(const RunMeasure& measure, double real_sign);

}  // namespace progan
