#include "core/labels/attribute_predictor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "core/labels/correlation.h"
#include "core/support/counted.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kDimensions = 640;
constexpr std::size_t kFolds = 5;
constexpr std::size_t kMinPictures = 10;
constexpr std::array kPenalties{1e-3, 1e-2, 1e-1, 1.0, 10.0};  // of the features' mean variance
constexpr double kStandardErrors = 3;
constexpr std::size_t kMinGaps = 40;
constexpr double kTellsGaps = 0.9;  // area under the curve; labels that are missing by chance have 0.5
constexpr int kNewtonRounds = 100;
constexpr double kNewtonRidge = 1e-12, kMinStep = 1e-10, kSettled = 1e-9;
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
        throw Error("{} labelled with {}, but at least {} are needed.",
                    counted(pictures.size(), "picture is", "pictures are"), attribute.column, kMinPictures);
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
        throw Error("All labels of {} are the same, but different values are needed.", attribute.column);
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

/// Where an attribute has labels, as one of two values; nothing if there are too few of either to learn it.
std::optional<Attribute> gaps_of(const Attribute& attribute) {
    const std::size_t labelled = attribute.labelled(), gaps = attribute.values.size() - labelled;
    if (std::min(labelled, gaps) < kMinGaps) return std::nullopt;
    Attribute result;
    result.column = attribute.column;
    result.two_valued = true;
    for (const double value : attribute.values) result.values.push_back(std::isnan(value) ? -1 : 1);
    return result;
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

Sigmoid fit_sigmoid(std::span<const double> scores, std::span<const double> labels) {
    const auto high = static_cast<double>(
        std::count_if(labels.begin(), labels.end(), [](double label) { return label > 0; }));
    const double low = static_cast<double>(labels.size()) - high;
    const double high_target = (high + 1) / (high + 2), low_target = 1 / (low + 2);
    const auto target = [&](std::size_t i) { return labels[i] > 0 ? high_target : low_target; };
    const auto loss = [&](const Sigmoid& sigmoid) {
        double sum = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double x = sigmoid.slope * scores[i] + sigmoid.offset;
            // log(1 + exp(x)) - target x, without overflow
            sum += std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))) - target(i) * x;
        }
        return sum;
    };
    Sigmoid best{0, std::log((high + 1) / (low + 1))};
    double least = loss(best);
    for (int round = 0; round < kNewtonRounds; ++round) {
        double slope = 0, offset = 0, slope_slope = kNewtonRidge, slope_offset = 0,
               offset_offset = kNewtonRidge;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double p = best(scores[i]), error = p - target(i), weight = p * (1 - p);
            slope += error * scores[i];
            offset += error;
            slope_slope += weight * scores[i] * scores[i];
            slope_offset += weight * scores[i];
            offset_offset += weight;
        }
        const double determinant = slope_slope * offset_offset - slope_offset * slope_offset;
        const double slope_step = (offset_offset * slope - slope_offset * offset) / determinant;
        const double offset_step = (slope_slope * offset - slope_offset * slope) / determinant;
        const double before = least;
        for (double part = 1; part > kMinStep; part /= 2) {
            const Sigmoid tried{best.slope - part * slope_step, best.offset - part * offset_step};
            if (const double lower = loss(tried); lower < least) {
                best = tried;
                least = lower;
                break;
            }
        }
        if (before - least < kSettled) break;
    }
    return best;
}

/// What learning needs of the pictures' features.
struct AttributePredictor::Learning {
    Scale scale;
    MatrixF basis;    ///< [features][dimensions]
    MatrixF reduced;  ///< [pictures][dimensions]
};

AttributePredictor::Reading AttributePredictor::learn(const Learning& learning, const Attribute& attribute,
                                                      PredictionAccuracy& accuracy) {
    const Examples examples = examples_of(learning.reduced, attribute);
    const std::vector<Normal> sums = fold_sums(examples);
    Normal all(learning.reduced.columns());
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
    accuracy = accuracy_of(examples, predicted, attribute.two_valued);

    Reading reading;
    reading.row = rows_++;
    if (attribute.two_valued) {
        std::vector<double> scores;
        scores.reserve(predicted.size());
        for (const double value : predicted) scores.push_back(examples.mean + examples.deviation * value);
        reading.probability = fit_sigmoid(scores, examples.labels);
    } else {
        const auto [low, high] = std::minmax_element(examples.labels.begin(), examples.labels.end());
        reading.low = examples.mean + examples.deviation * *low;
        reading.high = examples.mean + examples.deviation * *high;
    }
    // Back to the features as they come.
    const std::vector<double> inner = all.solve(best);
    reading.offset = examples.mean - examples.deviation * dot(examples.mean_row, inner);
    const Scale& scale = learning.scale;
    for (std::size_t i = 0; i < scale.means.size(); ++i) {
        if (!(scale.deviations[i] > 0)) continue;
        const double weight =
            examples.deviation * dot(learning.basis.row(i), inner) / static_cast<double>(scale.deviations[i]);
        weights_(reading.row, i) = static_cast<float>(weight);
        reading.offset -= weight * static_cast<double>(scale.means[i]);
    }
    return reading;
}

AttributePredictor::AttributePredictor(MatrixF& features, std::span<const Attribute> attributes,
                                       const ProgressReport& progress) {
    Learning learning{standardize(features), {}, {}};
    learning.basis = main_subspace(features);
    learning.reduced = product(features, learning.basis);
    weights_ = MatrixF(2 * attributes.size(), features.columns());
    for (std::size_t k = 0; k < attributes.size(); ++k) {
        if (progress) progress(static_cast<std::int64_t>(k), static_cast<std::int64_t>(attributes.size()));
        if (attributes[k].values.size() != features.rows())
            throw Error("There are {} pictures, but {} values for {}.", features.rows(),
                        attributes[k].values.size(), attributes[k].column);
        accuracy_.emplace_back();
        AttributeReading reading{learn(learning, attributes[k], accuracy_.back()), std::nullopt};
        if (const std::optional<Attribute> gaps = gaps_of(attributes[k])) {
            PredictionAccuracy accuracy;
            const Reading applies = learn(learning, *gaps, accuracy);
            if (accuracy.auc > kTellsGaps) reading.applies = applies;
        }
        readings_.push_back(reading);
    }
}

double AttributePredictor::score(const Reading& reading, std::span<const float> features) const {
    double value = reading.offset;
    for (std::size_t i = 0; i < features.size(); ++i)
        value += static_cast<double>(weights_(reading.row, i)) * static_cast<double>(features[i]);
    return value;
}

double AttributePredictor::read(const Reading& reading, double score) {
    return reading.probability ? 2 * (*reading.probability)(score)-1
                               : std::clamp(score, reading.low, reading.high);
}

std::vector<double> AttributePredictor::scores(std::span<const float> features) const {
    std::vector<double> result;
    for (const AttributeReading& reading : readings_) result.push_back(score(reading.value, features));
    return result;
}

std::vector<double> AttributePredictor::predict(std::span<const float> features) const {
    return predict(features, scores(features));
}

std::vector<double> AttributePredictor::predict(std::span<const float> features,
                                                std::span<const double> scores) const {
    std::vector<double> result;
    for (std::size_t k = 0; k < readings_.size(); ++k) {
        const std::optional<Reading>& applies = readings_[k].applies;
        result.push_back(applies && read(*applies, score(*applies, features)) < 0
                             ? std::numeric_limits<double>::quiet_NaN()
                             : read(readings_[k].value, scores[k]));
    }
    return result;
}

}  // namespace progan
