#include "core/axes/pca.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/axes/sefa.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"
#include "core/support/linear_algebra.h"

namespace progan {
namespace {

constexpr std::size_t kMaxNumbers = std::size_t{1} << 24;  // in all activations together: 64 MiB
constexpr int kSpare = 8;  // extra columns, because the last ones converge slowest
constexpr int kRounds = 6;
constexpr int kAfterSampling = 2 * kRounds + 2;  // centring, two halves per round, the directions

/// Aborts a face once its activations have been read.
struct Enough {};

/// Cells per side, a power of two up to `side`, so that all samples fit into memory.
int grid_side(int side, std::size_t channels, int samples) {
    while (side > 1 && static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * channels *
                               static_cast<std::size_t>(samples) >
                           kMaxNumbers)
        side /= 2;
    return side;
}

/// values [side * side][channels] averaged over cells: [cells * cells][channels].
std::vector<float> pooled(const std::vector<float>& values, int side, int cells, std::size_t channels) {
    if (cells == side) return values;
    const int block = side / cells;
    std::vector<float> result(static_cast<std::size_t>(cells) * static_cast<std::size_t>(cells) * channels);
    const float share = 1 / static_cast<float>(block * block);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            const float* from = values.data() + static_cast<std::size_t>(y * side + x) * channels;
            float* to = result.data() + static_cast<std::size_t>(y / block * cells + x / block) * channels;
            for (std::size_t c = 0; c < channels; ++c) to[c] += share * from[c];
        }
    return result;
}

}  // namespace

struct ActivationPca::Matrices {
    MatrixF activations;  ///< [samples][size]; centered after sampling
    MatrixF latents;      ///< [samples][latent]
    MatrixF basis;        ///< [size][columns], orthonormal after each round
    MatrixF seen;         ///< [samples][columns]: activations x basis
    std::vector<Latent> directions;
    std::vector<double> explained;

    void center() {
        center_columns(activations);
        center_columns(latents);
    }

    void begin(std::size_t columns) {
        seen = MatrixF(activations.rows(), columns);
        for (std::size_t c = 0; c < columns; ++c) {
            const Latent column =
                latent_from_seed(static_cast<std::uint32_t>(c), activations.rows(), SeedMode::numpy);
            for (std::size_t r = 0; r < column.size(); ++r) seen(r, c) = column[r];
        }
    }

    /// Subspace iteration: the span of `basis` converges to the first principal components.
    void back() { basis = orthonormal_columns(product_tn(activations, seen)); }
    void forth() { seen = product(activations, basis); }

    void finish(int count) {
        const MatrixD inside = to_double(seen);
        const SymmetricEigen<double> eigen = symmetric_eigen(product_tn(inside, inside));
        const double all = squared_norm(activations);
        // Row k: the latents' sum, weighted by the coordinates along component k.
        const MatrixD sums = product_tn(product_nt(inside, eigen.vectors), to_double(latents));
        for (std::size_t k = inside.columns(); k-- > 0 && static_cast<int>(directions.size()) < count;) {
            const double variance = eigen.values[k];
            if (!(variance > 1e-9 * all)) break;
            // The coordinates of different components are orthogonal, so least squares is one quotient each;
            // its denominator only scales.
            Latent direction(sums.columns());
            for (std::size_t i = 0; i < direction.size(); ++i)
                direction[i] = static_cast<float>(sums(k, i) / variance);
            if (!make_axis_direction(direction)) continue;
            directions.push_back(std::move(direction));
            explained.push_back(variance / all);
        }
    }
};

int default_pca_level(const ModelSpec& spec) {
    return std::clamp(spec.last_level - 1, 0, 2);
}

ActivationPca::ActivationPca(const ModelSpec& spec, const PcaOptions& options)
    : spec_(spec), options_(options), matrices_(std::make_unique<Matrices>()) {
    if (options.level < 0 || options.level > spec.last_level)
        throw Error("The model has no activations of level {}: its levels are 0 to {}.", options.level,
                    spec.last_level);
    if (options.count < 1 || options.samples <= options.count)
        throw Error(
            "PCA needs at least one component and more samples than components, not {} components of {} "
            "samples.",
            options.count, options.samples);
    pictures_ = options.level == spec.last_level;
    if (pictures_)
        note_ =
            "The activations of the last level are not accessible, so the components of its pictures were "
            "used.";
}

