#include "core/labels/face_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/latent/rotation.h"
#include "core/latent/seeds.h"

namespace progan {

std::vector<FaceReader::Reading> FaceReader::read(std::span<const Latent> latents) const {
    const ModelSpec& spec = generator_.spec();
    const std::vector<Image> faces = generator_.generate_batch(latents, spec.last_level, spec.alpha);
    MatrixF features(faces.size(), learned_.features->size());
    learned_.features->read(faces, features.values());
    std::vector<Reading> result;
    result.reserve(faces.size());
    for (std::size_t i = 0; i < faces.size(); ++i) {
        std::vector<double> scores = learned_.predictor.scores(features.row(i));
        std::vector<double> values = learned_.predictor.predict(features.row(i), scores);
        result.push_back({std::move(values), std::move(scores)});
    }
    return result;
}

Latent FaceReader::latent(std::uint32_t seed) const {
    return latent_from_seed(seed, static_cast<std::size_t>(generator_.spec().latent_size), SeedMode::numpy);
}

void AxisSweep::add(const FaceReader& reader, const Latent& face, const Latent& direction,
                    std::span<const double> deviations) {
    std::vector<Latent> turned;
    for (int step = -steps_; step <= steps_; ++step) turned.push_back(rotate(face, direction, step * step_));
    std::vector<std::vector<double>> steps;
    for (FaceReader::Reading& read : reader.read(turned)) {
        for (std::size_t a = 0; a < read.values.size(); ++a)
            read.values[a] = deviations[a] > 0 ? read.values[a] / deviations[a] : 0;
        steps.push_back(std::move(read.values));
    }
    add(std::move(steps));
}

double AxisSweep::change(int range, std::size_t attribute) const {
    double sum = 0, faces = 0;
    for (const auto& face : values_) {
        const double change = at(face, range, attribute) - at(face, -range, attribute);
        if (std::isnan(change)) continue;
        sum += change;
        ++faces;
    }
    return faces > 0 ? sum / faces : 0;
}

double AxisSweep::fraction_rising(int range, std::size_t attribute) const {
    std::size_t faces = 0, rising = 0;
    for (const auto& face : values_) {
        std::vector<double> values;
        for (int step = -range; step <= range; ++step)
            if (const double value = at(face, step, attribute); !std::isnan(value)) values.push_back(value);
        if (values.size() < 2) continue;
        ++faces;
        double highest = values.front();
        const bool falls = std::any_of(values.begin(), values.end(), [&](double value) {
            highest = std::max(highest, value);
            return value < highest - kNoChange;
        });
        if (!falls && values.back() - values.front() > kNoChange) ++rising;
    }
    return faces > 0 ? static_cast<double>(rising) / static_cast<double>(faces) : 0;
}

int AxisSweep::useful_range(std::size_t attribute) const {
    constexpr int kMinSteps = 2;
    constexpr double kStillRising = 0.25;                            // of the slope in the middle
    constexpr double kRisingFaces = 0.95;                            // so that 9 of 10 others do
    constexpr double kSeen = 2;                                      // a change that nobody overlooks
    const double middle = change(kMinSteps, attribute) / kMinSteps;  // per step at both ends
    const auto gained = [&](int range) { return change(range + 1, attribute) - change(range, attribute); };
    int range = std::min(kMinSteps, steps_);
    while (range < steps_ && fraction_rising(range + 1, attribute) >= kRisingFaces &&
           gained(range) > kStillRising * middle)
        ++range;
    // What changes little near the middle is of use only further out, unless it turns back there.
    while (range < steps_ && change(range, attribute) < kSeen && gained(range) > 0 &&
           fraction_rising(range + 1, attribute) >= fraction_rising(range, attribute))
        ++range;
    return range;
}

}  // namespace progan
