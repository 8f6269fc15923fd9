#include "core/train/run_measure.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <span>
#include <utility>

#include "core/latent/seeds.h"
#include "core/metrics/ms_ssim.h"
#include "core/model/spec.h"

namespace progan {
namespace {

constexpr std::size_t kFacesAtOnce = 32;
constexpr std::size_t kMaxCompared = 128;  // pictures whose scores and variety are measured
constexpr int kPatches = 32'768,
              kDirections = 128;  // a fraction of `progan evaluate`'s: seconds, not minutes
constexpr int kMaxPatchesPerPicture = 128, kMinPatchesPerPicture = 16;

/// The mean MS-SSIM of the first picture and the second, the third and the fourth...
double alikeness(std::span<const Image> pictures) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < pictures.size(); i += 2) sum += ms_ssim(pictures[i], pictures[i + 1]);
    return sum / static_cast<double>(std::max<std::size_t>(pictures.size() / 2, 1));
}

struct MeanAndError {
    double mean = 0, error = 0;
};

MeanAndError score(const TorchTrainer& trainer, std::span<const Image> pictures,
                   const SchedulePoint& position) {
    double sum = 0, squares = 0;
    // The discriminator compares pictures with each other by fours.
    const std::size_t count = pictures.size() / kMinibatchStddevGroup * kMinibatchStddevGroup;
    for (std::size_t begin = 0; begin < count; begin += kFacesAtOnce) {
        const std::span<const Image> part = pictures.subspan(begin, std::min(kFacesAtOnce, count - begin));
        for (const float value : trainer.scores(part, position.level, position.alpha)) {
            sum += value;
            squares += static_cast<double>(value) * value;
        }
    }
    const auto n = static_cast<double>(count);
    const double mean = sum / n;
    return {mean, std::sqrt(std::max(squares / n - mean * mean, 0.0) / n)};
}

}  // namespace

PictureSplit split_pictures(std::size_t pictures, std::size_t held_back, std::uint32_t seed) {
    std::vector<std::pair<std::uint64_t, std::size_t>> order(pictures);
    std::seed_seq seeds{seed, std::uint32_t{0x4e1d}};
    std::mt19937_64 random(seeds);
    for (std::size_t i = 0; i < pictures; ++i) order[i] = {random(), i};
    std::sort(order.begin(), order.end());
    PictureSplit split;
    for (std::size_t i = 0; i < pictures; ++i)
        (i < held_back ? split.held_back : split.trained).push_back(order[i].second);
    std::sort(split.held_back.begin(), split.held_back.end());
    std::sort(split.trained.begin(), split.trained.end());
    return split;
}

std::vector<Image> RunMeter::pictures(const std::vector<std::size_t>& indices, std::size_t most) const {
    const std::size_t count = std::min(indices.size(), most);
    std::vector<Image> result(count, Image(resolution(level_), resolution(level_)));
    for (std::size_t i = 0; i < count; ++i) {
        const Sample sample{indices[i * indices.size() / count], false};  // evenly spread
        cache_.read(std::span(&sample, 1), level_, result[i].rgb.data());
    }
    return result;
}

void RunMeter::enter(int level) {
    if (level == level_) return;
    level_ = level;
    trained_ = pictures(split_.trained, kMaxCompared);
    held_back_ = pictures(split_.held_back, kMaxCompared);
    picture_alikeness_ = alikeness(trained_);
    held_back_patches_.reset();
    if (split_.held_back.empty()) return;
    swd_.seed = seed_;
    swd_.directions = kDirections;
    swd_.patches_per_image = std::clamp(kPatches / static_cast<int>(split_.held_back.size()),
                                        kMinPatchesPerPicture, kMaxPatchesPerPicture);
    held_back_patches_ = std::make_unique<PatchSet>(resolution(level), swd_, 1);
    Image picture(resolution(level), resolution(level));
    for (const std::size_t index : split_.held_back) {
        const Sample sample{index, false};
        cache_.read(std::span(&sample, 1), level, picture.rgb.data());
        held_back_patches_->add(picture);
    }
}

std::optional<RunMeasure> RunMeter::measure(const TorchTrainer& trainer, const SchedulePoint& position) {
    if (resolution(position.level) < swd_.coarsest) return std::nullopt;
    enter(position.level);
    std::unique_ptr<PatchSet> patches;
    if (held_back_patches_) patches = std::make_unique<PatchSet>(resolution(level_), swd_, 0);
    std::vector<Image> compared;
    const std::size_t count = std::max(split_.held_back.size(), trained_.size());
    for (std::size_t begin = 0; begin < count; begin += kFacesAtOnce) {
        std::vector<Latent> latents;
        for (std::size_t i = begin; i < std::min(begin + kFacesAtOnce, count); ++i)
            latents.push_back(latent_from_seed(static_cast<std::uint32_t>(i),
                                               static_cast<std::size_t>(latent_size_), SeedMode::numpy));
        for (Image& face : trainer.faces(latents, level_, position.alpha)) {
            if (patches && patches->images() < held_back_patches_->images()) patches->add(face);
            if (compared.size() < trained_.size()) compared.push_back(std::move(face));
        }
    }
    RunMeasure result;
    if (patches) result.distance = mean_distance(sliced_wasserstein(*patches, *held_back_patches_));
    result.alikeness = alikeness(compared);
    result.picture_alikeness = picture_alikeness_;
    const MeanAndError trained = score(trainer, trained_, position);
    result.trained_score = trained.mean;
    result.generated_score = score(trainer, compared, position).mean;
    if (!held_back_.empty()) {
        const MeanAndError held_back = score(trainer, held_back_, position);
        result.held_back_score = held_back.mean;
        result.score_error = std::hypot(trained.error, held_back.error);
    }
    return result;
}

}  // namespace progan
