#include "core/labels/correlation.h"

#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

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

double label_correlation(std::span<const double> a, std::span<const double> b) {
    double largest = correlation(a, b);
    for (const auto& [labels, other] : {std::pair(a, b), std::pair(b, a)}) {
        std::vector<double> is_labelled;
        for (const double label : other) is_labelled.push_back(std::isnan(label) ? 0 : 1);
        const double r = correlation(labels, is_labelled);
        if (std::abs(r) > std::abs(largest)) largest = r;
    }
    return largest;
}

double standard_deviation(std::span<const double> values) {
    if (values.empty()) return 0;
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / count);
}

}  // namespace progan
