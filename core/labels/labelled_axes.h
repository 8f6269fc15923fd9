// Axes named by labelled pictures: each attribute is learned on the pictures, read off faces of known
// latents, and fitted as a direction of the latents. Plain functions; any thread, one at a time per
// generator.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/axes/axis.h"
#include "core/image/picture_features.h"
#include "core/labels/attribute_predictor.h"
#include "core/labels/attribute_table.h"
#include "core/model/generator.h"
#include "core/support/progress.h"

namespace progan {

/// What a reader of labelled pictures came to.
struct LearnedAttributes {
    std::shared_ptr<const PictureFeatures> features;  ///< that the predictor was learned from
    AttributePredictor predictor;
    std::vector<Attribute> attributes;    ///< as in the table, without their values
    MatrixD label_correlations;           ///< [attributes][attributes]: label_correlation()
    std::vector<std::string> unreadable;  ///< one sentence per picture that was left out
};

/// Reads the table's pictures and learns its attributes from their features. `reading` counts pictures,
/// `learning` attributes; each may be empty. Throws Error if fewer than kMinLabelled pictures can be read.
LearnedAttributes learn_attributes(const AttributeTable& table,
                                   std::shared_ptr<const PictureFeatures> features,
                                   const ProgressReport& reading = {}, const ProgressReport& learning = {});

struct LabelledAxesOptions {
    int faces = 0;             ///< to fit the directions on; 0: eight per component of the latent,
                               ///< at least 4000
    int balanced_faces = 160;  ///< to correct those directions on that have conditions
    int measured_faces = 64;   ///< to measure the axes on; others than those
    std::uint32_t first_seed = 4'000'000;  ///< numpy seeds of the faces to fit on; 1'000'000 later those to
                                           ///< measure, and 1'000'000 later those to balance
    /// What must stay as it is along an axis.
    enum class EachOn {
        its_conditions,
        all_others,       ///< that have an axis
        unrelated_others  ///< but for those whose labels correlate with its own by more than 0.3 or less
                          ///< than -0.3
    } each_on = EachOn::its_conditions;
    /// For a column, those whose attributes must stay as they are along its axis.
    std::map<std::string, std::vector<std::string>> conditions;
};

/// An attribute with its axis.
struct LabelledAxis {
    std::string column;
    bool two_valued = false;
    PredictionAccuracy accuracy;
    bool has_axis = false;  ///< false: it is predicted no better than by chance, or its fit is not above 0
    Axis axis;              ///< named after the column, not yet measured for its effect
    double fit = 0;         ///< fraction of its variance over faces that a linear function of the latent
                            ///< explains, cross-validated
    double rising = 0;      ///< fraction of the measured faces on which it rises over the range
    /// How much each attribute that has an axis changes from one end of the range to the other, in standard
    /// deviations over random faces; in the order of those attributes.
    std::vector<double> changes;
};

/// For N faces of known unit latents z and their predicted attributes a: the direction is w of the ridge
/// regression a ~ w'z + c (penalty: a hundredth of the latents' mean variance). One on which conditions are
/// put is corrected by what faces change by that are turned along it (balanced_direction.h), so that what it
/// must leave as it is changes by no more than a small part of what it changes; InterFaceGAN (Shen et al.
/// 2020, section 3.2) makes it orthogonal to the others' directions instead. The useful range of an axis is
/// measured by turning faces toward it in steps of 5 degrees up to 40 (AxisSweep::useful_range). Faces to
/// which an attribute does not apply do not count for it. Attributes that are predicted no better than by
/// chance, or whose fit is not above 0, get no axis. Progress in faces. Throws Error if none is left, a
/// condition names an attribute that has no axis or its own, or nothing of a direction is independent of its
/// conditions.
std::vector<LabelledAxis> labelled_axes(Generator& generator, const LearnedAttributes& learned,
                                        const LabelledAxesOptions& options,
                                        const ProgressReport& progress = {});

}  // namespace progan
