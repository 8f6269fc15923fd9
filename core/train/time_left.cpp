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
    ModelSpec generator, discriminator;
    generator.latent_size = discriminator.latent_size = configuration.latent_size;
    generator.channels = channels_of(configuration);
    discriminator.channels = discriminator_channels_of(configuration);  // which mirrors such a generator
    const auto cost = [&](int level) {
        // Of a step, the discriminator takes two thirds: it sees three batches, the generator makes two.
        return (direct_flops(generator, level) + 2 * direct_flops(discriminator, level)) / 3 + kBeside;
    };
    double left = static_cast<double>(now.phase_end - images) * cost(now.level);
    for (SchedulePoint phase = now; !phase.finished;) {
        phase = schedule_point_after(configuration, phase.phase_end);
        if (!phase.finished)
            left += static_cast<double>(phase.phase_end - phase.phase_begin) * cost(phase.level);
    }
    return left / cost(now.level) / images_per_second;
}

}  // namespace progan
