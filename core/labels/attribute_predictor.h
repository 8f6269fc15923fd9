// Reads attributes off the features of pictures: one ridge regression per attribute, learned from labelled
// pictures and tested on those that were left out. Owned and called by one thread.
#pragma once

#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "core/labels/attribute_table.h"
#include "core/support/linear_algebra.h"
#include "core/support/progress.h"

namespace progan {

/// How well an attribute is predicted for pictures that it was not learned from (five folds).
struct PredictionAccuracy {
    std::size_t pictures = 0;  ///< labelled ones
    double r_squared = 0;      ///< 1: perfectly; 0: no better than by the mean
    double auc = 0;    ///< of two values: how often a higher one is told from a lower one; chance is 0.5
    double right = 0;  ///< of two values: fraction classified correctly, both counting equally
    bool above_chance = false;  ///< by more than three standard errors of what random labels would give
};

/// The area under the ROC curve: the probability that a random member of `high` scores more than one of the
/// others, ties counting half. Source: Mann and Whitney 1947. 0.5 if one side is empty.
double area_under_curve(std::span<const double> scores, std::span<const double> labels);

/// Turns scores into probabilities: 1 / (1 + exp(-(slope * score + offset))).
struct Sigmoid {
    double slope = 0, offset = 0;

    double operator()(double score) const { return 1 / (1 + std::exp(-(slope * score + offset))); }
};

/// The likeliest one for scores whose labels are above 0 or not. The labels count as slightly uncertain, so
/// that scores which tell all of them apart give a finite slope. Source: Platt 1999, "Probabilistic outputs
/// for support vector machines", fitted by Newton's method as in Lin, Lin and Weng 2007.
Sigmoid fit_sigmoid(std::span<const double> scores, std::span<const double> labels);

class AttributePredictor {
  public:
    /// features [pictures][n]: standardized in place, column by column. Each attribute has a value per
    /// picture; pictures where it is NaN are left out. Ridge regression on the attribute, of which two values
    /// are -1 and 1, in the at most 640 dimensions in which the features vary most (randomised subspace
    /// iteration: Halko et al. 2011); the penalty is the one of five with the least error in five-fold
    /// cross-validation. Progress in attributes. Throws Error if sizes differ or an attribute has fewer than
    /// 10 labelled pictures or one value.
    AttributePredictor(MatrixF& features, std::span<const Attribute> attributes,
                       const ProgressReport& progress = {});

    std::size_t size() const { return readings_.size(); }
    const std::vector<PredictionAccuracy>& accuracy() const { return accuracy_; }

    /// The attributes of a picture, as the labels had them: numbers within the range of the labels, and for
    /// two values, -1 to 1, twice the probability of the higher one minus 1. NaN where an attribute does not
    /// apply: gaps in the labels that can be told from the pictures, such as the beards of women, are learned
    /// as an attribute of two values. `features` as the constructor got them.
    std::vector<double> predict(std::span<const float> features) const;
    /// What is behind it: linear functions of the features, without bounds, that apply everywhere.
    std::vector<double> scores(std::span<const float> features) const;
    /// predict(), where the scores of the features are known already.
    std::vector<double> predict(std::span<const float> features, std::span<const double> scores) const;

  private:
    /// A linear function of the features, and what is made of its value.
    struct Reading {
        std::size_t row = 0;  ///< of weights_
        double offset = 0;
        double low = 0, high = 0;            ///< of a number: the range of the labels
        std::optional<Sigmoid> probability;  ///< of two values
    };
    /// The same for an attribute, with whether it applies.
    struct AttributeReading {
        Reading value;
        std::optional<Reading> applies;
    };

    struct Learning;

    Reading learn(const Learning& learning, const Attribute& attribute, PredictionAccuracy& accuracy);
    double score(const Reading& reading, std::span<const float> features) const;
    static double read(const Reading& reading, double score);

    std::size_t rows_ = 0;  ///< of weights_ that are in use
    MatrixF weights_;       ///< [readings][features], of the features as they come
    std::vector<AttributeReading> readings_;
    std::vector<PredictionAccuracy> accuracy_;
};

}  // namespace progan
