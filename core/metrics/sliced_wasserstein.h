// Sliced Wasserstein distance between two sets of pictures, for each level of their Laplacian pyramids.
// Source: Karras et al. 2018, section 5 and the published code: 128 patches of 7 x 7 pixels per picture and
// level, each color channel normalized to mean 0 and deviation 1 over the set's patches, 512 random
// directions; the distance is the mean difference of the sorted projections, times 1000.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <random>
#include <vector>

#include "core/image/image.h"
#include "core/support/progress.h"

namespace progan {

struct SwdOptions {
    int patches_per_image = 128;
    int directions = 512;
    int coarsest = 16;  ///< pixels per side of the coarsest level
    std::uint32_t seed = 1;
};

/// A set's patches, in temporary files, so that memory does not grow with the set.
class PatchSet {
  public:
    /// For pictures of resolution x resolution. Two sets to be compared use different `stream`s of random
    /// positions. Throws Error.
    PatchSet(int resolution, const SwdOptions& options, std::uint32_t stream);

    /// Throws Error if the picture has another size, or the disk is full.
    void add(const Image& image);
    std::int64_t images() const { return images_; }

  private:
    friend class SlicedWasserstein;
    struct Level {
        int resolution = 0;
        std::shared_ptr<std::FILE> file;  ///< float32 [patches][147], not yet normalized
        double sum[3] = {}, squares[3] = {};
    };
    SwdOptions options_;
    int resolution_;
    std::mt19937 random_;
    std::vector<Level> levels_;
    std::int64_t images_ = 0;
};

struct SwdLevel {
    int resolution = 0;
    double distance = 0;  ///< x 1000
};

/// Finest level first. Throws Error if the sets have different sizes, options or resolutions, or are empty.
std::vector<SwdLevel> sliced_wasserstein(const PatchSet& a, const PatchSet& b,
                                         const ProgressReport& progress = {});

/// The mean over the levels, which the paper reports beside them.
double mean_distance(const std::vector<SwdLevel>& levels);

}  // namespace progan
