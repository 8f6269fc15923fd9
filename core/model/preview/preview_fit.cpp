#include "core/model/preview/preview_fit.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/latent/seeds.h"

namespace progan {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr int kMaxPixels = 1024;               // per face and level: neighbouring pixels add little
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

/// The colours of some pixels of a finished picture [3][full][full] at `side` pixels per side.
Rows colours(const std::vector<float>& picture, int full, int side, const std::vector<int>& pixels,
             const ModelSpec& spec) {
    const int block = full / side;
    const auto low = static_cast<float>(spec.output_min), high = static_cast<float>(spec.output_max);
    Rows result(static_cast<Eigen::Index>(pixels.size()), 3);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        for (int channel = 0; channel < 3; ++channel) {
            float sum = 0;
            for (int y = 0; y < block; ++y) {
                const float* row = picture.data() +
                                   (std::ptrdiff_t{channel} * full + pixels[i] / side * block + y) * full +
                                   pixels[i] % side * block;
                for (int x = 0; x < block; ++x) sum += std::clamp(row[x], low, high);
            }
            result(static_cast<Eigen::Index>(i), channel) = sum / static_cast<float>(block * block);
        }
    return result;
}

}  // namespace

struct PreviewFit::Sums {
    Eigen::MatrixXd squares;   ///< X'X [channels + 1][channels + 1], lower triangle
    Eigen::MatrixXd products;  ///< X'Y [channels + 1][3]

    explicit Sums(int channels)
        : squares(Eigen::MatrixXd::Zero(channels + 1, channels + 1)),
          products(Eigen::MatrixXd::Zero(channels + 1, 3)) {}

    void add(const Rows& x, const Rows& y) {
        Eigen::MatrixXf own = Eigen::MatrixXf::Zero(x.cols(), x.cols());
        own.selfadjointView<Eigen::Lower>().rankUpdate(x.transpose());
        squares.triangularView<Eigen::Lower>() += own.cast<double>();
        products += (x.transpose() * y).cast<double>();
    }
};

PreviewFit::PreviewFit(const ModelSpec& spec, int faces, int lowest) : spec_(spec), faces_(faces) {
    for (int level = lowest; level < spec.last_level; ++level) {
        const int channels = spec.channels[static_cast<std::size_t>(level)];
        if (channels <= kMaxChannels) sums_[level] = std::make_unique<Sums>(channels);
    }
}
PreviewFit::~PreviewFit() = default;
PreviewFit::PreviewFit(PreviewFit&&) noexcept = default;
PreviewFit& PreviewFit::operator=(PreviewFit&&) noexcept = default;

bool PreviewFit::add_face(Generator& generator, const std::function<void()>& between) {
    const Latent latent = latent_from_seed(kFirstSeed + static_cast<std::uint32_t>(faces_done_),
                                           static_cast<std::size_t>(spec_.latent_size), SeedMode::numpy);
    std::map<int, Rows> features;
    const std::vector<float> picture =
        generator.generate_values(latent, spec_.last_level, spec_.alpha, [&](const IntermediateFace& face) {
            if (between) between();
            if (!sums_.contains(face.level())) return;
            const std::vector<int> pixels = some_pixels(resolution(face.level()), faces_done_);
            const std::vector<float> values = face.features(pixels);
            const auto count = static_cast<Eigen::Index>(pixels.size());
            const auto channels = static_cast<Eigen::Index>(values.size()) / count;
            Rows& x = features[face.level()];
            x.resize(count, channels + 1);
            x.leftCols(channels) = Eigen::Map<const Rows>(values.data(), count, channels);
            x.rightCols(1).setOnes();
        });
    for (const auto& [level, x] : features) {
        const int side = resolution(level);
        sums_[level]->add(
            x, colours(picture, resolution(spec_.last_level), side, some_pixels(side, faces_done_), spec_));
    }
    ++faces_done_;
    return !features.empty();
}

PreviewHeads PreviewFit::solve() const {
    PreviewHeads heads;
    for (const auto& [level, sums] : sums_) {
        const Eigen::Index channels = sums->squares.rows() - 1;
        Eigen::MatrixXd equations = sums->squares;
        equations.diagonal().head(channels).array() +=
            kRidge * sums->squares.diagonal().head(channels).mean();
        const Eigen::MatrixXd solution =
            equations.selfadjointView<Eigen::Lower>().ldlt().solve(sums->products);
        if (!(sums->squares(channels, channels) > 0) || !solution.allFinite()) continue;
        RgbHead head;
        for (int channel = 0; channel < 3; ++channel) {
            for (Eigen::Index c = 0; c < channels; ++c)
                head.weight.push_back(static_cast<float>(solution(c, channel)));
            head.bias[static_cast<std::size_t>(channel)] = static_cast<float>(solution(channels, channel));
        }
        heads[level] = std::move(head);
    }
    return heads;
}

}  // namespace progan
