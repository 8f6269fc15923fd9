#include "core/labels/labelled_axes.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "core/axes/axis_name.h"
#include "core/axes/learned_direction.h"
#include "core/image/image_file.h"
#include "core/image/resize.h"
#include "core/labels/balanced_direction.h"
#include "core/labels/correlation.h"
#include "core/labels/face_reader.h"
#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr int kMinFaces = 4000, kFacesPerComponent = 8;
constexpr std::size_t kFitFolds = 5;
constexpr double kFitPenalty = 0.01;                 // of the mean variance of unit latents' components
constexpr double kTurned = 10;                       // degrees to each side, while directions are balanced
constexpr double kStep = 5;                          // degrees
constexpr int kMaxSteps = 8;                         // to each side
constexpr double kRelated = 0.3;                     // absolute correlation of two attributes' labels
constexpr std::uint32_t kMeasuredSeeds = 1'000'000;  // after the first seed of the fit
constexpr std::uint32_t kBalancedSeeds = 2'000'000;
constexpr std::size_t kBatch = 8, kPicturesAtOnce = 32;
constexpr double kSame = 1e-9;  // a standard deviation below this is none

/// Random faces: their unit latents, minus their mean, and the attributes read off them.
struct Faces {
    MatrixF latents;                 ///< [faces][latent]
    MatrixF attributes;              ///< [faces][attributes]: scores, to mean 0 and standard deviation 1
    std::vector<double> deviations;  ///< of what is read off those to which each applies; 0: the same for all
};

Faces random_faces(const FaceReader& reader, std::size_t attributes, int count, std::uint32_t first_seed,
                   const std::function<void(std::size_t)>& made) {
    Faces faces;
    const auto faces_count = static_cast<std::size_t>(count);
    faces.attributes = MatrixF(faces_count, attributes);
    std::vector<std::vector<double>> values(attributes);
    for (std::size_t i = 0; i < faces_count; i += kBatch) {
        std::vector<Latent> latents;
        for (std::size_t k = i; k < std::min(i + kBatch, faces_count); ++k)
            latents.push_back(reader.latent(first_seed + static_cast<std::uint32_t>(k)));
        const std::vector<FaceReader::Reading> read = reader.read(latents);
        if (faces.latents.empty()) faces.latents = MatrixF(faces_count, latents[0].size());
        for (std::size_t k = 0; k < latents.size(); ++k) {
            const double norm = length(latents[k]);
            for (std::size_t c = 0; c < latents[k].size(); ++c)
                faces.latents(i + k, c) = static_cast<float>(static_cast<double>(latents[k][c]) / norm);
            for (std::size_t a = 0; a < attributes; ++a) {
                faces.attributes(i + k, a) = static_cast<float>(read[k].scores[a]);
                if (!std::isnan(read[k].values[a])) values[a].push_back(read[k].values[a]);
            }
        }
        made(latents.size());
    }
    center_columns(faces.latents);
    center_columns(faces.attributes);
    for (std::size_t a = 0; a < attributes; ++a) {
        double squares = 0;
        for (std::size_t i = 0; i < faces_count; ++i)
            squares +=
                static_cast<double>(faces.attributes(i, a)) * static_cast<double>(faces.attributes(i, a));
        const double deviation = std::sqrt(squares / static_cast<double>(count));
        for (std::size_t i = 0; i < faces_count; ++i)
            faces.attributes(i, a) =
                deviation > kSame
                    ? static_cast<float>(static_cast<double>(faces.attributes(i, a)) / deviation)
                    : 0;
        const double read = standard_deviation(values[a]);
        faces.deviations.push_back(read > kSame ? read : 0);
    }
    return faces;
}

MatrixD ridge(const MatrixD& squares, const MatrixD& products, double penalty) {
    MatrixD penalised = squares;
    for (std::size_t i = 0; i < penalised.rows(); ++i) penalised(i, i) += penalty;
    return solve_positive_definite(penalised, products);
}

double fit_penalty(const Faces& faces) {
    return kFitPenalty * static_cast<double>(faces.latents.rows()) /
           static_cast<double>(faces.latents.columns());
}

/// [latent][attributes]
MatrixD fitted(const Faces& faces) {
    return ridge(gram(faces.latents), to_double(product_tn(faces.latents, faces.attributes)),
                 fit_penalty(faces));
}

