#include "core/latent/journey/pacing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace progan {

double part_at_share(std::span<const float> change, double share) {
    if (change.size() < 2 || !(change.back() > 0)) return share;
    const double wanted = share * static_cast<double>(change.back());
    const auto above = std::upper_bound(change.begin(), change.end(), wanted, [](double value, float at) {
        return value < static_cast<double>(at);
    });
    if (above == change.begin()) return 0;
    if (above == change.end()) return 1;
    const double low = static_cast<double>(*(above - 1)), high = static_cast<double>(*above);
    const double at = static_cast<double>(above - change.begin() - 1) + (wanted - low) / (high - low);
    return at / static_cast<double>(change.size() - 1);
}

bool is_measured(const Journey& journey) {
    for (std::size_t i = 0; i < span_count(journey); ++i)
        if (journey.keyframes[i].change.size() < 2 || journey.keyframes[i].change_of != span_mark(journey, i))
            return false;
    return true;
}

bool forget_old_measures(Journey& journey) {
    bool any = false;
    for (std::size_t i = 0; i < journey.keyframes.size(); ++i) {
        Keyframe& key = journey.keyframes[i];
        const bool fits = i < span_count(journey) && key.change_of == span_mark(journey, i);
        if (key.change.empty() || fits) continue;
        key.change.clear();
        key.change_of = 0;
        any = true;
    }
    return any;
}

std::vector<int> apportioned(std::span<const double> weights, std::int64_t total) {
    const std::size_t n = weights.size();
    std::vector<int> parts(n, 1);
    const std::int64_t rest = total - static_cast<std::int64_t>(n);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (n == 0 || rest <= 0) return parts;
    // Each span has one frame anyway; the rest is distributed by how far the exact share exceeds that.
    std::vector<double> excess(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double exact = sum > 0 ? weights[i] / sum * static_cast<double>(total)
                                     : static_cast<double>(total) / static_cast<double>(n);
        excess[i] = std::max(0.0, exact - 1);
    }
    const double excess_sum = std::accumulate(excess.begin(), excess.end(), 0.0);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> remainder(n);
    std::int64_t given = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double share = excess_sum > 0 ? excess[i] / excess_sum * static_cast<double>(rest) : 0;
        const auto whole = static_cast<std::int64_t>(share);
        parts[i] += static_cast<int>(whole);
        remainder[i] = share - static_cast<double>(whole);
        given += whole;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
    for (std::size_t i = 0; given < rest; i = (i + 1) % n, ++given) ++parts[order[i]];
    return parts;
}

void space_evenly(Journey& journey) {
    if (!is_measured(journey)) return;
    std::vector<double> change;
    std::int64_t total = 0;
    const std::size_t spans = span_count(journey);
    for (std::size_t i = 0; i < spans; ++i) {
        const Keyframe& key = journey.keyframes[i];
        change.push_back(static_cast<double>(key.change.back()));
        total += key.own_frames > 0 ? key.own_frames : key.frames;
    }
    const std::vector<int> frames = apportioned(change, total);
    for (std::size_t i = 0; i < spans; ++i) {
        Keyframe& key = journey.keyframes[i];
        if (key.own_frames == 0) key.own_frames = key.frames;
        key.frames = frames[i];
    }
}

void space_as_set(Journey& journey) {
    for (Keyframe& key : journey.keyframes) {
        if (key.own_frames > 0) key.frames = key.own_frames;
        key.own_frames = 0;
    }
}

ChangeSpread spread_of(std::span<const float> changes) {
    std::vector<float> known;
    for (float change : changes)
        if (change >= 0) known.push_back(change);
    if (known.empty()) return {};
    const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
    std::nth_element(known.begin(), middle, known.end());
    return {static_cast<double>(*middle), static_cast<double>(*std::max_element(known.begin(), known.end()))};
}

}  // namespace progan
