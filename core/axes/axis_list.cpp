#include "core/axes/axis_list.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace progan {

double axis_similarity(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size()) return 0;
    const double lengths = length(a) * length(b);
    if (!(lengths > 0)) return 0;
    double product = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        product += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return std::abs(product) / lengths;
}

void sort_by_effect(std::vector<Axis>& axes) {
    std::stable_sort(axes.begin(), axes.end(), [](const Axis& a, const Axis& b) {
        if (a.order || b.order) return a.order && (!b.order || *a.order < *b.order);
        return a.effect > b.effect;
    });
}

std::vector<Axis> without_duplicates(std::vector<Axis> axes, const std::function<bool(const Axis&)>& keep) {
    sort_by_effect(axes);
    std::vector<Axis> kept;
    if (keep)
        for (Axis& axis : axes)
            if (keep(axis)) kept.push_back(std::move(axis));
    if (keep) std::erase_if(axes, [](const Axis& axis) { return axis.direction.empty(); });  // moved from
    for (Axis& axis : axes) {
        const bool repeated = std::any_of(kept.begin(), kept.end(), [&](const Axis& other) {
            return axis_similarity(axis.direction, other.direction) > kSameAxisCosine;
        });
        if (!repeated) kept.push_back(std::move(axis));
    }
    sort_by_effect(kept);
    return kept;
}

}  // namespace progan
