// Pictures of channels: all of a level on one sheet, and one of them over the face. And in which order they
// are listed. Pure functions.
#pragma once

#include <vector>

#include "app/explorer/features/layers/layers_state.h"
#include "core/image/image.h"

namespace progan {

/// Channel c is the tile in column c % columns, row c / columns.
struct ChannelSheet {
    Image image;
    int columns = 1, tile = 1;  ///< `tile`: pixels per side
};

/// How many tiles the sheet of so many channels has in a row: as nearly square as can be.
int sheet_columns(int channels);

/// Maps in the colors of core/image/difference.h, dark where the values are lowest.
ChannelSheet channel_sheet(const ChannelMaps& maps, ChannelScale scale);

/// The face where the channel acts, and in the dark elsewhere, with a glow of its map.
Image channel_overlay(const Image& face, const ChannelMaps& maps, int channel);

/// Of all channels. Those that change alike stay in the order of their numbers; without a survey, over_faces
/// is over_map.
std::vector<int> ordered_channels(const ChannelMaps& maps, const ChannelSurvey* survey, ChannelOrder order);

}  // namespace progan