MatrixF rows_of(const MatrixF& matrix, std::size_t begin, std::size_t end) {
    MatrixF part(end - begin, matrix.columns());
    for (std::size_t row = begin; row < end; ++row)
        std::copy_n(matrix.row(row).begin(), matrix.columns(), part.row(row - begin).begin());
    return part;
}

/// For each attribute the fraction of its variance that the latent explains on faces that were left out.
std::vector<double> explained(const Faces& faces) {
    const std::size_t count = faces.latents.rows();
    const MatrixD squares = gram(faces.latents);
    const MatrixD products = to_double(product_tn(faces.latents, faces.attributes));
    std::vector<double> errors(faces.attributes.columns());
    for (std::size_t fold = 0; fold < kFitFolds; ++fold) {
        const std::size_t begin = fold * count / kFitFolds, end = (fold + 1) * count / kFitFolds;
        const MatrixF latents = rows_of(faces.latents, begin, end);
        const MatrixF attributes = rows_of(faces.attributes, begin, end);
        MatrixD other_squares = squares, other_products = products;
        const MatrixD own_squares = gram(latents), own_products = to_double(product_tn(latents, attributes));
        for (std::size_t i = 0; i < other_squares.values().size(); ++i)
            other_squares.values()[i] -= own_squares.values()[i];
        for (std::size_t i = 0; i < other_products.values().size(); ++i)
            other_products.values()[i] -= own_products.values()[i];
        const MatrixD predicted =
            product(to_double(latents), ridge(other_squares, other_products, fit_penalty(faces)));
        for (std::size_t i = 0; i < predicted.rows(); ++i)
            for (std::size_t a = 0; a < errors.size(); ++a) {
                const double error = predicted(i, a) - static_cast<double>(attributes(i, a));
                errors[a] += error * error;
            }
    }
    for (double& error : errors) error = 1 - error / static_cast<double>(count);
    return errors;
}

Latent direction_of(const MatrixD& weights, std::size_t attribute) {
    double squares = 0;
    for (std::size_t c = 0; c < weights.rows(); ++c) squares += weights(c, attribute) * weights(c, attribute);
    Latent direction(weights.rows());
    for (std::size_t c = 0; c < direction.size(); ++c)
        direction[c] = static_cast<float>(weights(c, attribute) / std::sqrt(squares));
    return direction;
}

std::size_t index_of(const std::vector<LabelledAxis>& axes, const std::string& column) {
    const auto found = std::find_if(axes.begin(), axes.end(),
                                    [&](const LabelledAxis& axis) { return axis.column == column; });
    if (found == axes.end())
        throw Error("A condition names {}, which is not one of the attributes to learn.", quote(column));
    return static_cast<std::size_t>(found - axes.begin());
}

/// For each axis the attributes that it must leave as they are.
using Kept = std::vector<std::vector<std::size_t>>;

Kept kept_by_conditions(const std::vector<LabelledAxis>& axes,
                        const std::map<std::string, std::vector<std::string>>& conditions) {
    Kept kept(axes.size());
    for (const auto& [column, others] : conditions) {
        const std::size_t axis = index_of(axes, column);
        for (const std::string& other : others) {
            const std::size_t condition = index_of(axes, other);
            if (condition == axis) throw Error("{} cannot be a condition of itself.", quote(column));
            if (!axes[condition].has_axis)
                throw Error("{} cannot be a condition, because it has no axis.", quote(other));
            if (axes[axis].has_axis) kept[axis].push_back(condition);
        }
    }
    return kept;
}

Kept all_others(const std::vector<LabelledAxis>& axes, const LearnedAttributes& learned,
                bool but_related_ones) {
    Kept kept(axes.size());
    for (std::size_t a = 0; a < axes.size(); ++a)
        for (std::size_t b = 0; b < axes.size(); ++b)
            if (a != b && axes[a].has_axis && axes[b].has_axis &&
                !(but_related_ones && std::abs(learned.label_correlations(a, b)) > kRelated))
                kept[a].push_back(b);
    return kept;
}

Kept kept_of(const std::vector<LabelledAxis>& axes, const LearnedAttributes& learned,
             const LabelledAxesOptions& options) {
    switch (options.each_on) {
        case LabelledAxesOptions::EachOn::all_others:
            return all_others(axes, learned, false);
        case LabelledAxesOptions::EachOn::unrelated_others:
            return all_others(axes, learned, true);
        case LabelledAxesOptions::EachOn::its_conditions:
            break;
    }
    return kept_by_conditions(axes, options.conditions);
}

