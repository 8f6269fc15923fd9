#include "core/latent/journey.h"

#include "core/support/error.h"

namespace progan {
namespace {

void check(const Journey& journey) {
    if (journey.keyframes.empty()) throw Error("A journey needs at least one keyframe.");
    for (const Keyframe& key : journey.keyframes) {
        if (key.frames < 1)
            throw Error("A keyframe needs at least 1 frame to the next, not " + std::to_string(key.frames) +
                        ".");
        if (key.latent.size() != journey.keyframes[0].latent.size())
            throw Error("The keyframes of a journey must have latents of one size, not " +
                        std::to_string(journey.keyframes[0].latent.size()) + " and " +
                        std::to_string(key.latent.size()) + ".");
    }
}

double ease(double t, Easing easing) {
    return easing == Easing::smooth ? t * t * (3 - 2 * t) : t;
}

}  // namespace

std::int64_t frame_count(const Journey& journey) {
    check(journey);
    const bool loops = journey.loop && journey.keyframes.size() > 1;
    std::int64_t frames = loops ? 0 : 1;
    for (std::size_t i = 0; i + (loops ? 0 : 1) < journey.keyframes.size(); ++i)
        frames += journey.keyframes[i].frames;
    return frames;
}

Latent journey_latent(const Journey& journey, std::int64_t index) {
    const std::int64_t count = frame_count(journey);
    if (index < 0 || index >= count)
        throw Error("The journey has frames 0 to " + std::to_string(count - 1) + ", not " +
                    std::to_string(index) + ".");
    const std::vector<Keyframe>& keys = journey.keyframes;
    std::int64_t left = index;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const Keyframe& from = keys[i];
        if (left == 0) return from.latent;
        if (left < from.frames) {
            const Keyframe& to = keys[(i + 1) % keys.size()];
            const double t = ease(static_cast<double>(left) / from.frames, from.easing);
            return interpolate(from.latent, to.latent, t, journey.method);
        }
        left -= from.frames;
    }
    return keys.back().latent;
}

}  // namespace progan
