#include "core/labels/axes_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "core/labels/correlation.h"
#include "core/labels/face_reader.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr double kStep = 10, kUsualRange = 30;  // degrees
constexpr std::size_t kBatch = 8;
constexpr double kSame = 1e-9;  // a standard deviation below this is none

std::size_t index_of(std::span<const Attribute> attributes, const std::string& column) {
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [&](const Attribute& attribute) { return attribute.column == column; });
    if (found == attributes.end())
        throw Error("An axis was learned from {}, which is not one of the labels.", quote(column));
    return static_cast<std::size_t>(found - attributes.begin());
}

/// Of what is read off random faces; 0 for what is the same on all.
std::vector<double> deviations_over(const FaceReader& reader, std::size_t attributes,
                                    const AxesReportOptions& options) {
    std::vector<std::vector<double>> values(attributes);
    const auto count = static_cast<std::size_t>(options.faces);
    for (std::size_t i = 0; i < count; i += kBatch) {
        std::vector<Latent> latents;
        for (std::size_t k = i; k < std::min(i + kBatch, count); ++k)
            latents.push_back(reader.latent(options.first_seed + static_cast<std::uint32_t>(k)));
        for (const FaceReader::Reading& read : reader.read(latents))
            for (std::size_t a = 0; a < attributes; ++a)
                if (!std::isnan(read.values[a])) values[a].push_back(read.values[a]);
    }
    std::vector<double> deviations;
    for (const std::vector<double>& read : values) {
        const double deviation = standard_deviation(read);
        deviations.push_back(deviation > kSame ? deviation : 0);
    }
    return deviations;
}

double usual_if_none(std::optional<double> range) {
    return range.value_or(0) > 0 ? *range : kUsualRange;
}

}  // namespace

bool AxesReport::are_correlated(std::size_t a, std::size_t b) const {
    return std::any_of(correlated.begin(), correlated.end(), [&](const CorrelatedAttributes& pair) {
        return pair.a == std::min(a, b) && pair.b == std::max(a, b);
    });
}

std::vector<AxisLeakage> AxesReport::leakages(const AxisReport& axis) const {
    std::vector<AxisLeakage> found;
    for (std::size_t k = 0; k < attributes.size(); ++k) {
        if (k == axis.attribute || !attributes[k].accuracy.above_chance || are_correlated(k, axis.attribute))
            continue;
        const double share = axis.own() != 0 ? axis.changes[k] / std::abs(axis.own())
                             : axis.changes[k] != 0
                                 ? std::copysign(std::numeric_limits<double>::infinity(), axis.changes[k])
                                 : 0;
        found.push_back({k, share});
    }
    std::stable_sort(found.begin(), found.end(), [](const AxisLeakage& a, const AxisLeakage& b) {
        return std::abs(a.share) > std::abs(b.share);
    });
    return found;
}

AxisVerdict verdict(const AxesReport& report, const AxisReport& axis) {
    if (!report.attributes[axis.attribute].accuracy.above_chance) return AxisVerdict::not_read;
    if (axis.own() <= 0) return AxisVerdict::falls;
    if (axis.rising < report.options.rising) return AxisVerdict::not_rising;
    const std::vector<AxisLeakage> leakages = report.leakages(axis);
    if (!leakages.empty() && std::abs(leakages[0].share) >= report.options.leakage) return AxisVerdict::leaks;
    return AxisVerdict::does;
}

void check_reported(const std::vector<Axis>& axes, std::size_t latent_size) {
    for (const Axis& axis : axes) {
        if (axis.attribute.empty())
            throw Error("The axis {} was not learned from labels, so it has no attribute to check.",
                        quote(axis.name));
        if (axis.direction.size() != latent_size)
            throw Error("The axis {} has {}, but the model's latents have {}.", quote(axis.name),
                        counted(axis.direction.size(), "number", "numbers"), latent_size);
    }
}

std::vector<std::string> reported_columns(const std::vector<Axis>& axes) {
    std::vector<std::string> columns;
    for (const Axis& axis : axes)
        if (std::find(columns.begin(), columns.end(), axis.attribute) == columns.end())
            columns.push_back(axis.attribute);
    return columns;
}

AxesReport report_axes(Generator& generator, const LearnedAttributes& reader, const AttributeTable& table,
                       const std::vector<Axis>& axes, const AxesReportOptions& options,
                       const ProgressReport& progress) {
    check_reported(axes, static_cast<std::size_t>(generator.spec().latent_size));
    AxesReport report;
    report.options = options;
    const std::vector<std::string> columns = reported_columns(axes);
    std::vector<std::size_t> read, labelled;  // where the reader and the table have each column
    for (const std::string& column : columns) {
        read.push_back(index_of(reader.attributes, column));
        labelled.push_back(index_of(table.attributes, column));
        report.attributes.push_back(
            {column, reader.attributes[read.back()].two_valued, reader.predictor.accuracy()[read.back()]});
    }
    for (std::size_t a = 0; a < columns.size(); ++a)
        for (std::size_t b = a + 1; b < columns.size(); ++b)
            if (const double r = label_correlation(table.attributes[labelled[a]].values,
                                                   table.attributes[labelled[b]].values);
                std::abs(r) > options.correlated)
                report.correlated.push_back({a, b, r});

    const FaceReader faces(generator, reader);
    const std::vector<double> deviations = deviations_over(faces, reader.attributes.size(), options);
    std::int64_t done = 0;
    const std::int64_t total = static_cast<std::int64_t>(axes.size()) * options.faces;
    for (const Axis& axis : axes) {
        AxisReport told;
        told.name = axis.name;
        told.attribute = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), axis.attribute) -
                                                  columns.begin());
        told.range = usual_if_none(axis.range);
        const int steps = std::max(1, static_cast<int>(std::lround(told.range / kStep)));
        AxisSweep sweep(told.range / steps, steps);
        for (int face = 0; face < options.faces; ++face) {
            if (progress) progress(done++, total);
            sweep.add(faces, faces.latent(options.first_seed + static_cast<std::uint32_t>(face)),
                      axis.direction, deviations);
        }
        told.rising = sweep.fraction_rising(steps, read[told.attribute]);
        for (const std::size_t attribute : read) told.changes.push_back(sweep.change(steps, attribute));
        report.axes.push_back(std::move(told));
    }
    return report;
}

}  // namespace progan
