#include "core/latent/journey/sound_drive.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/latent/rotation.h"
#include "core/support/error.h"

namespace progan {
namespace {

bool repeats(const Journey& journey) {
    return journey.repeat != Repeat::once && frame_count(journey) > 1;
}

/// The frame of the path at `travelled` frames of playback, in [0, frame_count), or to the last frame if it
/// plays once.
double path_frame_at(const Journey& journey, double travelled) {
    const FrameRange range = playback_range(journey);
    const auto there = static_cast<double>(range.last - range.first);
    if (journey.repeat == Repeat::ping_pong)
        return static_cast<double>(range.first) + (travelled <= there ? travelled : 2 * there - travelled);
    // From the last frame of a whole loop it goes on to the first; from an end that was set it jumps.
    const bool whole = closes(journey) && range.first == 0 && range.last + 1 == path_length(journey);
    return static_cast<double>(range.first) + (whole ? travelled : std::min(travelled, there));
}

}  // namespace

SoundDrive::SoundDrive(Journey journey, std::vector<float> curve)
    : journey_(std::move(journey)), curve_(std::move(curve)) {
    if (!journey_.sound) throw Error("The journey follows no sound.");
    if (curve_.empty()) throw Error("A sound without frames cannot drive a journey.");
    for (const float value : curve_)
        if (!(value >= 0 && value <= 1))
            throw Error("The curve of a sound has the value {}, but must be within 0 to 1.", value);
    const JourneySound& sound = *journey_.sound;
    if (sound.drives == SoundDrives::axis && sound.axis.size() != journey_.keyframes.at(0).latent.size())
        throw Error("The sound drives an axis of {} numbers, but the journey's faces have {}.",
                    sound.axis.size(), journey_.keyframes[0].latent.size());
    const std::int64_t playback = progan::frame_count(journey_);
    const bool rounds = repeats(journey_);
    const auto weight = [&](std::size_t i) {
        const bool paced = sound.drives == SoundDrives::pace;
        return paced ? 1 + (sound.amount - 1) * static_cast<double>(curve_[i]) : 1.0;
    };
    const auto times =
        std::max<double>(1, std::round(static_cast<double>(curve_.size()) / static_cast<double>(playback)));
    const double whole = rounds ? times * static_cast<double>(playback) : static_cast<double>(playback - 1);
    double total = rounds ? weight(0) : 0;
    for (std::size_t i = 1; i < curve_.size(); ++i) total += weight(i);
    double gone = 0;
    travelled_.resize(curve_.size());
    for (std::size_t i = 0; i < curve_.size(); ++i) {
        if (i > 0) gone += weight(i);
        travelled_[i] = total > 0 ? whole * (gone / total) : 0;
    }
}

void SoundDrive::check(std::int64_t index) const {
    if (index < 0 || index >= frame_count())
        throw Error("The sound has only frames 0 to {}, not {}.", frame_count() - 1, index);
}

double SoundDrive::path_frame(std::int64_t index) const {
    check(index);
    const auto i = static_cast<std::size_t>(index);
    double at = travelled_[i];
    if (journey_.sound->drives == SoundDrives::position)
        at += journey_.sound->amount * journey_.fps * static_cast<double>(curve_[i]);
    const auto playback = static_cast<double>(progan::frame_count(journey_));
    if (!repeats(journey_)) return path_frame_at(journey_, std::clamp(at, 0.0, playback - 1));
    at = std::fmod(at, playback);
    if (at < 0) at = std::max(0.0, at + playback);
    return path_frame_at(journey_, at < playback ? at : 0);
}

Latent SoundDrive::latent(std::int64_t index) const {
    Latent latent = latent_between(journey_, path_frame(index));
    const JourneySound& sound = *journey_.sound;
    if (sound.drives != SoundDrives::axis) return latent;
    return rotate(latent, sound.axis,
                  sound.amount * static_cast<double>(curve_[static_cast<std::size_t>(index)]));
}

ChannelEdits SoundDrive::edits(std::int64_t index) const {
    return edits_between(journey_, path_frame(index));
}

}  // namespace progan
