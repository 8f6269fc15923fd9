#include "core/latent/journey/journey.h"

#include <algorithm>
#include <bit>

#include "core/latent/journey/pacing.h"
#include "core/latent/spherical_spline.h"
#include "core/support/error.h"
#include "core/support/fnv1a.h"

namespace progan {
namespace {

void check(const Journey& journey) {
    if (journey.keyframes.empty()) throw Error("A journey needs at least one keyframe.");
    for (const Keyframe& key : journey.keyframes) {
        if (key.frames < 1) throw Error("A keyframe needs at least 1 frame to the next, not {}.", key.frames);
        if (key.latent.size() != journey.keyframes[0].latent.size())
            throw Error("The keyframes of a journey must have latents of the same size, not {} and {}.",
                        journey.keyframes[0].latent.size(), key.latent.size());
    }
}

/// The time that the curve is computed for: moving the frames by even pacing does not bend it.
double drawn_frames(const Keyframe& key) {
    return key.own_frames > 0 ? key.own_frames : key.frames;
}

/// What a spline depends on: the ends of a span and the keys beyond them, null where the path is open.
struct Neighbors {
    const Keyframe *before = nullptr, *from = nullptr, *to = nullptr, *after = nullptr;
};

Neighbors neighbors_of(const Journey& journey, std::size_t span) {
    const std::vector<Keyframe>& keys = journey.keyframes;
    const std::size_t n = keys.size();
    const bool closed = closes(journey);
    Neighbors found;
    found.from = &keys[span];
    found.to = &keys[(span + 1) % n];
    if (closed || span > 0) found.before = &keys[(span + n - 1) % n];
    if (closed || span + 2 < n) found.after = &keys[(span + 2) % n];
    return found;
}

Direction direction_or_none(const Keyframe* key) {
    return key ? direction_of(key->latent) : Direction{};
}

/// Empty where a key has no direction.
Direction spline_direction(const Neighbors& keys, double part) {
    const Direction from = direction_of(keys.from->latent), to = direction_of(keys.to->latent);
    if (from.empty() || to.empty()) return {};
    const Direction before = direction_or_none(keys.before), after = direction_or_none(keys.after);
    const double time = drawn_frames(*keys.from);
    const double time_before = keys.before ? drawn_frames(*keys.before) : 1;
    std::vector<double> leaving = velocity_at(before, from, to, time_before, time);
    std::vector<double> arriving = velocity_at(from, to, after, time, drawn_frames(*keys.to));
    for (double& x : leaving) x *= time / 3;
    for (double& x : arriving) x *= -time / 3;
    return bezier(from, exp_map(from, leaving), exp_map(to, arriving), to, part);
}

/// 16 bits per step, as in the marks that journey files hold (Keyframe::change_of).
void mix(Fnv1a& mark, std::uint64_t value) {
    mark.add_bits(value, 64, 16);
}

/// Of a journey without edits, the mark stays what it always was.
void mix(Fnv1a& mark, const ChannelEdits& edits) {
    for (const ChannelEdit& edit : edits) {
        mix(mark, static_cast<std::uint64_t>(edit.level));
        mix(mark, static_cast<std::uint64_t>(edit.channel));
        mix(mark, std::bit_cast<std::uint32_t>(edit.strength));
    }
}

void mix(Fnv1a& mark, const Latent& latent) {
    for (float value : latent) mix(mark, std::bit_cast<std::uint32_t>(value));
}

}  // namespace

double ease(double t, Easing easing) {
    switch (easing) {
        case Easing::linear:
            return t;
        case Easing::smooth:
            return t * t * (3 - 2 * t);
        case Easing::in:
            return t * t;
        case Easing::out:
            return t * (2 - t);
    }
    return t;
}

bool closes(const Journey& journey) {
    return journey.repeat == Repeat::loop && journey.keyframes.size() > 1;
}

std::size_t span_count(const Journey& journey) {
    const std::size_t keys = journey.keyframes.size();
    return closes(journey) ? keys : keys - std::min<std::size_t>(keys, 1);
}

std::int64_t path_length(const Journey& journey) {
    check(journey);
    std::int64_t frames = closes(journey) ? 0 : 1;
    for (std::size_t i = 0; i < span_count(journey); ++i) frames += journey.keyframes[i].frames;
    return frames;
}

std::vector<std::int64_t> key_frames(const Journey& journey) {
    check(journey);
    std::vector<std::int64_t> frames;
    std::int64_t at = 0;
    for (const Keyframe& key : journey.keyframes) {
        frames.push_back(at);
        at += key.frames;
    }
    return frames;
}

Place place_of(const Journey& journey, std::int64_t frame) {
    const std::int64_t length = path_length(journey);
    if (frame < 0 || frame >= length)
        throw Error("The journey has only frames 0 to {}, not {}.", length - 1, frame);
    return place_between(journey, static_cast<double>(frame));
}

Place place_between(const Journey& journey, double frame) {
    const std::int64_t length = path_length(journey);
    const bool closed = closes(journey);
    if (!(frame >= 0 && frame <= static_cast<double>(closed ? length : length - 1)))
        throw Error("The journey has only frames 0 to {}, not {}.", length - 1, frame);
    const std::vector<Keyframe>& keys = journey.keyframes;
    double left = frame;
    for (std::size_t i = 0; i < span_count(journey); ++i) {
        if (left < keys[i].frames) return {i, left / keys[i].frames};
        left -= keys[i].frames;
    }
    return {closed ? 0 : keys.size() - 1, 0};
}

Latent span_latent(const Journey& journey, std::size_t span, double part) {
    check(journey);
    if (span >= span_count(journey))
        throw Error("The journey has {} spans, but no number {}.", span_count(journey), span + 1);
    const Neighbors keys = neighbors_of(journey, span);
    if (!(part > 0)) return keys.from->latent;
    if (part >= 1) return keys.to->latent;
    if (journey.method != InterpolationMethod::spline)
        return interpolate(keys.from->latent, keys.to->latent, part, journey.method);
    const Direction direction = spline_direction(keys, part);
    if (direction.empty())
        return interpolate(keys.from->latent, keys.to->latent, part, InterpolationMethod::slerp);
    const double from = length(keys.from->latent), to = length(keys.to->latent);
    Latent latent(direction.size());
    for (std::size_t i = 0; i < latent.size(); ++i)
        latent[i] = static_cast<float>((from + part * (to - from)) * direction[i]);
    return latent;
}

std::uint64_t span_mark(const Journey& journey, std::size_t span) {
    const Neighbors keys = neighbors_of(journey, span);
    Fnv1a mark;
    mix(mark, static_cast<std::uint64_t>(journey.method));
    for (char letter : journey.model_sha256) mix(mark, static_cast<unsigned char>(letter));
    mix(mark, keys.from->latent);
    mix(mark, keys.to->latent);
    mix(mark, keys.from->edits);
    if (!keys.to->edits.empty()) mix(mark, 1);
    mix(mark, keys.to->edits);
    if (journey.method == InterpolationMethod::spline) {
        for (const Keyframe* key : {keys.before, keys.after}) {
            mix(mark, key ? 1 : 0);
            if (key) mix(mark, key->latent);
        }
        mix(mark, std::bit_cast<std::uint64_t>(drawn_frames(*keys.from)));
        if (keys.before) mix(mark, std::bit_cast<std::uint64_t>(drawn_frames(*keys.before)));
        if (keys.after) mix(mark, std::bit_cast<std::uint64_t>(drawn_frames(*keys.to)));
    }
    return std::max<std::uint64_t>(mark.value(), 1);
}

namespace {

/// The part of its span that is gone at that place, after easing and pacing.
double part_of(const Journey& journey, const Place& place) {
    const Keyframe& key = journey.keyframes[place.span];
    const double part = ease(place.t, key.easing);
    const bool paced = journey.pacing != Pacing::angle && !key.change.empty();
    return paced ? part_at_share(key.change, part) : part;
}

}  // namespace

Latent latent_between(const Journey& journey, double frame) {
    const Place place = place_between(journey, frame);
    if (place.t <= 0) return journey.keyframes[place.span].latent;
    return span_latent(journey, place.span, part_of(journey, place));
}

Latent latent_at(const Journey& journey, std::int64_t frame) {
    (void)place_of(journey, frame);  // refuses a loop's end, which is no frame of its own
    return latent_between(journey, static_cast<double>(frame));
}

ChannelEdits span_edits(const Journey& journey, std::size_t span, double part) {
    check(journey);
    if (span >= span_count(journey))
        throw Error("The journey has {} spans, but no number {}.", span_count(journey), span + 1);
    const Neighbors keys = neighbors_of(journey, span);
    return edits_between(keys.from->edits, keys.to->edits, part);
}

ChannelEdits edits_between(const Journey& journey, double frame) {
    const Place place = place_between(journey, frame);
    if (place.t <= 0) return journey.keyframes[place.span].edits;
    return span_edits(journey, place.span, part_of(journey, place));
}

ChannelEdits edits_at(const Journey& journey, std::int64_t frame) {
    (void)place_of(journey, frame);
    return edits_between(journey, static_cast<double>(frame));
}

FrameRange playback_range(const Journey& journey) {
    const std::int64_t last = path_length(journey) - 1;
    FrameRange range;
    range.last = journey.out < 0 ? last : std::min(journey.out, last);
    range.first = std::clamp<std::int64_t>(journey.in, 0, range.last);
    return range;
}

std::int64_t frame_count(const Journey& journey) {
    const FrameRange range = playback_range(journey);
    const std::int64_t there = range.last - range.first + 1;
    return journey.repeat == Repeat::ping_pong && there > 1 ? 2 * (there - 1) : there;
}

std::int64_t playback_frame(const Journey& journey, std::int64_t index) {
    const std::int64_t count = frame_count(journey);
    if (index < 0 || index >= count)
        throw Error("The journey plays only frames 0 to {}, not {}.", count - 1, index);
    const FrameRange range = playback_range(journey);
    const std::int64_t there = range.last - range.first;
    return range.first + (index <= there ? index : 2 * there - index);
}

Latent journey_latent(const Journey& journey, std::int64_t index) {
    return latent_at(journey, playback_frame(journey, index));
}

ChannelEdits journey_edits(const Journey& journey, std::int64_t index) {
    return edits_at(journey, playback_frame(journey, index));
}

SoundAmounts sound_amounts(SoundDrives drives) {
    switch (drives) {
        case SoundDrives::pace:
            return {1, 100, 8};
        case SoundDrives::position:
            return {-600, 600, 0.5};
        case SoundDrives::axis:
            return {-180, 180, 30};
    }
    return {};
}

JourneySound driving(const JourneySound& sound, SoundDrives drives) {
    return {sound.file, drives, sound.curve, sound_amounts(drives).usual};
}

std::string_view to_string(SoundDrives drives) {
    return kSoundDrivesNames.name(drives);
}

std::string_view to_string(SoundCurve curve) {
    return kSoundCurveNames.name(curve);
}

std::string_view to_string(Easing easing) {
    return kEasingNames.name(easing);
}

std::string_view to_string(Repeat repeat) {
    return kRepeatNames.name(repeat);
}

std::string_view to_string(Pacing pacing) {
    return kPacingNames.name(pacing);
}

}  // namespace progan
