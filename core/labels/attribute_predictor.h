// Reads attributes off the features of pictures: one ridge regression per attribute, learned from labelled
// pictures and tested on those that were left out. Owned and called by one thread.
#pragma once

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

    std::size_t size() const { return weights_.rows(); }
    const std::vector<PredictionAccuracy>& accuracy() const { return accuracy_; }

    /// The attributes of a picture, as the labels had them. `features` as the constructor got them.
    std::vector<double> predict(std::span<const float> features) const;

  private:
    MatrixF weights_;  ///< [attributes][features], of the features as they come
    std::vector<double> offsets_;
    std::vector<PredictionAccuracy> accuracy_;
};

}  // namespace progan
