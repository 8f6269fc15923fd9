#include "core/model/preview/preview_fit.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/latent/seeds.h"
#include "core/support/linear_algebra.h"

namespace progan {
namespace {

constexpr int kMaxPixels = 1024;               // per face and level: neighboring pixels add little
constexpr int kMaxChannels = 2048;             // the matrix of the equations has its square
constexpr double kRidge = 1e-5;                // relative to the features' mean square
constexpr std::uint32_t kFirstSeed = 1000000;  // far from the seeds that people try

/// Some of the pixels of a picture, different ones for each face: multiples of an odd number modulo a power
/// of two reach every pixel before any recurs.
std::vector<int> some_pixels(int side, int face) {
    const auto all = static_cast<std::uint32_t>(side * side);
    const std::uint32_t count = std::min<std::uint32_t>(all, kMaxPixels);
    std::vector<int> pixels;
    for (std::uint32_t i = 0; i < count; ++i)
        pixels.push_back(
            static_cast<int>((i + static_cast<std::uint32_t>(face) * count) * 2654435761u % all));
    return pixels;
}

/// The colors of some pixels of a finished picture [3][full][full] at `side` pixels per side.
MatrixF colors(const std::vector<float>& picture, int full, int side, const std::vector<int>& pixels,
               const ModelSpec& spec) {
    const int block = full / side;
    const auto low = static_cast<float>(spec.output_min), high = static_cast<float>(spec.output_max);
    MatrixF result(pixels.size(), 3);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        for (int channel = 0; channel < 3; ++channel) {
            float sum = 0;
            for (int y = 0; y < block; ++y) {
                const float* row = picture.data() +
                                   (std::ptrdiff_t{channel} * full + pixels[i] / side * block + y) * full +
                                   pixels[i] % side * block;
                for (int x = 0; x < block; ++x) sum += std::clamp(row[x], low, high);
            }
            result(i, static_cast<std::size_t>(channel)) = sum / static_cast<float>(block * block);
        }
    return result;
}

}  // namespace

struct PreviewFit::Sums {
    MatrixD squares;   ///< X'X [channels + 1][channels + 1], lower triangle
    MatrixD products;  ///< X'Y [channels + 1][3]

    explicit Sums(std::size_t channels) : squares(channels + 1, channels + 1), products(channels + 1, 3) {}
};

PreviewFit::PreviewFit(const ModelSpec& spec, int faces, int lowest) : spec_(spec), faces_(faces) {
    for (int level = lowest; level < spec.last_level; ++level) {
        const int channels = spec.channels[static_cast<std::size_t>(level)];
        if (channels <= kMaxChannels)
            sums_[level] = std::make_unique<Sums>(static_cast<std::size_t>(channels));
    }
}
PreviewFit::~PreviewFit() = default;
PreviewFit::PreviewFit(PreviewFit&&) noexcept = default;
PreviewFit& PreviewFit::operator=(PreviewFit&&) noexcept = default;

bool PreviewFit::add_face(Generator& generator, const std::function<void()>& between) {
    const Latent latent = latent_from_seed(kFirstSeed + static_cast<std::uint32_t>(faces_done_),
                                           static_cast<std::size_t>(spec_.latent_size), SeedMode::numpy);
    std::map<int, MatrixF> features;
    const std::vector<float> picture =
        generator.generate_values(latent, spec_.last_level, spec_.alpha, [&](const IntermediateFace& face) {
            if (between) between();
            if (!sums_.contains(face.level())) return;
            const std::vector<int> pixels = some_pixels(resolution(face.level()), faces_done_);
            const std::vector<float> values = face.features(pixels);
            const std::size_t channels = values.size() / pixels.size();
            MatrixF x(pixels.size(), channels + 1);
            for (std::size_t i = 0; i < pixels.size(); ++i) {
                std::copy_n(values.data() + i * channels, channels, x.row(i).begin());
                x(i, channels) = 1;
            }
            features[face.level()] = std::move(x);
        });
    for (const auto& [level, x] : features) {
        const int side = resolution(level);
        const MatrixF y =
            colors(picture, resolution(spec_.last_level), side, some_pixels(side, faces_done_), spec_);
        add_normal_equations(x, y, sums_[level]->squares, sums_[level]->products);
    }
    ++faces_done_;
    return !features.empty();
}

PreviewHeads PreviewFit::solve() const {
    PreviewHeads heads;
    for (const auto& [level, sums] : sums_) {
        const std::size_t channels = sums->squares.rows() - 1;
        if (!(sums->squares(channels, channels) > 0)) continue;
        MatrixD equations = sums->squares;
        double mean = 0;
        for (std::size_t c = 0; c < channels; ++c) mean += equations(c, c) / static_cast<double>(channels);
        for (std::size_t c = 0; c < channels; ++c) equations(c, c) += kRidge * mean;
        const std::optional<MatrixD> solution = solve_semidefinite(equations, sums->products);
        if (!solution) continue;
        RgbHead head;
        for (std::size_t channel = 0; channel < 3; ++channel) {
            for (std::size_t c = 0; c < channels; ++c)
                head.weight.push_back(static_cast<float>((*solution)(c, channel)));
            head.bias[channel] = static_cast<float>((*solution)(channels, channel));
        }
        heads[level] = std::move(head);
    }
    return heads;
}

}  // namespace progan
