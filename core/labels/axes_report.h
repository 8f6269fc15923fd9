// Whether axes do what they say, told by a reader that they were not learned from: other features, other
// pictures. Plain functions; any thread, one at a time per generator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/axes/axis.h"
#include "core/labels/labelled_axes.h"
#include "core/model/generator.h"
#include "core/support/progress.h"

namespace progan {

struct AxesReportOptions {
    int faces = 500;
    std::uint32_t first_seed = 8'000'000;  ///< numpy seeds of the faces
    double rising = 0.9;      ///< an axis is to make its attribute rise on these many of the faces
    double leakage = 0.3;     ///< and to change each other one by less than this part of its own change
    double correlated = 0.3;  ///< unless the labels themselves correlate the two by more than this
};

/// An attribute that axes are to change, as the second reader sees it.
struct ReportedAttribute {
    std::string column;
    bool two_valued = false;
    PredictionAccuracy accuracy;  ///< no better than chance: nothing can be told of its axes
};

struct AxisReport {
    std::string name;
    std::size_t attribute = 0;  ///< its own, in AxesReport::attributes
    double range = 0;           ///< degrees to each side
    double rising = 0;  ///< fraction of the faces on which its attribute rises (AxisSweep::fraction_rising)
    /// Per attribute: from one end of the range to the other, on average, in standard deviations over faces.
    std::vector<double> changes;

    double own() const { return changes[attribute]; }
};

/// What an axis changes besides its own attribute.
struct AxisLeakage {
    std::size_t attribute = 0;
    double share = 0;  ///< of the axis' own change; infinite if that is 0
};

/// Two attributes that the labels correlate.
struct CorrelatedAttributes {
    std::size_t a = 0, b = 0;  ///< a < b
    double r = 0;
};

struct AxesReport {
    AxesReportOptions options;
    std::vector<ReportedAttribute> attributes;  ///< each once, in the order of the axes
    std::vector<AxisReport> axes;
    std::vector<CorrelatedAttributes> correlated;

    bool are_correlated(std::size_t a, std::size_t b) const;
    /// All but its own, those that the labels correlate with it, and those that cannot be read; largest
    /// first.
    std::vector<AxisLeakage> leakages(const AxisReport& axis) const;
};

enum class AxisVerdict {
    does,        ///< what it says
    not_read,    ///< its attribute is read no better than by chance
    falls,       ///< it turns its attribute the other way, or not at all
    not_rising,  ///< on too few of the faces
    leaks,       ///< it changes another too much
};
/// The first that applies: not_read, falls, not_rising, leaks.
AxisVerdict verdict(const AxesReport& report, const AxisReport& axis);

/// Throws Error if one of the axes has no attribute or a direction of another size than the model's latents.
void check_reported(const std::vector<Axis>& axes, std::size_t latent_size);

/// The columns that a table for report_axes() needs: each axis' attribute, once.
std::vector<std::string> reported_columns(const std::vector<Axis>& axes);

/// Turns random faces along each axis, over its range (30 degrees if it has none) in steps of 10 degrees or a
/// little less or more, and reads the attributes of all axes at every step. `table` is what `reader` was
/// learned from: its values tell which attributes belong together. Progress in faces. Throws Error as
/// check_reported() does, and if the reader or the table lacks an attribute.
AxesReport report_axes(Generator& generator, const LearnedAttributes& reader, const AttributeTable& table,
                       const std::vector<Axis>& axes, const AxesReportOptions& options = {},
                       const ProgressReport& progress = {});

}  // namespace progan
