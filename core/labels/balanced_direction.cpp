#include "core/labels/balanced_direction.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/latent/rotation.h"

namespace progan {
namespace {

constexpr std::size_t kFacesAtOnce = 4;  // at both ends: a batch of 8
constexpr double kRidge = 1e-3;  // of the directions' squares, so that parallel ones can be told apart
constexpr double kExact = 1e-9;

/// What attribute k, which must stay, is held at: `sign` * kBalanced of the first one's change.
struct Held {
    std::size_t attribute = 0;
    double sign = 0;
};

struct Solution {
    std::vector<double> x;
    std::vector<double> multipliers;  ///< of the first attribute's condition, then of those that are held
};

/// The shortest x with changes[0] x = targets[0] and changes[held[i]] x = targets[i + 1].
Solution shortest(const MatrixD& gram, const MatrixD& changes, std::span<const Held> held,
                  std::span<const double> targets) {
    const std::size_t count = gram.rows(), conditions = held.size() + 1;
    MatrixD transposed(count, conditions), right(conditions, 1);
    for (std::size_t i = 0; i < conditions; ++i) {
        const std::size_t attribute = i == 0 ? 0 : held[i - 1].attribute;
        for (std::size_t k = 0; k < count; ++k) transposed(k, i) = changes(attribute, k);
        right(i, 0) = targets[i];
    }
    const MatrixD inner = solve_positive_definite(gram, transposed);  // gram^-1 C'
    MatrixD outer(conditions, conditions);                            // C gram^-1 C'
    double trace = 0;
    for (std::size_t i = 0; i < conditions; ++i) {
        for (std::size_t j = 0; j < conditions; ++j)
            for (std::size_t k = 0; k < count; ++k) outer(i, j) += transposed(k, i) * inner(k, j);
        trace += outer(i, i);
    }
    for (std::size_t i = 0; i < conditions; ++i)
        outer(i, i) += std::max(kExact * trace, std::numeric_limits<double>::min());
    const MatrixD multipliers = solve_positive_definite(outer, right);
    Solution solution{std::vector<double>(count), {}};
    for (std::size_t i = 0; i < conditions; ++i) {
        solution.multipliers.push_back(multipliers(i, 0));
        for (std::size_t k = 0; k < count; ++k) solution.x[k] += inner(k, i) * multipliers(i, 0);
    }
    return solution;
}

double product_of(const MatrixD& changes, std::size_t attribute, std::span<const double> x) {
    double sum = 0;
    for (std::size_t k = 0; k < x.size(); ++k) sum += changes(attribute, k) * x[k];
    return sum;
}

MatrixD products_of(std::span<const Latent> directions) {
    MatrixD gram(directions.size(), directions.size());
    for (std::size_t i = 0; i < directions.size(); ++i)
        for (std::size_t j = 0; j < directions.size(); ++j)
            for (std::size_t c = 0; c < directions[i].size(); ++c)
                gram(i, j) += static_cast<double>(directions[i][c]) * static_cast<double>(directions[j][c]);
    return gram;
}

/// The unit vector along the combination; nothing if that is 0.
std::optional<Latent> combined(std::span<const Latent> directions, std::span<const double> x) {
    std::vector<double> sum(directions[0].size());
    for (std::size_t k = 0; k < x.size(); ++k)
        for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += x[k] * static_cast<double>(directions[k][c]);
    double squares = 0;
    for (const double component : sum) squares += component * component;
    if (!(squares > 0) || !std::isfinite(squares)) return std::nullopt;
    Latent unit(sum.size());
    for (std::size_t c = 0; c < sum.size(); ++c) unit[c] = static_cast<float>(sum[c] / std::sqrt(squares));
    return unit;
}

double length_of(const MatrixD& gram, std::span<const double> x) {
    double squares = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j) squares += x[i] * gram(i, j) * x[j];
    return std::sqrt(squares);
}

/// The largest change of what must stay, in parts of the change of the first.
double largest_leakage(std::span<const double> changes) {
    if (!(changes[0] > 0)) return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (const double change : changes.subspan(1)) largest = std::max(largest, std::abs(change) / changes[0]);
    return largest;
}

bool is_better(std::span<const double> changes, std::span<const double> than) {
    const double leakage = largest_leakage(changes), other = largest_leakage(than);
    constexpr double kAllowed = 2 * kBalanced;
    if (leakage <= kAllowed && other <= kAllowed) return changes[0] > than[0];
    return leakage < other;
}

}  // namespace

