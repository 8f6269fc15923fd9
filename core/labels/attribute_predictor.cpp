#include "core/labels/attribute_predictor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>

#include "core/labels/correlation.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kDimensions = 640;
constexpr std::size_t kFolds = 5;
constexpr std::size_t kMinPictures = 10;
constexpr std::array kPenalties{1e-3, 1e-2, 1e-1, 1.0, 10.0};  // of the features' mean variance
constexpr double kStandardErrors = 3;
constexpr float kConstant = 1e-6f;  // a feature that varies less is left out

struct Scale {
    std::vector<float> means, deviations;
};

/// Each column to mean 0 and standard deviation 1, or to 0 if it is constant.
Scale standardize(MatrixF& features) {
    Scale scale;
    scale.means = center_columns(features);
    std::vector<double> squares(features.columns());
    for (std::size_t row = 0; row < features.rows(); ++row)
        for (std::size_t column = 0; column < features.columns(); ++column)
            squares[column] +=
                static_cast<double>(features(row, column)) * static_cast<double>(features(row, column));
    for (const double square : squares) {
        const auto deviation = static_cast<float>(std::sqrt(square / static_cast<double>(features.rows())));
        scale.deviations.push_back(deviation > kConstant ? deviation : 0);
    }
    for (std::size_t row = 0; row < features.rows(); ++row)
        for (std::size_t column = 0; column < features.columns(); ++column)
            features(row, column) =
                scale.deviations[column] > 0 ? features(row, column) / scale.deviations[column] : 0;
    return scale;
}

/// Orthonormal columns that span most of what the rows vary in: one step of subspace iteration.
MatrixF main_subspace(const MatrixF& features) {
    const std::size_t dimensions = std::min({kDimensions, features.columns(), features.rows()});
    MatrixF start(features.columns(), dimensions);
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    for (float& value : start.values()) value = normal(random);
    return orthonormal_columns(product_tn(features, orthonormal_columns(product(features, start))));
}

/// The same in each call: which fold a picture is left out in.
std::vector<std::size_t> folds(std::size_t pictures) {
    std::vector<std::size_t> result(pictures);
    for (std::size_t i = 0; i < pictures; ++i) result[i] = i % kFolds;
    std::mt19937 random(2);
    for (std::size_t i = pictures; i > 1; --i) std::swap(result[i - 1], result[random() % i]);
    return result;
}

/// Sums for a ridge regression: X'X and X'y of some rows.
struct Normal {
    MatrixD squares, products;

    explicit Normal(std::size_t size) : squares(size, size), products(size, 1) {}
    void add(const Normal& other, double factor) {
        for (std::size_t i = 0; i < squares.values().size(); ++i)
            squares.values()[i] += factor * other.squares.values()[i];
        for (std::size_t i = 0; i < products.values().size(); ++i)
            products.values()[i] += factor * other.products.values()[i];
    }
    std::vector<double> solve(double penalty) const {
        MatrixD penalised = squares;
        for (std::size_t i = 0; i < penalised.rows(); ++i) penalised(i, i) += penalty;
        const MatrixD solution = solve_positive_definite(penalised, products);
        return {solution.values().begin(), solution.values().end()};
    }
};

/// The labelled pictures of one attribute.
struct Examples {
    MatrixF rows;  ///< minus their mean
    std::vector<float> mean_row;
    std::vector<double> labels;  ///< to mean 0 and standard deviation 1
    double mean = 0, deviation = 1;
    std::vector<std::size_t> fold;
};

Examples examples_of(const MatrixF& reduced, const Attribute& attribute) {
    Examples examples;
    std::vector<std::size_t> pictures;
    for (std::size_t i = 0; i < attribute.values.size(); ++i)
        if (!std::isnan(attribute.values[i])) pictures.push_back(i);
    if (pictures.size() < kMinPictures)
        throw Error("{} pictures are labelled with {}, but at least {} are needed.", pictures.size(),
                    attribute.column, kMinPictures);
    examples.rows = MatrixF(pictures.size(), reduced.columns());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        std::copy_n(reduced.row(pictures[i]).begin(), reduced.columns(), examples.rows.row(i).begin());
        examples.labels.push_back(attribute.values[pictures[i]]);
    }
    examples.mean_row = center_columns(examples.rows);
    const auto count = static_cast<double>(pictures.size());
    examples.mean = std::accumulate(examples.labels.begin(), examples.labels.end(), 0.0) / count;
    double squares = 0;
    for (const double label : examples.labels) squares += (label - examples.mean) * (label - examples.mean);
    examples.deviation = std::sqrt(squares / count);
    if (!(examples.deviation > 0) || !std::isfinite(examples.deviation))
        throw Error("All labels of {} are the same, but different ones are needed.", attribute.column);
    for (double& label : examples.labels) label = (label - examples.mean) / examples.deviation;
    examples.fold = folds(pictures.size());
    return examples;
}

/// The sums of each fold.
std::vector<Normal> fold_sums(const Examples& examples) {
    std::vector<Normal> sums;
    const std::size_t size = examples.rows.columns();
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        const auto members =
            static_cast<std::size_t>(std::count(examples.fold.begin(), examples.fold.end(), fold));
        MatrixF rows(members, size), labels(members, 1);
        std::size_t at = 0;
        for (std::size_t i = 0; i < examples.labels.size(); ++i) {
            if (examples.fold[i] != fold) continue;
            std::copy_n(examples.rows.row(i).begin(), size, rows.row(at).begin());
            labels(at++, 0) = static_cast<float>(examples.labels[i]);
        }
        sums.emplace_back(size);
        sums.back().squares = gram(rows);
        sums.back().products = to_double(product_tn(rows, labels));
    }
    return sums;
}

