#include "core/labels/face_reader.h"

#include <algorithm>
#include <utility>

#include "core/latent/rotation.h"
#include "core/latent/seeds.h"

namespace progan {

std::vector<std::vector<double>> FaceReader::read(std::span<const Latent> latents) const {
    const ModelSpec& spec = generator_.spec();
    const std::vector<Image> faces = generator_.generate_batch(latents, spec.last_level, spec.alpha);
    MatrixF features(faces.size(), learned_.features->size());
    learned_.features->read(faces, features.values());
    std::vector<std::vector<double>> result;
    result.reserve(faces.size());
    for (std::size_t i = 0; i < faces.size(); ++i)
        result.push_back(learned_.predictor.predict(features.row(i)));
    return result;
}

Latent FaceReader::latent(std::uint32_t seed) const {
    return latent_from_seed(seed, static_cast<std::size_t>(generator_.spec().latent_size), SeedMode::numpy);
}

void AxisSweep::add(const FaceReader& reader, const Latent& face, const Latent& direction,
                    std::span<const double> deviations) {
    std::vector<Latent> turned;
    for (int step = -steps_; step <= steps_; ++step) turned.push_back(rotate(face, direction, step * step_));
    std::vector<std::vector<double>> read = reader.read(turned);
    for (std::vector<double>& attributes : read)
        for (std::size_t a = 0; a < attributes.size(); ++a)
            attributes[a] = deviations[a] > 0 ? attributes[a] / deviations[a] : 0;
    add(std::move(read));
}

double AxisSweep::mean(int step, std::size_t attribute) const {
    double sum = 0;
    for (const auto& face : values_) sum += at(face, step, attribute);
    return sum / static_cast<double>(values_.size());
}

double AxisSweep::fraction_rising(int range, std::size_t attribute) const {
    const auto rises = [&](const std::vector<std::vector<double>>& face) {
        double highest = at(face, -range, attribute);
        for (int step = -range + 1; step <= range; ++step) {
            const double value = at(face, step, attribute);
            if (value < highest - kNoChange) return false;
            highest = std::max(highest, value);
        }
        return at(face, range, attribute) - at(face, -range, attribute) > kNoChange;
    };
    return static_cast<double>(std::count_if(values_.begin(), values_.end(), rises)) /
           static_cast<double>(values_.size());
}

}  // namespace progan
