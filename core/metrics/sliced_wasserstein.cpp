#include "core/metrics/sliced_wasserstein.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <thread>

#include "core/metrics/laplacian_pyramid.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr int kPatch = 7;
constexpr int kValues = 3 * kPatch * kPatch;  // [channel][y][x]
constexpr int kDirectionsAtOnce = 16;  // 16,384 pictures' projections on this many take 128 MiB per set
constexpr std::int64_t kPatchesAtOnce = 1 << 14;

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Columns = Eigen::MatrixXf;

[[noreturn]] void throw_no_room() {
    throw Error("The patches of the pictures cannot be stored in a temporary file: {}.",
                std::strerror(errno));
}

std::shared_ptr<std::FILE> temporary_file() {
    std::FILE* file = std::tmpfile();
    if (file == nullptr) throw_no_room();
    return {file, [](std::FILE* f) { std::fclose(f); }};
}

Columns random_directions(int count, std::mt19937& random) {
    std::normal_distribution<float> normal;
    Columns directions(kValues, count);
    for (Eigen::Index j = 0; j < count; ++j) {
        for (Eigen::Index i = 0; i < kValues; ++i) directions(i, j) = normal(random);
        directions.col(j).normalize();
    }
    return directions;
}

}  // namespace

PatchSet::PatchSet(int resolution, const SwdOptions& options, std::uint32_t stream)
    : options_(options), resolution_(resolution) {
    std::seed_seq seeds{options.seed, stream};
    random_.seed(seeds);
    for (int side = resolution; side >= options.coarsest; side /= 2)
        levels_.push_back({side, temporary_file(), {}, {}});
    if (levels_.empty())
        throw Error(
            "Pictures of {0} x {0} are too small for the sliced Wasserstein distance, which needs at least "
            "{1} x {1}.",
            resolution, options.coarsest);
}

void PatchSet::add(const Image& image) {
    if (image.width != resolution_ || image.height != resolution_)
        throw Error("A picture is {0} x {1}, but the others are {2} x {2}.", image.width, image.height,
                    resolution_);
    const std::vector<Planes> pyramid = laplacian_pyramid(image, options_.coarsest);
    std::vector<float> patches(static_cast<std::size_t>(options_.patches_per_image) * kValues);
    for (std::size_t l = 0; l < levels_.size(); ++l) {
        Level& level = levels_[l];
        const auto side = static_cast<std::size_t>(level.resolution);
        std::uniform_int_distribution<std::size_t> corner(0, side - kPatch);
        float* out = patches.data();
        for (int patch = 0; patch < options_.patches_per_image; ++patch) {
            const std::size_t left = corner(random_), top = corner(random_);
            for (std::size_t c = 0; c < 3; ++c)
                for (std::size_t y = 0; y < kPatch; ++y)
                    for (std::size_t x = 0; x < kPatch; ++x, ++out) {
                        const float value = pyramid[l].values[(c * side + top + y) * side + left + x];
                        level.sum[c] += value;
                        level.squares[c] += static_cast<double>(value) * value;
                        *out = value;
                    }
        }
        if (std::fwrite(patches.data(), sizeof(float), patches.size(), level.file.get()) != patches.size())
            throw_no_room();
    }
    ++images_;
}

class SlicedWasserstein {
  public:
    static void check(const PatchSet& a, const PatchSet& b) {
        if (a.images_ != b.images_ || a.images_ == 0 || a.resolution_ != b.resolution_ ||
            a.options_.patches_per_image != b.options_.patches_per_image)
            throw Error(
                "The sliced Wasserstein distance needs two sets of equally many pictures of the same size, "
                "not {0} of {1} x {1} and {2} of {3} x {3}.",
                a.images_, a.resolution_, b.images_, b.resolution_);
    }

