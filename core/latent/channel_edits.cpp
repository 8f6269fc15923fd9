#include "core/latent/channel_edits.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace progan {
namespace {

auto key_of(const ChannelEdit& edit) {
    return std::pair{edit.level, edit.channel};
}

template <class Edits>
auto place_of(Edits& edits, int level, int channel) {
    return std::lower_bound(
        edits.begin(), edits.end(), std::pair{level, channel},
        [](const ChannelEdit& edit, const std::pair<int, int>& key) { return key_of(edit) < key; });
}

}  // namespace

float strength_of(const ChannelEdits& edits, int level, int channel) {
    const auto at = place_of(edits, level, channel);
    return at != edits.end() && key_of(*at) == std::pair{level, channel} ? at->strength : 1.0f;
}

void set_strength(ChannelEdits& edits, int level, int channel, float strength) {
    const float now = std::isfinite(strength) ? std::clamp(strength, 0.0f, kMaxChannelStrength) : 1.0f;
    const auto at = place_of(edits, level, channel);
    const bool there = at != edits.end() && key_of(*at) == std::pair{level, channel};
    if (now == 1) {
        if (there) edits.erase(at);
    } else if (there) {
        at->strength = now;
    } else {
        edits.insert(at, {level, channel, now});
    }
}

void reset_level(ChannelEdits& edits, int level) {
    std::erase_if(edits, [level](const ChannelEdit& edit) { return edit.level == level; });
}

ChannelEdits edits_between(const ChannelEdits& from, const ChannelEdits& to, double part) {
    if (from == to || !(part > 0)) return from;
    if (part >= 1) return to;
    ChannelEdits result;
    const auto add = [&](int level, int channel) {
        const double a = strength_of(from, level, channel), b = strength_of(to, level, channel);
        set_strength(result, level, channel, static_cast<float>(a + (b - a) * part));
    };
    for (const ChannelEdit& edit : from) add(edit.level, edit.channel);
    for (const ChannelEdit& edit : to) add(edit.level, edit.channel);
    return result;
}

}  // namespace progan
