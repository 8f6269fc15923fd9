// What a run is measured by at a snapshot: its faces against pictures that it does not train on. Owned and
// used by the thread that trains.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/metrics/sliced_wasserstein.h"
#include "core/train/picture_cache.h"
#include "core/train/torch_trainer.h"

namespace progan {

/// The pictures of a run, by their indices in the cache.
struct PictureSplit {
    std::vector<std::size_t> trained, held_back;  ///< each ascending
};

/// Depends only on its arguments. With none held back, the pictures in their order. Where pictures were added
/// behind the others, those that come to be held back are new ones, which were not trained on.
PictureSplit split_pictures(std::size_t pictures, std::size_t held_back, std::uint32_t seed);

struct RunMeasure {
    /// Sliced Wasserstein distance x 1000 between faces and held-back pictures, the mean over the sizes from
    /// 16 x 16; nothing where none are held back.
    std::optional<double> distance;
    double alikeness = 0, picture_alikeness = 0;    ///< MS-SSIM between faces, and between training pictures
    double trained_score = 0, generated_score = 0;  ///< means of the discriminator's scores
    std::optional<double> held_back_score;
    double score_error = 0;  ///< standard error of trained_score - held_back_score
};

class RunMeter {
  public:
    /// `cache` must outlive it.
    RunMeter(const PictureCache& cache, PictureSplit split, std::uint32_t seed, int latent_size)
        : cache_(cache), split_(std::move(split)), seed_(seed), latent_size_(latent_size) {}

    /// From 16 x 16 up; nothing below. Always on the same latents and pictures. Throws Error if the disk for
    /// temporary files is full.
    std::optional<RunMeasure> measure(const TorchTrainer& trainer, const SchedulePoint& position);

  private:
    void enter(int level);
    std::vector<Image> pictures(const std::vector<std::size_t>& indices, std::size_t most) const;

    const PictureCache& cache_;
    PictureSplit split_;
    std::uint32_t seed_;
    int latent_size_;
    int level_ = -1;  ///< of what follows
    SwdOptions swd_;
    std::unique_ptr<PatchSet> held_back_patches_;
    std::vector<Image> trained_, held_back_;  ///< whose scores and variety are measured
    double picture_alikeness_ = 0;
};

}  // namespace progan