ActivationPca::~ActivationPca() = default;

std::int64_t ActivationPca::steps() const {
    return options_.samples + kAfterSampling;
}

std::vector<Latent> ActivationPca::directions() const {
    return matrices_->directions;
}

const std::vector<double>& ActivationPca::explained() const {
    return matrices_->explained;
}

/// [cells][channels] of the level, or its picture if the device does not expose activations.
std::vector<float> ActivationPca::activations(Generator& generator, const Latent& latent) {
    const int side = resolution(options_.level);
    if (!pictures_) {
        const auto channels =
            static_cast<std::size_t>(spec_.channels[static_cast<std::size_t>(options_.level)]);
        std::vector<float> result;
        try {
            generator.generate(latent, spec_.last_level, spec_.alpha, [&](const IntermediateFace& face) {
                if (face.level() < options_.level) return;
                std::vector<int> pixels(static_cast<std::size_t>(side * side));
                std::iota(pixels.begin(), pixels.end(), 0);
                result = pooled(face.features(pixels), side, grid_side(side, channels, options_.samples),
                                channels);
                throw Enough{};
            });
        } catch (const Enough&) {
            return result;
        }
        pictures_ = true;
        note_ =
            "This device does not expose activations, so the components of the pictures of that level were "
            "used.";
    }
    // The nearest level from there on that has a to-RGB head.
    int level = options_.level;
    while (!has_to_rgb(spec_, level)) ++level;
    const double alpha = level == spec_.last_level ? spec_.alpha : 1;
    const std::vector<float> values = generator.generate_values(latent, level, alpha);  // [3][side][side]
    const int picture_side = resolution(level);
    const auto plane = static_cast<std::size_t>(picture_side) * static_cast<std::size_t>(picture_side);
    if (values.size() != 3 * plane)
        throw Error("The generator returned {} values, but a picture has {}.", values.size(), 3 * plane);
    std::vector<float> interleaved(values.size());
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t c = 0; c < 3; ++c) interleaved[i * 3 + c] = values[c * plane + i];
    return pooled(interleaved, picture_side, grid_side(picture_side, 3, options_.samples), 3);
}

void ActivationPca::sample(Generator& generator) {
    Matrices& m = *matrices_;
    Latent latent = latent_from_seed(options_.first_seed + static_cast<std::uint32_t>(done_),
                                     static_cast<std::size_t>(spec_.latent_size), SeedMode::numpy);
    if (spec_.normalize_latent) {  // as the network does
        const auto scale = static_cast<float>(std::sqrt(static_cast<double>(latent.size())) / length(latent));
        for (float& component : latent) component *= scale;
    }
    const std::vector<float> values = activations(generator, latent);
    if (done_ == 0) {
        m.activations = MatrixF(static_cast<std::size_t>(options_.samples), values.size());
        m.latents = MatrixF(static_cast<std::size_t>(options_.samples), latent.size());
    }
    const auto row = static_cast<std::size_t>(done_);
    std::copy(values.begin(), values.end(), m.activations.row(row).begin());
    std::copy(latent.begin(), latent.end(), m.latents.row(row).begin());
}

bool ActivationPca::step(Generator& generator) {
    if (done_ >= steps()) return false;
    Matrices& m = *matrices_;
    const std::int64_t after = done_ - options_.samples;
    if (after < 0) {
        sample(generator);
    } else if (after == 0) {
        m.center();
        m.begin(std::min({static_cast<std::size_t>(options_.count + kSpare), m.activations.rows(),
                          m.activations.columns()}));
    } else if (after == kAfterSampling - 1) {
        m.finish(options_.count);
        m.activations = {};
    } else if (after % 2 == 1) {
        m.back();
    } else {
        m.forth();
    }
    return ++done_ < steps();
}

}  // namespace progan
