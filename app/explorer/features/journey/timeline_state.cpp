#include <algorithm>
#include <cmath>

#include "app/explorer/state/app_state.h"
#include "app/explorer/state/picked_face.h"
#include "app/explorer/state/queries.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr std::uint32_t kFreshSeeds[] = {kFirstSeed, 26};
constexpr int kFreshFrames = 50;

}  // namespace

const Journey& shown_journey(const AppState& state) {
    const bool made_of_it =
        state.journey.pacing != Pacing::angle && state.timeline.spaced_from == state.journey;
    return made_of_it ? state.timeline.spaced : state.journey;
}

std::int64_t shown_frame(const AppState& state) {
    const Journey& journey = shown_journey(state);
    if (journey.keyframes.empty()) return 0;
    const double playhead = state.timeline.playhead;
    const double frame = state.timeline.direction < 0 ? std::ceil(playhead) : std::floor(playhead);
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(frame), 0, path_length(journey) - 1);
}

std::optional<std::int64_t> sound_frame(const AppState& state) {
    const TimelineSound& sound = state.timeline.sound;
    if (!sound.drive || sound.frame < 0 || !(sound.drive->journey() == shown_journey(state)))
        return std::nullopt;
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(sound.frame), 0,
                                    sound.drive->frame_count() - 1);
}

std::string key_label(const Journey& journey, std::size_t key) {
    const Keyframe& frame = journey.keyframes[key];
    if (!frame.name.empty()) return frame.name;
    return frame.seed ? trf("Seed {}", *frame.seed) : trf("Key {}", key + 1);
}

std::string shown_frame_label(const AppState& state) {
    const Journey& journey = shown_journey(state);
    if (journey.keyframes.empty()) return "";
    const Place place = place_of(journey, shown_frame(state));
    std::string from = key_label(journey, place.span);
    if (place.t == 0) return from;
    return trf("Between {} and {}", from, key_label(journey, (place.span + 1) % journey.keyframes.size()));
}

Journey fresh_journey(const AppState& state) {
    Journey journey;
    for (const std::uint32_t seed : kFreshSeeds)
        journey.keyframes.push_back({{face_of_seed(state, seed).latent, seed}, kFreshFrames});
    journey.repeat = Repeat::ping_pong;
    journey.model_sha256 = state.model->sha256;
    journey.model_name = state.model->spec.name;
    return journey;
}

}  // namespace progan
