#include "core/train/configuration_change.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "core/support/error.h"
#include "core/support/text.h"
#include "core/train/schedule.h"

namespace progan {
namespace {

/// The first difference in a choice that cannot change during a run, as part of a sentence; empty if there is
/// none.
std::string difference(const TrainConfiguration& began, TrainConfiguration now) {
    now.images_per_phase = began.images_per_phase;
    now.learning_rates = began.learning_rates;
    now.on_divergence = began.on_divergence;
    now.name = began.name;
    now.data_set = began.data_set;
    now.licence = began.licence;
    now.credit = began.credit;
    const nlohmann::json a = nlohmann::json::parse(configuration_to_json(began));
    const nlohmann::json b = nlohmann::json::parse(configuration_to_json(now));
    for (const auto& [name, value] : a.items())
        if (b.at(name) != value)
            return fmt::format("\"{}\" {}, not {}", name, value.dump(), b.at(name).dump());
    return {};
}

/// One number for all levels means those whose phases have not ended: the others keep theirs.
void keep_ended_phases(TrainConfiguration& changed, const TrainConfiguration& began, int level) {
    if (changed.images_per_phase.size() != 1 || changed.images_per_phase == began.images_per_phase) return;
    const std::int64_t wanted = changed.images_per_phase.front();
    changed.images_per_phase.clear();
    for (int ended = 0; ended < level; ++ended)
        changed.images_per_phase.push_back(at_level(began.images_per_phase, ended));
    changed.images_per_phase.push_back(wanted);
}

}  // namespace

void check_sharing(const TrainConfiguration& configuration,
                   const std::optional<ProcessGroupConfig>& process_group) {
    if (!process_group) return;
    const int part = kMinibatchStddevGroup * process_group->world_size;
    for (const int batch : configuration.batches)
        if (batch % part != 0)
            throw Error(
                "A batch of {} cannot be divided among {} processes. Set --batch to a multiple of {}.", batch,
                process_group->world_size, part);
}

void make_printable(TrainConfiguration& configuration) {
    for (std::string* text :
         {&configuration.name, &configuration.data_set, &configuration.licence, &configuration.credit})
        *text = printable(*text);
}

TrainConfiguration changed_configuration(const TrainingCheckpoint& checkpoint,
                                         const std::function<void(TrainConfiguration&)>& change,
                                         const std::filesystem::path& folder) {
    TrainConfiguration changed = checkpoint.configuration;
    change(changed);
    make_printable(changed);
    validate(changed);
    const SchedulePoint before = schedule_point_after(checkpoint.configuration, checkpoint.images);
    keep_ended_phases(changed, checkpoint.configuration, before.level);
    const std::string differs = difference(checkpoint.configuration, changed);
    if (!differs.empty())
        throw Error(
            "The run in {} was started with {}, which cannot change during a run. Omit the option, or "
            "start a new run in another folder.",
            folder.string(), differs);
    const SchedulePoint after = schedule_point_after(changed, checkpoint.images);
    if (before.level != after.level)
        throw Error(
            "With these images per phase the run in {0}, which is at {1} x {1}, would be at {2} x {2}, "
            "but only phases that have not ended can change.",
            folder.string(), resolution(before.level), resolution(after.level));
    if (!before.fading && after.fading)
        throw Error(
            "With these images per phase the run in {0}, at {1} x {1} with {2} images, would fade in "
            "again. "
            "Give that resolution at most {3} images per phase.",
            folder.string(), resolution(before.level), checkpoint.images,
            checkpoint.images - after.phase_begin);
    return changed;
}

}  // namespace progan
