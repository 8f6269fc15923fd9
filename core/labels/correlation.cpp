#include "core/labels/correlation.h"

#include <cmath>

#include "core/support/error.h"

namespace progan {

double correlation(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size()) throw Error("{} values cannot be correlated with {}.", a.size(), b.size());
    double count = 0, mean_a = 0, mean_b = 0;
    const auto both = [&](std::size_t i) { return !std::isnan(a[i]) && !std::isnan(b[i]); };
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!both(i)) continue;
        ++count;
        mean_a += a[i];
        mean_b += b[i];
    }
    if (count == 0) return 0;
    mean_a /= count;
    mean_b /= count;
    double product = 0, square_a = 0, square_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!both(i)) continue;
        product += (a[i] - mean_a) * (b[i] - mean_b);
        square_a += (a[i] - mean_a) * (a[i] - mean_a);
        square_b += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return square_a > 0 && square_b > 0 ? product / std::sqrt(square_a * square_b) : 0;
}

}  // namespace progan
