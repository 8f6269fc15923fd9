#include "app/explorer/features/layers/channel_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/image/difference.h"

namespace progan {
namespace {

/// Maps of few pixels are enlarged to at least so many, as squares: interpolated, they would look like more
/// than they are.
constexpr int kLeastTile = 64, kLeastTileOfMany = 32, kMany = 256;
constexpr float kLeastLight = 0.25f;  ///< of the face where the channel does not act
constexpr float kGlow = 0.35f;

using Color = std::array<std::uint8_t, 3>;

/// heat_color() of 256 values: hundreds of maps are colored for each face.
const std::array<Color, 256>& colors() {
    static const std::array<Color, 256> table = [] {
        std::array<Color, 256> made{};
        for (std::size_t i = 0; i < made.size(); ++i) made[i] = heat_color(static_cast<double>(i) / 255);
        return made;
    }();
    return table;
}

/// 0 at `low`, 1 at `high`; a map of one value alone is 0.
float share(float value, float low, float high) {
    return high > low ? std::clamp((value - low) / (high - low), 0.0f, 1.0f) : 0.0f;
}

struct Range {
    float low = 0, high = 0;
};

Range range_of(const ChannelMaps& maps, int channel) {
    const std::ptrdiff_t pixels = std::ptrdiff_t{maps.tile} * maps.tile;
    const auto [low, high] = std::minmax_element(maps.map(channel), maps.map(channel) + pixels);
    return {*low, *high};
}

void paint(const ChannelMaps& maps, int channel, const Range& range, ChannelSheet& sheet) {
    const float* map = maps.map(channel);
    const int left = channel % sheet.columns * sheet.tile, top = channel / sheet.columns * sheet.tile,
              times = sheet.tile / maps.tile;
    for (int y = 0; y < sheet.tile; ++y) {
        std::uint8_t* to = sheet.image.rgb.data() + (std::ptrdiff_t{top + y} * sheet.image.width + left) * 3;
        for (int x = 0; x < sheet.tile; ++x) {
            const float value = map[y / times * maps.tile + x / times];
            const Color& color =
                colors()[static_cast<std::size_t>(std::lround(255 * share(value, range.low, range.high)))];
            to = std::copy(color.begin(), color.end(), to);
        }
    }
}

/// Between the pixels' middles, as a picture is enlarged.
float interpolated(const float* map, int side, float x, float y) {
    const auto last = static_cast<float>(side - 1);
    const float fx = std::clamp(x, 0.0f, last), fy = std::clamp(y, 0.0f, last);
    const int x0 = static_cast<int>(fx), y0 = static_cast<int>(fy), x1 = std::min(x0 + 1, side - 1),
              y1 = std::min(y0 + 1, side - 1);
    const float px = fx - static_cast<float>(x0), py = fy - static_cast<float>(y0);
    const auto row = [&](int at) {
        return map[at * side + x0] + px * (map[at * side + x1] - map[at * side + x0]);
    };
    return row(y0) + py * (row(y1) - row(y0));
}

}  // namespace

int sheet_columns(int channels) {
    return std::max(1, static_cast<int>(std::ceil(std::sqrt(static_cast<double>(channels)))));
}

ChannelSheet channel_sheet(const ChannelMaps& maps, ChannelScale scale) {
    ChannelSheet sheet;
    const int least = maps.channels > kMany ? kLeastTileOfMany : kLeastTile;
    sheet.tile = maps.tile;
    while (sheet.tile < least) sheet.tile *= 2;
    sheet.columns = sheet_columns(maps.channels);
    sheet.image =
        Image(sheet.columns * sheet.tile, (maps.channels + sheet.columns - 1) / sheet.columns * sheet.tile);
    Range common;
    if (!maps.tiles.empty()) {
        const auto [low, high] = std::minmax_element(maps.tiles.begin(), maps.tiles.end());
        common = {*low, *high};
    }
    for (int channel = 0; channel < maps.channels; ++channel)
        paint(maps, channel, scale == ChannelScale::common ? common : range_of(maps, channel), sheet);
    return sheet;
}

Image channel_overlay(const Image& face, const ChannelMaps& maps, int channel) {
    Image image(face.width, face.height);
    const float* map = maps.map(channel);
    const Range range = range_of(maps, channel);
    const auto tile = static_cast<float>(maps.tile);
    const auto across = tile / static_cast<float>(face.width), down = tile / static_cast<float>(face.height);
    for (int y = 0; y < face.height; ++y)
        for (int x = 0; x < face.width; ++x) {
            const float value = interpolated(map, maps.tile, (static_cast<float>(x) + 0.5f) * across - 0.5f,
                                             (static_cast<float>(y) + 0.5f) * down - 0.5f);
            const float part = share(value, range.low, range.high);
            const float light = kLeastLight + (1 - kLeastLight) * part, glow = kGlow * part;
            const Color& color = colors()[static_cast<std::size_t>(std::lround(255 * part))];
            const std::ptrdiff_t at = (std::ptrdiff_t{y} * face.width + x) * 3;
            for (std::ptrdiff_t c = 0; c < 3; ++c) {
                const float seen = static_cast<float>(face.rgb[static_cast<std::size_t>(at + c)]) * light;
                const float mixed =
                    seen + glow * (static_cast<float>(color[static_cast<std::size_t>(c)]) - seen);
                image.rgb[static_cast<std::size_t>(at + c)] = static_cast<std::uint8_t>(std::lround(mixed));
            }
        }
    return image;
}

std::vector<int> ordered_channels(const ChannelMaps& maps, const ChannelSurvey* survey, ChannelOrder order) {
    std::vector<int> channels(static_cast<std::size_t>(maps.channels));
    std::iota(channels.begin(), channels.end(), 0);
    if (order == ChannelOrder::number) return channels;
    const bool over_faces = order == ChannelOrder::over_faces && survey != nullptr &&
                            survey->channels.size() == maps.ranges.size();
    std::stable_sort(channels.begin(), channels.end(), [&](int a, int b) {
        const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
        return over_faces ? survey->channels[i].change > survey->channels[j].change
                          : maps.ranges[i].change > maps.ranges[j].change;
    });
    return channels;
}

}  // namespace progan