std::vector<double> TurnMeter::changes(const Latent& direction) const {
    std::vector<double> sums(deviations_.size()), counts(deviations_.size());
    for (std::size_t from = 0; from < faces_.size(); from += kFacesAtOnce) {
        const std::size_t end = std::min(from + kFacesAtOnce, faces_.size());
        std::vector<Latent> ends;
        for (std::size_t i = from; i < end; ++i)
            for (const double degrees : {-degrees_, degrees_})
                ends.push_back(rotate(faces_[i], direction, degrees));
        const std::vector<FaceReader::Reading> read = reader_.read(ends);
        for (std::size_t i = 0; i < read.size(); i += 2)
            for (std::size_t a = 0; a < sums.size(); ++a) {
                const double change = read[i + 1].values[a] - read[i].values[a];
                if (std::isnan(change)) continue;  // it does not apply to one of them
                sums[a] += change;
                ++counts[a];
            }
        made_(ends.size());
    }
    for (std::size_t a = 0; a < sums.size(); ++a)
        sums[a] = deviations_[a] > 0 && counts[a] > 0 ? sums[a] / deviations_[a] / counts[a] : 0;
    return sums;
}

std::vector<double> shortest_balanced(const MatrixD& gram, const MatrixD& changes,
                                      std::span<const double> offset, double own) {
    const std::size_t count = gram.rows();
    const double limit = kBalanced * std::abs(own);
    std::vector<Held> held;
    Solution solution;
    for (std::size_t round = 0; round < 4 * count + 1; ++round) {
        std::vector<double> targets{own - offset[0]};
        for (const Held& one : held) targets.push_back(one.sign * limit - offset[one.attribute]);
        solution = shortest(gram, changes, held, targets);
        // One that would rather be further inside is let go of.
        const auto needless = std::find_if(held.begin(), held.end(), [&](const Held& one) {
            return solution.multipliers[static_cast<std::size_t>(&one - held.data()) + 1] * one.sign > 0;
        });
        if (needless != held.end()) {
            held.erase(needless);
            continue;
        }
        Held worst;
        double most = limit * (1 + kExact);
        for (std::size_t k = 1; k < count; ++k) {
            const double change = offset[k] + product_of(changes, k, solution.x);
            if (std::abs(change) <= most ||
                std::any_of(held.begin(), held.end(), [k](const Held& one) { return one.attribute == k; }))
                continue;
            most = std::abs(change);
            worst = {k, change > 0 ? 1.0 : -1.0};
        }
        if (worst.attribute == 0) break;
        held.push_back(worst);
    }
    return solution.x;
}

Latent balanced(const Balance& balance, const TurnMeter& meter) {
    const std::size_t count = balance.directions.size();
    const MatrixD products = products_of(balance.directions);
    MatrixD gram = products;
    for (std::size_t k = 0; k < count; ++k) gram(k, k) += kRidge;
    std::vector<double> x(count);
    x[0] = 1;
    Latent best = balance.directions[0];
    std::vector<double> best_changes;
    for (int round = 0; round <= kBalancingRounds; ++round) {
        const std::optional<Latent> tried = combined(balance.directions, x);
        if (!tried) break;
        const double norm = length_of(products, x);
        for (double& factor : x) factor /= norm;
        const std::vector<double> all = meter.changes(*tried);
        std::vector<double> changes;
        for (const std::size_t attribute : balance.attributes) changes.push_back(all[attribute]);
        if (best_changes.empty() || is_better(changes, best_changes)) {
            best = *tried;
            best_changes = changes;
        }
        if (!(changes[0] > 0)) break;
        std::vector<double> offset(count);
        for (std::size_t k = 0; k < count; ++k) offset[k] = changes[k] - product_of(balance.changes, k, x);
        x = shortest_balanced(gram, balance.changes, offset, changes[0]);
    }
    return best;
}

}  // namespace progan
