// What a person changed inside the generator for one face: channels of its levels that count more, less or
// not at all. Plain values; core/model applies them. They belong to a model: in another one, the same numbers
// are other channels.
#pragma once

#include <cstddef>
#include <vector>

namespace progan {

inline constexpr float kMaxChannelStrength = 2;
/// More edits no face of ours and no file may have.
inline constexpr std::size_t kMaxChannelEdits = 4096;
inline constexpr int kMaxEditedLevel = 8, kMaxEditedChannel = 16383;

/// The features of one channel are multiplied, after pixel norm, where the next level and to-RGB read them.
struct ChannelEdit {
    int level = 0, channel = 0;
    float strength = 1;  ///< 0 (switched off) to kMaxChannelStrength; 1: as learned

    bool operator==(const ChannelEdit&) const = default;
};

/// By level, then by channel; each channel once, and none with strength 1. Empty: the face is as learned.
using ChannelEdits = std::vector<ChannelEdit>;

float strength_of(const ChannelEdits& edits, int level, int channel);
/// Clamps; strength 1 removes the edit. What is not a number is as learned.
void set_strength(ChannelEdits& edits, int level, int channel, float strength);
/// Those of the level are removed.
void reset_level(ChannelEdits& edits, int level);
/// On the way from one face to another: strengths in between, `part` 0 to 1.
ChannelEdits edits_between(const ChannelEdits& from, const ChannelEdits& to, double part);

}  // namespace progan