/// The attributes whose axis is balanced, and those that some axis leaves as they are.
std::vector<std::size_t> balanced_somewhere(const Kept& kept) {
    std::vector<std::size_t> result;
    for (std::size_t axis = 0; axis < kept.size(); ++axis) {
        if (!kept[axis].empty()) result.push_back(axis);
        result.insert(result.end(), kept[axis].begin(), kept[axis].end());
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

/// How often a TurnMeter is asked by balance().
std::int64_t measurements(const Kept& kept) {
    const auto balanced = std::count_if(kept.begin(), kept.end(), [](const auto& of) { return !of.empty(); });
    return static_cast<std::int64_t>(balanced_somewhere(kept).size()) + balanced * (kBalancingRounds + 1);
}

/// Corrects each axis that must leave something as it is by what turning really changes.
void balance(std::vector<LabelledAxis>& axes, const Kept& kept, const TurnMeter& meter) {
    const std::vector<LabelledAxis> fitted_axes = axes;
    const auto direction = [&](std::size_t attribute) -> const Latent& {
        return fitted_axes[attribute].axis.direction;
    };
    std::map<std::size_t, std::vector<double>> changes;  // along the fitted direction of each attribute
    for (const std::size_t attribute : balanced_somewhere(kept))
        changes[attribute] = meter.changes(direction(attribute));
    for (std::size_t k = 0; k < axes.size(); ++k) {
        if (kept[k].empty()) continue;
        Balance balance{{k}, {direction(k)}, MatrixD(kept[k].size() + 1, kept[k].size() + 1)};
        for (const std::size_t attribute : kept[k]) {
            balance.attributes.push_back(attribute);
            balance.directions.push_back(direction(attribute));
        }
        for (std::size_t i = 0; i < balance.attributes.size(); ++i)
            for (std::size_t j = 0; j < balance.attributes.size(); ++j)
                balance.changes(i, j) = changes[balance.attributes[j]][balance.attributes[i]];
        try {
            static_cast<void>(orthogonal_to(direction(k), std::span(balance.directions).subspan(1)));
        } catch (const Error&) {
            throw Error("Nothing is left of {} once its conditions are kept fixed: give it fewer conditions.",
                        quote(axes[k].column));
        }
        axes[k].axis.direction = balanced(balance, meter);
    }
}

Axis axis_of(const Attribute& attribute, const PredictionAccuracy& accuracy, Latent direction, int order) {
    Axis axis;
    axis.id = fmt::format("labels-{}", order);
    axis.name = axis_name(humanised(attribute.column));
    if (axis.name.empty()) axis.name = fmt::format("Attribute {}", order);
    axis.method = AxisMethod::labels;
    axis.attribute = attribute.column;
    axis.direction = std::move(direction);
    axis.accuracy = attribute.two_valued ? accuracy.auc : std::clamp(accuracy.r_squared, 0.0, 1.0);
    axis.low = axis_name(attribute.low);
    axis.high = axis_name(attribute.high);
    axis.order = order;
    return axis;
}

/// How far each axis can be turned, and what else changes then.
void measure(std::vector<LabelledAxis>& axes, const std::vector<std::size_t>& with_axis,
             const FaceReader& reader, const LabelledAxesOptions& options,
             const std::vector<double>& deviations, const std::function<void(std::size_t)>& made) {
    for (const std::size_t k : with_axis) {
        AxisSweep sweep(kStep, kMaxSteps);
        for (int i = 0; i < options.measured_faces; ++i) {
            sweep.add(reader,
                      reader.latent(options.first_seed + kMeasuredSeeds + static_cast<std::uint32_t>(i)),
                      axes[k].axis.direction, deviations);
            made(std::size_t{2 * kMaxSteps + 1});
        }
        const int range = sweep.useful_range(k);
        axes[k].axis.range = range * kStep;
        axes[k].rising = sweep.fraction_rising(range, k);
        for (const std::size_t a : with_axis) axes[k].changes.push_back(sweep.change(range, a));
    }
}

}  // namespace

LearnedAttributes learn_attributes(const AttributeTable& table,
                                   std::shared_ptr<const PictureFeatures> features,
                                   const ProgressReport& reading, const ProgressReport& learning) {
    const std::size_t count = table.pictures.size();
    MatrixF described(count, features->size());
    std::vector<Attribute> attributes = table.attributes;
    for (Attribute& attribute : attributes) attribute.values.clear();
    std::vector<std::string> unreadable;
    std::size_t read = 0;
    for (std::size_t from = 0; from < count; from += kPicturesAtOnce) {
        std::vector<Image> pictures;
        for (std::size_t i = from; i < std::min(from + kPicturesAtOnce, count); ++i) {
            if (reading) reading(static_cast<std::int64_t>(i), static_cast<std::int64_t>(count));
            try {
                // At the size that is looked at, so that large ones do not pile up.
                pictures.push_back(central_square(read_image(table.pictures[i]), features->side()));
            } catch (const Error& error) {
                unreadable.emplace_back(error.what());
                continue;
            }
            for (std::size_t k = 0; k < attributes.size(); ++k)
                attributes[k].values.push_back(table.attributes[k].values[i]);
        }
        features->read(pictures, described.values().subspan(read * described.columns(),
                                                            pictures.size() * described.columns()));
        read += pictures.size();
    }
    if (read < kMinLabelled)
        throw Error("{} of the {} can be read, but at least {} are needed. {}", read,
                    counted(count, "labelled picture", "labelled pictures"), kMinLabelled,
                    unreadable.empty() ? "" : unreadable[0]);
    if (read < count) described = rows_of(described, 0, read);
    MatrixD correlations(attributes.size(), attributes.size());
    for (std::size_t a = 0; a < attributes.size(); ++a)
        for (std::size_t b = 0; b < attributes.size(); ++b)
            correlations(a, b) = label_correlation(attributes[a].values, attributes[b].values);
    AttributePredictor predictor(described, attributes, learning);
    for (Attribute& attribute : attributes) attribute.values.clear();
    return {std::move(features), std::move(predictor), std::move(attributes), std::move(correlations),
            std::move(unreadable)};
}

std::vector<LabelledAxis> labelled_axes(Generator& generator, const LearnedAttributes& learned,
                                        const LabelledAxesOptions& options, const ProgressReport& progress) {
    const std::size_t count = learned.attributes.size();
    const int faces_to_fit = options.faces > 0
                                 ? options.faces
                                 : std::max(kMinFaces, kFacesPerComponent * generator.spec().latent_size);
    std::int64_t done = 0, total = faces_to_fit;
    const auto made = [&](std::size_t faces) {
        done += static_cast<std::int64_t>(faces);
        if (progress) progress(std::min(done, total), total);
    };
    for (const PredictionAccuracy& accuracy : learned.predictor.accuracy())
        if (accuracy.above_chance) total += std::int64_t{2 * kMaxSteps + 1} * options.measured_faces;

    const FaceReader reader(generator, learned);
    const Faces faces = random_faces(reader, count, faces_to_fit, options.first_seed, made);
    const MatrixD weights = fitted(faces);
    const std::vector<double> fits = explained(faces);
    std::vector<LabelledAxis> axes(count);
    std::vector<std::size_t> with_axis;
    for (std::size_t k = 0; k < count; ++k) {
        LabelledAxis& axis = axes[k];
        axis.column = learned.attributes[k].column;
        axis.two_valued = learned.attributes[k].two_valued;
        axis.accuracy = learned.predictor.accuracy()[k];
        axis.has_axis = axis.accuracy.above_chance && faces.deviations[k] > 0 && fits[k] > 0;
        axis.fit = fits[k];
        if (!axis.has_axis) continue;
        with_axis.push_back(k);
        axis.axis = axis_of(learned.attributes[k], axis.accuracy, direction_of(weights, k),
                            static_cast<int>(with_axis.size()));
    }
    if (with_axis.empty()) {
        const bool learned_one = std::any_of(
            axes.begin(), axes.end(), [](const LabelledAxis& axis) { return axis.accuracy.above_chance; });
        throw Error(
            "{}, so there is nothing to make axes from.",
            learned_one
                ? "What can be predicted from these pictures does not follow the model's latents"
                : "None of the attributes can be predicted from these pictures better than by chance");
    }
    const Kept kept = kept_of(axes, learned, options);
    total += measurements(kept) * 2 * options.balanced_faces;
    std::vector<Latent> to_balance;
    to_balance.reserve(static_cast<std::size_t>(options.balanced_faces));
    for (int i = 0; i < options.balanced_faces; ++i)
        to_balance.push_back(
            reader.latent(options.first_seed + kBalancedSeeds + static_cast<std::uint32_t>(i)));
    balance(axes, kept, TurnMeter(reader, std::move(to_balance), kTurned, faces.deviations, made));

    measure(axes, with_axis, reader, options, faces.deviations, made);
    return axes;
}

}  // namespace progan
