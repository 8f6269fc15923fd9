#include "core/train/time_left.h"

#include "core/model/direct_flops.h"
#include "core/train/schedule.h"

namespace progan {
namespace {

/// What a step costs per image beside the convolutions, in flops of a face: it counts at the first levels.
constexpr double kBeside = 2e7;

}  // namespace

double training_seconds_left(const TrainConfiguration& configuration, std::int64_t images,
                             double images_per_second) {
    const SchedulePoint now = schedule_point_after(configuration, images);
    if (now.finished) return 0;
    ModelSpec spec;
    spec.latent_size = configuration.latent_size;
    spec.channels = channels_of(configuration);
    const auto cost = [&](int level) { return direct_flops(spec, level) + kBeside; };
    double left = static_cast<double>(now.phase_end - images) * cost(now.level);
    for (SchedulePoint phase = now; !phase.finished;) {
        phase = schedule_point_after(configuration, phase.phase_end);
        if (!phase.finished)
            left += static_cast<double>(phase.phase_end - phase.phase_begin) * cost(phase.level);
    }
    return left / cost(now.level) / images_per_second;
}

}  // namespace progan
