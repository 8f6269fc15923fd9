#include "core/model/channel_maps.h"

#include <algorithm>
#include <cmath>

namespace progan {
namespace {

std::size_t size_of(int value) {
    return static_cast<std::size_t>(value);
}

int tile_of(int side, int channels) {
    int tile = side;
    while (tile > 4 && size_of(tile) * size_of(tile) * size_of(channels) > kMaxMapNumbers) tile /= 2;
    return tile;
}

/// The mean of block x block features for each pixel of a map.
void shrink(const LevelFeatures& features, ChannelMaps& maps) {
    const std::size_t tile = size_of(maps.tile), channels = size_of(maps.channels), side = size_of(maps.side),
                      block = side / tile;
    maps.tiles.assign(channels * tile * tile, 0.0f);
    const float part = 1 / static_cast<float>(block * block);
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x) {
            const float* values = features.values.data() + (y * side + x) * channels;
            float* to = maps.tiles.data() + y / block * tile + x / block;
            for (std::size_t c = 0; c < channels; ++c) to[c * tile * tile] += values[c] * part;
        }
}

void measure(const LevelFeatures& features, ChannelMaps& maps) {
    const std::size_t channels = size_of(maps.channels), pixels = features.norms.size();
    std::vector<double> sums(channels), squares(channels);
    maps.ranges.assign(channels, {});
    for (std::size_t c = 0; c < channels; ++c) maps.ranges[c].low = maps.ranges[c].high = features.values[c];
    double roots = 0;
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
        const float* values = features.values.data() + pixel * channels;
        double of_pixel = 0;
        for (std::size_t c = 0; c < channels; ++c) {
            ChannelRange& range = maps.ranges[c];
            const double value = values[c];
            range.low = std::min(range.low, values[c]);
            range.high = std::max(range.high, values[c]);
            sums[c] += value;
            squares[c] += value * value;
            of_pixel += value * value;
        }
        roots += std::sqrt(of_pixel / static_cast<double>(channels));
    }
    const auto count = static_cast<double>(pixels);
    for (std::size_t c = 0; c < channels; ++c) {
        const double mean = sums[c] / count;
        maps.ranges[c].change =
            static_cast<float>(std::sqrt(std::max(0.0, squares[c] / count - mean * mean)));
    }
    double norms = 0;
    for (const float norm : features.norms) norms += norm;
    const auto [low, high] = std::minmax_element(features.norms.begin(), features.norms.end());
    maps.norm_low = *low;
    maps.norm_high = *high;
    maps.norm_mean = static_cast<float>(norms / count);
    maps.norm_after = static_cast<float>(roots / count);
}

}  // namespace

ChannelMaps channel_maps(const LevelFeatures& features) {
    ChannelMaps maps;
    maps.level = features.level;
    maps.side = features.side;
    maps.channels = features.channels;
    maps.tile = tile_of(features.side, features.channels);
    shrink(features, maps);
    measure(features, maps);
    return maps;
}

int ChannelSurvey::never_acting() const {
    return static_cast<int>(std::count_if(channels.begin(), channels.end(),
                                          [](const Channel& channel) { return !channel.acts(); }));
}

void ChannelSurveyor::add(const ChannelMaps& maps) {
    const bool first = survey_.faces++ == 0;
    if (first) {
        survey_.level = maps.level;
        survey_.channels.resize(maps.ranges.size());
        sums_.assign(maps.tiles.size(), 0);
        squares_.assign(maps.tiles.size(), 0);
    }
    for (std::size_t c = 0; c < maps.ranges.size(); ++c) {
        ChannelSurvey::Channel& channel = survey_.channels[c];
        channel.low = first ? maps.ranges[c].low : std::min(channel.low, maps.ranges[c].low);
        channel.high = first ? maps.ranges[c].high : std::max(channel.high, maps.ranges[c].high);
    }
    for (std::size_t i = 0; i < maps.tiles.size(); ++i) {
        const double value = maps.tiles[i];
        sums_[i] += value;
        squares_[i] += value * value;
    }
}

ChannelSurvey ChannelSurveyor::survey() const {
    ChannelSurvey result = survey_;
    if (result.channels.empty()) return result;
    const std::size_t pixels = sums_.size() / result.channels.size();
    const double faces = survey_.faces;
    for (std::size_t c = 0; c < result.channels.size(); ++c) {
        double variance = 0;
        for (std::size_t i = c * pixels; i < (c + 1) * pixels; ++i) {
            const double mean = sums_[i] / faces;
            variance += std::max(0.0, squares_[i] / faces - mean * mean);
        }
        result.channels[c].change = static_cast<float>(std::sqrt(variance / static_cast<double>(pixels)));
    }
    return result;
}

}  // namespace progan
