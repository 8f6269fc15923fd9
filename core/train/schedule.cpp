#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>

namespace progan {
namespace {

constexpr double kMinHalfLife = 100;
constexpr double kPartOfLevel = 0.25;

}  // namespace

SchedulePoint schedule_point_after(const TrainConfiguration& configuration, std::int64_t images) {
    SchedulePoint position;
    std::int64_t begin = 0;
    for (int level = 0; level < level_count(configuration); ++level) {
        const std::int64_t length = at_level(configuration.images_per_phase, level);
        const int batch = at_level(configuration.batches, level);
        const std::int64_t level_begin = begin;
        for (const bool fading : {true, false}) {
            if (fading && level == 0) continue;
            position = {level, fading, 1, batch, images - level_begin, begin, begin + length, false};
            if (images < begin + length) {
                if (fading)
                    position.alpha = std::min(
                        1.0, static_cast<double>(images - begin + batch) / static_cast<double>(length));
                return position;
            }
            begin += length;
        }
    }
    position.finished = true;
    return position;
}

std::int64_t images_before_training(const TrainConfiguration& configuration, int level) {
    std::int64_t sum = 0;
    for (int below = 0; below < level; ++below)
        sum += at_level(configuration.images_per_phase, below) * (below == 0 ? 1 : 2);
    return level == 0 ? 0 : sum + at_level(configuration.images_per_phase, level);
}

std::int64_t total_images(const TrainConfiguration& configuration) {
    std::int64_t sum = 0;
    for (int level = 0; level < level_count(configuration); ++level)
        sum += at_level(configuration.images_per_phase, level) * (level == 0 ? 1 : 2);
    return sum;
}

double ema_decay(const TrainConfiguration& configuration, const SchedulePoint& position) {
    const double of_level = kPartOfLevel * static_cast<double>(position.images_of_level);
    const double half_life = std::min(configuration.ema_half_life, std::max(kMinHalfLife, of_level));
    return std::pow(0.5, position.batch / half_life);
}

}  // namespace progan