double dot(std::span<const float> row, std::span<const double> weights) {
    double sum = 0;
    for (std::size_t i = 0; i < row.size(); ++i) sum += static_cast<double>(row[i]) * weights[i];
    return sum;
}

/// What each picture is predicted to be by the pictures of the other folds.
std::vector<double> left_out_predictions(const Examples& examples, const Normal& all,
                                         const std::vector<Normal>& sums, double penalty) {
    std::vector<double> predicted(examples.labels.size());
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
        Normal others = all;
        others.add(sums[fold], -1);
        const std::vector<double> weights = others.solve(penalty);
        for (std::size_t i = 0; i < predicted.size(); ++i)
            if (examples.fold[i] == fold) predicted[i] = dot(examples.rows.row(i), weights);
    }
    return predicted;
}

double mean_squared_error(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum / static_cast<double>(a.size());
}

PredictionAccuracy accuracy_of(const Examples& examples, std::span<const double> predicted, bool two_valued) {
    PredictionAccuracy accuracy;
    accuracy.pictures = predicted.size();
    accuracy.r_squared = 1 - mean_squared_error(predicted, examples.labels);  // labels have the variance 1
    const auto count = static_cast<double>(predicted.size());
    if (!two_valued) {
        accuracy.above_chance = correlation(predicted, examples.labels) > kStandardErrors / std::sqrt(count);
        return accuracy;
    }
    accuracy.auc = area_under_curve(predicted, examples.labels);
    double high = 0, high_right = 0, low_right = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        if (examples.labels[i] > 0) ++high;
        if (predicted[i] > 0 && examples.labels[i] > 0) ++high_right;
        if (predicted[i] <= 0 && examples.labels[i] <= 0) ++low_right;
    }
    accuracy.right = (high_right / high + low_right / (count - high)) / 2;
    // The standard deviation of the area for labels by chance: Mann and Whitney 1947.
    const double error = std::sqrt((count + 1) / (12 * high * (count - high)));
    accuracy.above_chance = accuracy.auc > 0.5 + kStandardErrors * error;
    return accuracy;
}

}  // namespace

double area_under_curve(std::span<const double> scores, std::span<const double> labels) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
    double rank_sum = 0, high = 0;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && scores[order[end]] == scores[order[begin]]) ++end;
        const double rank = static_cast<double>(begin + end + 1) / 2;  // equal scores share the mean rank
        for (; begin < end; ++begin)
            if (labels[order[begin]] > 0) {
                rank_sum += rank;
                ++high;
            }
    }
    const double low = static_cast<double>(order.size()) - high;
    return high > 0 && low > 0 ? (rank_sum - high * (high + 1) / 2) / (high * low) : 0.5;
}

AttributePredictor::AttributePredictor(MatrixF& features, std::span<const Attribute> attributes,
                                       const ProgressReport& progress) {
    const Scale scale = standardize(features);
    const MatrixF basis = main_subspace(features);
    const MatrixF reduced = product(features, basis);
    weights_ = MatrixF(attributes.size(), features.columns());
    for (std::size_t k = 0; k < attributes.size(); ++k) {
        if (progress) progress(static_cast<std::int64_t>(k), static_cast<std::int64_t>(attributes.size()));
        if (attributes[k].values.size() != features.rows())
            throw Error("There are {} pictures, but {} values of {}.", features.rows(),
                        attributes[k].values.size(), attributes[k].column);
        const Examples examples = examples_of(reduced, attributes[k]);
        const std::vector<Normal> sums = fold_sums(examples);
        Normal all(reduced.columns());
        for (const Normal& sum : sums) all.add(sum, 1);
        double trace = 0;
        for (std::size_t i = 0; i < all.squares.rows(); ++i) trace += all.squares(i, i);
        const double unit = std::max(trace / static_cast<double>(all.squares.rows()), 1e-9);

        double best = 0, least_error = 0;
        std::vector<double> predicted;
        for (const double penalty : kPenalties) {
            std::vector<double> tried = left_out_predictions(examples, all, sums, penalty * unit);
            const double error = mean_squared_error(tried, examples.labels);
            if (!predicted.empty() && error >= least_error) continue;
            best = penalty * unit;
            least_error = error;
            predicted = std::move(tried);
        }
        accuracy_.push_back(accuracy_of(examples, predicted, attributes[k].two_valued));

        // Back to the features as they come.
        const std::vector<double> inner = all.solve(best);
        double offset = examples.mean - examples.deviation * dot(examples.mean_row, inner);
        for (std::size_t i = 0; i < features.columns(); ++i) {
            if (!(scale.deviations[i] > 0)) continue;
            const double weight =
                examples.deviation * dot(basis.row(i), inner) / static_cast<double>(scale.deviations[i]);
            weights_(k, i) = static_cast<float>(weight);
            offset -= weight * static_cast<double>(scale.means[i]);
        }
        offsets_.push_back(offset);
    }
}

std::vector<double> AttributePredictor::predict(std::span<const float> features) const {
    std::vector<double> result = offsets_;
    for (std::size_t k = 0; k < result.size(); ++k)
        for (std::size_t i = 0; i < features.size(); ++i)
            result[k] += static_cast<double>(weights_(k, i)) * static_cast<double>(features[i]);
    return result;
}

}  // namespace progan
