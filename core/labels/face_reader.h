// Attributes read off a model's faces, and how they change along an axis. Owned and used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/labels/labelled_axes.h"
#include "core/latent/latent.h"
#include "core/model/generator.h"

namespace progan {

class FaceReader {
  public:
    /// Both must outlive this.
    FaceReader(Generator& generator, const LearnedAttributes& learned)
        : generator_(generator), learned_(learned) {}

    /// Of one face, per attribute.
    struct Reading {
        std::vector<double> values;  ///< AttributePredictor::predict()
        std::vector<double> scores;  ///< AttributePredictor::scores()
    };
    /// Of whole faces.
    std::vector<Reading> read(std::span<const Latent> latents) const;
    /// Of numpy's seed.
    Latent latent(std::uint32_t seed) const;

  private:
    Generator& generator_;
    const LearnedAttributes& learned_;
};

/// Less than this, in standard deviations over faces, counts as no change of an attribute: a reader's own
/// error is several times as large.
inline constexpr double kNoChange = 0.1;

/// What the attributes are for faces that are turned along an axis. Where one does not apply to a face, the
/// face does not count.
class AxisSweep {
  public:
    /// Steps of `step` degrees, `steps` to each side.
    AxisSweep(double step, int steps) : step_(step), steps_(steps) {}

    /// Turns one more face. Each attribute is divided by its deviation; by one of 0 it becomes 0.
    void add(const FaceReader& reader, const Latent& face, const Latent& direction,
             std::span<const double> deviations);

    /// The same for what was read already: [step][attribute], divided by the deviations.
    void add(std::vector<std::vector<double>> face) { values_.push_back(std::move(face)); }

    /// The part of the faces on which it rises from the first to the last step within the range at which it
    /// applies, by more than kNoChange, and at no step lies more than kNoChange below where it was before.
    /// What is there or not, such as a beard, stays as it is for a part of the way.
    double fraction_rising(int range, std::size_t attribute) const;
    /// From -range to range, on average over the faces to which it applies at both.
    double change(int range, std::size_t attribute) const;

    /// How far to each side the axis does what it says, in steps: as far as the attribute rises on 95 of 100
    /// faces and its mean change still grows by at least a quarter of what it grows by in the middle; at
    /// least two steps; and as far as it takes to change the attribute by two standard deviations, while the
    /// change still grows and no fewer faces rise. The two ends count together: many an attribute, such as
    /// glasses, has nowhere to go at one of them.
    int useful_range(std::size_t attribute) const;

  private:
    double at(const std::vector<std::vector<double>>& face, int step, std::size_t attribute) const {
        return face[static_cast<std::size_t>(step + steps_)][attribute];
    }

    double step_;
    int steps_;
    std::vector<std::vector<std::vector<double>>> values_;  ///< [face][step][attribute]
};

}  // namespace progan
