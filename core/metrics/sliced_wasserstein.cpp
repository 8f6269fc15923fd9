#include "core/metrics/sliced_wasserstein.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <functional>
#include <numeric>
#include <thread>

#include "core/metrics/laplacian_pyramid.h"
#include "core/support/error.h"
#include "core/support/linear_algebra.h"

namespace progan {
namespace {

constexpr int kPatch = 7;
constexpr int kValues = 3 * kPatch * kPatch;  // [channel][y][x]
constexpr int kDirectionsAtOnce = 16;  // 16,384 pictures' projections on this many take 128 MiB per set
constexpr std::int64_t kPatchesAtOnce = 1 << 14;

[[noreturn]] void throw_no_room() {
    throw Error("The patches of the pictures cannot be stored in a temporary file: {}.",
                std::strerror(errno));
}

std::shared_ptr<std::FILE> temporary_file() {
    std::FILE* file = std::tmpfile();
    if (file == nullptr) throw_no_room();
    return {file, [](std::FILE* f) { std::fclose(f); }};
}

/// [count][kValues], each row of length 1.
MatrixF random_directions(int count, std::mt19937& random) {
    std::normal_distribution<float> normal;
    MatrixF directions(static_cast<std::size_t>(count), kValues);
    for (std::size_t j = 0; j < directions.rows(); ++j) {
        float squares = 0;
        for (float& component : directions.row(j)) {
            component = normal(random);
            squares += component * component;
        }
        for (float& component : directions.row(j)) component /= std::sqrt(squares);
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
            const MatrixF directions = random_directions(count, random);
            const MatrixF of_a = sorted_projections(a.levels_[level], patches, directions);
            const MatrixF of_b = sorted_projections(b.levels_[level], patches, directions);
            sum += std::transform_reduce(
                of_a.values().begin(), of_a.values().end(), of_b.values().begin(), 0.0, std::plus<>(),
                [](float x, float y) { return static_cast<double>(std::abs(x - y)); });
            between();
        }
        return 1000 * sum / (static_cast<double>(patches) * a.options_.directions);
    }

    static std::size_t level_count(const PatchSet& set) { return set.levels_.size(); }
    static int resolution(const PatchSet& set, std::size_t level) { return set.levels_[level].resolution; }
    static int directions(const PatchSet& set) { return set.options_.directions; }

  private:
    /// Each row is the projection of the normalized patches onto one direction, ascending.
    static MatrixF sorted_projections(const PatchSet::Level& level, std::int64_t patches,
                                      const MatrixF& directions) {
        constexpr std::size_t kPlane = std::size_t{kPatch} * kPatch;
        const double count = static_cast<double>(patches) * static_cast<double>(kPlane);
        MatrixF scaled = directions;
        std::vector<float> shift(directions.rows());
        for (std::size_t c = 0; c < 3; ++c) {
            const double mean = level.sum[c] / count;
            const double deviation = std::sqrt(std::max(level.squares[c] / count - mean * mean, 1e-12));
            for (std::size_t j = 0; j < scaled.rows(); ++j) {
                float sum = 0;
                for (float& component : scaled.row(j).subspan(c * kPlane, kPlane)) {
                    component /= static_cast<float>(deviation);
                    sum += component;
                }
                shift[j] += sum * static_cast<float>(mean);
            }
        }
        MatrixF result(directions.rows(), static_cast<std::size_t>(patches));
        MatrixF chunk(static_cast<std::size_t>(std::min(kPatchesAtOnce, patches)), kValues);
        std::rewind(level.file.get());
        for (std::size_t begin = 0; begin < result.columns(); begin += chunk.rows()) {
            const std::size_t rows = std::min(chunk.rows(), result.columns() - begin);
            if (std::fread(chunk.values().data(), sizeof(float), rows * kValues, level.file.get()) !=
                rows * kValues)
                throw_no_room();
            product_nt_into(scaled, chunk.top(rows), result, begin);
        }
        for (std::size_t j = 0; j < result.rows(); ++j)
            for (float& value : result.row(j)) value -= shift[j];
        sort_rows(result);
        std::fseek(level.file.get(), 0, SEEK_END);
        return result;
    }

    static void sort_rows(MatrixF& matrix) {
        const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
        const auto sort_every = [&](std::size_t first) {
            for (std::size_t j = first; j < matrix.rows(); j += threads)
                std::sort(matrix.row(j).begin(), matrix.row(j).end());
        };
        std::vector<std::thread> others;
        for (std::size_t t = 1; t < threads; ++t) others.emplace_back(sort_every, t);
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