    static double distance(const PatchSet& a, const PatchSet& b, std::size_t level,
                           const std::function<void()>& between) {
        const std::int64_t patches = a.images_ * a.options_.patches_per_image;
        std::seed_seq seeds{a.options_.seed, std::uint32_t{0x5a1d}, static_cast<std::uint32_t>(level)};
        std::mt19937 random(seeds);
        double sum = 0;
        for (int done = 0; done < a.options_.directions; done += kDirectionsAtOnce) {
            const int count = std::min(kDirectionsAtOnce, a.options_.directions - done);
            const Columns directions = random_directions(count, random);
            const Columns of_a = sorted_projections(a.levels_[level], patches, directions);
            const Columns of_b = sorted_projections(b.levels_[level], patches, directions);
            sum += (of_a - of_b).cwiseAbs().cast<double>().sum();
            between();
        }
        return 1000 * sum / (static_cast<double>(patches) * a.options_.directions);
    }

    static std::size_t level_count(const PatchSet& set) { return set.levels_.size(); }
    static int resolution(const PatchSet& set, std::size_t level) { return set.levels_[level].resolution; }
    static int directions(const PatchSet& set) { return set.options_.directions; }

  private:
    /// Each column is the projection of the normalised patches onto one direction, ascending.
    static Columns sorted_projections(const PatchSet::Level& level, std::int64_t patches,
                                      const Columns& directions) {
        const double count = static_cast<double>(patches) * kPatch * kPatch;
        Columns scaled = directions;
        Eigen::RowVectorXf shift = Eigen::RowVectorXf::Zero(directions.cols());
        for (int c = 0; c < 3; ++c) {
            const double mean = level.sum[c] / count;
            const double deviation = std::sqrt(std::max(level.squares[c] / count - mean * mean, 1e-12));
            auto rows = scaled.middleRows(c * kPatch * kPatch, kPatch * kPatch);
            rows /= static_cast<float>(deviation);
            shift += rows.colwise().sum() * static_cast<float>(mean);
        }
        Columns result(patches, directions.cols());
        Rows chunk(std::min(kPatchesAtOnce, patches), kValues);
        std::rewind(level.file.get());
        for (std::int64_t begin = 0; begin < patches; begin += kPatchesAtOnce) {
            const std::int64_t rows = std::min(kPatchesAtOnce, patches - begin);
            const auto values = static_cast<std::size_t>(rows * kValues);
            if (std::fread(chunk.data(), sizeof(float), values, level.file.get()) != values) throw_no_room();
            result.middleRows(begin, rows).noalias() = chunk.topRows(rows) * scaled;
        }
        result.rowwise() -= shift;
        sort_columns(result);
        std::fseek(level.file.get(), 0, SEEK_END);
        return result;
    }

    static void sort_columns(Columns& matrix) {
        const auto threads = static_cast<Eigen::Index>(std::max(1U, std::thread::hardware_concurrency()));
        const auto sort_every = [&](Eigen::Index first) {
            for (Eigen::Index j = first; j < matrix.cols(); j += threads)
                std::sort(matrix.col(j).data(), matrix.col(j).data() + matrix.rows());
        };
        std::vector<std::thread> others;
        for (Eigen::Index t = 1; t < threads; ++t) others.emplace_back(sort_every, t);
        sort_every(0);
        for (std::thread& other : others) other.join();
    }
};

std::vector<SwdLevel> sliced_wasserstein(const PatchSet& a, const PatchSet& b,
                                         const ProgressReport& progress) {
    SlicedWasserstein::check(a, b);
    std::vector<SwdLevel> result;
    const auto levels = static_cast<std::int64_t>(SlicedWasserstein::level_count(a));
    const std::int64_t rounds =
        (SlicedWasserstein::directions(a) + kDirectionsAtOnce - 1) / kDirectionsAtOnce;
    std::int64_t done = 0;
    for (std::size_t level = 0; level < SlicedWasserstein::level_count(a); ++level) {
        const double distance = SlicedWasserstein::distance(a, b, level, [&] {
            if (progress) progress(++done, levels * rounds);
        });
        result.push_back({SlicedWasserstein::resolution(a, level), distance});
    }
    return result;
}

double mean_distance(const std::vector<SwdLevel>& levels) {
    double sum = 0;
    for (const SwdLevel& level : levels) sum += level.distance;
    return sum / static_cast<double>(std::max<std::size_t>(levels.size(), 1));
}

}  // namespace progan
