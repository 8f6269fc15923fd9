// What the channels of a level do for one face, and over many: maps small enough to be drawn by the hundred,
// and the figures that they are sorted by. Pure arithmetic.
#pragma once

#include <cstddef>
#include <vector>

#include "core/model/generator.h"

namespace progan {

/// Maps of all channels of a level together have at most so many numbers, but at least 16 pixels each.
inline constexpr std::size_t kMaxMapNumbers = std::size_t{1} << 19;
/// A channel whose values differ by less, over all pixels and faces, never acts: after pixel norm, the root
/// mean square over the channels is 1.
inline constexpr float kActs = 0.01f;

struct ChannelRange {
    float low = 0, high = 0;  ///< over the pixels
    float change = 0;         ///< the values' standard deviation over the pixels
};

struct ChannelMaps {
    int level = 0, side = 0, channels = 0;  ///< `side`: of the level
    int tile = 0;                           ///< pixels per side of a map here: `side` or a part of it
    std::vector<float> tiles;               ///< [channels][tile][tile]: means of the features
    std::vector<ChannelRange> ranges;       ///< by channel, of all pixels
    /// What pixel norm divides by, over the pixels; and the mean of the features' root mean square after it.
    float norm_low = 0, norm_high = 0, norm_mean = 0, norm_after = 0;

    /// Of a channel, [tile][tile].
    const float* map(int channel) const {
        return tiles.data() + static_cast<std::size_t>(channel) * static_cast<std::size_t>(tile) *
                                  static_cast<std::size_t>(tile);
    }
};

ChannelMaps channel_maps(const LevelFeatures& features);

/// Channels over many faces.
struct ChannelSurvey {
    int level = 0, faces = 0;
    struct Channel {
        float low = 0, high = 0;
        /// How the map differs from face to face: at each place the variance over the faces, of these the
        /// mean, of that the root.
        float change = 0;
        bool acts() const { return high - low >= kActs; }
    };
    std::vector<Channel> channels;

    int never_acting() const;
};

/// Takes one face after another; all of one level.
class ChannelSurveyor {
  public:
    void add(const ChannelMaps& maps);
    /// Of those so far.
    ChannelSurvey survey() const;

  private:
    ChannelSurvey survey_;
    std::vector<double> sums_, squares_;  ///< over the faces, laid out as ChannelMaps::tiles
};

}  // namespace progan
