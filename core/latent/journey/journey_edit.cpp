#include "core/latent/journey/journey_edit.h"

#include <algorithm>
#include <utility>

#include "core/latent/journey/pacing.h"
#include "core/support/error.h"

namespace progan {
namespace {

/// Keys moved by even pacing stay where they are.
void settle(Journey& journey) {
    for (Keyframe& key : journey.keyframes) key.own_frames = 0;
}

/// From now on the user sets the timing.
void settle_timing(Journey& journey) {
    settle(journey);
    if (journey.pacing == Pacing::even) journey.pacing = Pacing::even_spans;
}

void check_key(const Journey& journey, std::size_t key) {
    if (key >= journey.keyframes.size())
        throw Error("The journey has {} keys, but no number {}.", journey.keyframes.size(), key + 1);
}

void check_size(const Journey& journey, const NamedLatent& key) {
    if (!journey.keyframes.empty() && key.latent.size() != journey.keyframes[0].latent.size())
        throw Error("The keyframes of a journey must have latents of the same size, not {} and {}.",
                    journey.keyframes[0].latent.size(), key.latent.size());
}

std::vector<Keyframe>::iterator at(Journey& journey, std::size_t key) {
    return journey.keyframes.begin() + static_cast<std::ptrdiff_t>(key);
}

Easing mirrored(Easing easing) {
    return easing == Easing::in ? Easing::out : easing == Easing::out ? Easing::in : easing;
}

/// A span in reverse. The caller recomputes its mark.
struct Span {
    int frames, own_frames;
    Easing easing;
    std::vector<float> change;
};

Span reversed_span(const Keyframe& key) {
    Span span{key.frames, key.own_frames, mirrored(key.easing), key.change};
    const float whole = span.change.empty() ? 0 : span.change.back();
    std::reverse(span.change.begin(), span.change.end());
    for (float& value : span.change) value = whole - value;
    return span;
}

}  // namespace

std::size_t insert_key(Journey& journey, Keyframe key, std::int64_t frame) {
    check_size(journey, key);
    settle(journey);
    key.own_frames = 0;
    key.change.clear();
    key.change_of = 0;
    if (journey.keyframes.empty()) {
        journey.keyframes.push_back(std::move(key));
        return 0;
    }
    const std::vector<std::int64_t> starts = key_frames(journey);
    frame = std::max<std::int64_t>(frame, 0);
    std::size_t before = starts.size() - 1;
    while (starts[before] > frame) --before;
    Keyframe& from = journey.keyframes[before];
    if (before + 1 == starts.size() && !closes(journey)) {
        if (frame > starts[before])
            from.frames = static_cast<int>(std::min(frame, kMaxJourneyFrames) - starts[before]);
        const auto room = static_cast<int>(std::max<std::int64_t>(1, kMaxJourneyFrames - 1 - starts[before]));
        from.frames = std::clamp(from.frames, 1, room);
        key.frames = from.frames;
        key.easing = from.easing;
    } else {
        std::int64_t part = frame - starts[before];
        if (part <= 0 || part >= from.frames) {
            from.frames = std::max(from.frames, 2);
            part = from.frames / 2;
        }
        key.frames = from.frames - static_cast<int>(part);
        from.frames = static_cast<int>(part);
        key.easing = from.easing;
    }
    journey.keyframes.insert(at(journey, before + 1), std::move(key));
    forget_old_measures(journey);
    return before + 1;
}

void move_key(Journey& journey, std::size_t key, std::int64_t frame) {
    check_key(journey, key);
    if (key == 0) return;
    const std::vector<std::int64_t> starts = key_frames(journey);
    const bool last_of_open = key + 1 == starts.size() && !closes(journey);
    const std::int64_t end = starts[key] + journey.keyframes[key].frames;  // of the next span
    const std::int64_t first = starts[key - 1] + 1;
    const std::int64_t to =
        std::clamp(frame, first, last_of_open ? std::max(first, kMaxJourneyFrames) : end - 1);
    if (to == starts[key]) return;
    settle_timing(journey);
    journey.keyframes[key - 1].frames = static_cast<int>(to - starts[key - 1]);
    if (!last_of_open) journey.keyframes[key].frames = static_cast<int>(end - to);
    forget_old_measures(journey);
}

void set_frames(Journey& journey, std::size_t key, std::int64_t frames) {
    check_key(journey, key);
    const std::int64_t others = path_length(journey) - journey.keyframes[key].frames;
    const std::int64_t most = std::max<std::int64_t>(1, kMaxJourneyFrames - others);
    const auto wanted = static_cast<int>(std::clamp<std::int64_t>(frames, 1, most));
    if (wanted == journey.keyframes[key].frames) return;
    settle_timing(journey);
    journey.keyframes[key].frames = wanted;
    forget_old_measures(journey);
}

std::size_t split_span(Journey& journey, std::int64_t frame) {
    const Place place = place_of(journey, frame);
    if (place.t <= 0) return place.span;
    Keyframe key;
    key.latent = latent_at(journey, frame);
    key.edits = edits_at(journey, frame);
    key.name = "Between";
    const Easing easing = journey.keyframes[place.span].easing;
    const std::size_t index = insert_key(journey, std::move(key), frame);
    journey.keyframes[index - 1].easing = easing == Easing::smooth ? Easing::in
                                          : easing == Easing::out  ? Easing::linear
                                                                   : easing;
    journey.keyframes[index].easing = easing == Easing::smooth ? Easing::out
                                      : easing == Easing::in   ? Easing::linear
                                                               : easing;
    return index;
}

std::size_t duplicate_key(Journey& journey, std::size_t key) {
    check_key(journey, key);
    return insert_key(journey, journey.keyframes[key], key_frames(journey)[key]);
}

bool remove_key(Journey& journey, std::size_t key) {
    check_key(journey, key);
    if (journey.keyframes.size() < 2) return false;
    settle(journey);
    const bool last = key + 1 == journey.keyframes.size();
    const int frames = journey.keyframes[key].frames;
    if (closes(journey)) {
        Keyframe& before = key > 0 ? journey.keyframes[key - 1] : journey.keyframes.back();
        before.frames += frames;
    } else if (key > 0 && !last) {
        journey.keyframes[key - 1].frames += frames;
    }
    journey.keyframes.erase(at(journey, key));
    forget_old_measures(journey);
    return true;
}

void replace_key(Journey& journey, std::size_t key, NamedLatent face) {
    check_key(journey, key);
    check_size(journey, face);
    static_cast<NamedLatent&>(journey.keyframes[key]) = std::move(face);
    forget_old_measures(journey);
}

void swap_keys(Journey& journey, std::size_t a, std::size_t b) {
    check_key(journey, a);
    check_key(journey, b);
    Keyframe &one = journey.keyframes[a], &other = journey.keyframes[b];
    std::swap(static_cast<NamedLatent&>(one), static_cast<NamedLatent&>(other));
    forget_old_measures(journey);
}

void reverse(Journey& journey) {
    const std::int64_t length = path_length(journey);
    const FrameRange range = playback_range(journey);
    const bool whole = range.first == 0 && range.last == length - 1;
    const bool was_measured = is_measured(journey);
    std::vector<Keyframe>& keys = journey.keyframes;
    std::vector<Span> spans;
    spans.reserve(keys.size());
    for (const Keyframe& key : keys) spans.push_back(reversed_span(key));
    // Open: the last key's own span leads nowhere and stays with it. Closed: it leads back to the first key.
    if (closes(journey)) {
        std::reverse(keys.begin() + 1, keys.end());
        std::reverse(spans.begin(), spans.end());
    } else {
        std::reverse(keys.begin(), keys.end());
        std::reverse(spans.begin(), spans.end() - 1);
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        keys[i].frames = spans[i].frames;
        keys[i].own_frames = spans[i].own_frames;
        keys[i].easing = spans[i].easing;
        keys[i].change = std::move(spans[i].change);
        keys[i].change_of = 0;
    }
    if (was_measured)
        for (std::size_t i = 0; i < span_count(journey); ++i) keys[i].change_of = span_mark(journey, i);
    forget_old_measures(journey);
    if (!whole) {
        const std::int64_t end = closes(journey) ? length : length - 1;
        journey.in = end - range.last;
        journey.out = std::min(end - range.first, length - 1);
    }
}

void set_path_length(Journey& journey, std::int64_t length) {
    const std::size_t spans = span_count(journey);
    if (spans == 0) return;
    const std::int64_t extra = closes(journey) ? 0 : 1;  // the last key's own frame
    const std::int64_t total =
        std::clamp(length, extra + static_cast<std::int64_t>(spans), kMaxJourneyFrames) - extra;
    if (total + extra == path_length(journey)) return;
    std::vector<double> frames;
    for (std::size_t i = 0; i < spans; ++i) frames.push_back(journey.keyframes[i].frames);
    const std::vector<int> stretched = apportioned(frames, total);
    // Stretching all spans alike keeps even pacing even.
    settle(journey);
    for (std::size_t i = 0; i < spans; ++i) journey.keyframes[i].frames = stretched[i];
    forget_old_measures(journey);
}

}  // namespace progan
