#include "core/model/growth.h"

#include <algorithm>
#include <cmath>

namespace progan {
namespace {

/// An age less than this above a level is that level.
constexpr double kMinAlpha = 1e-6;

}  // namespace

GrowthStage stage_at(double age) {
    const int below = static_cast<int>(std::floor(age));
    const double alpha = age - below;
    if (alpha < kMinAlpha) return {below, 1};
    return {below + 1, alpha};
}

double first_age(const ModelSpec& spec) {
    int level = spec.last_level;
    while (level > 0 && has_to_rgb(spec, level - 1)) --level;
    return level;
}

double last_age(const ModelSpec& spec) {
    return spec.last_level - 1 + std::max(spec.alpha, kMinAlpha);
}

}  // namespace progan
