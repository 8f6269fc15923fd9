// What the view of a level's channels shows. Plain values.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/model/channel_maps.h"
#include "core/support/enum_names.h"

namespace progan {

class KeptFields;

/// Which channel comes first: by how its map changes from place to place, or from face to face.
enum class ChannelOrder { over_map, over_faces, number };
/// What black and white mean in a map: that channel's own values, or those of all of them.
enum class ChannelScale { own, common };

inline constexpr auto kChannelOrderNames = enum_names<ChannelOrder>({{ChannelOrder::over_map, "over_map"},
                                                                     {ChannelOrder::over_faces, "over_faces"},
                                                                     {ChannelOrder::number, "number"}});
inline constexpr auto kChannelScaleNames =
    enum_names<ChannelScale>({{ChannelScale::own, "own"}, {ChannelScale::common, "common"}});

struct LayersSettings {
    int level = 3;  ///< the model's last, if it has no such
    ChannelOrder order = ChannelOrder::over_map;
    ChannelScale scale = ChannelScale::own;
    bool overlay = true;  ///< the chosen channel's map is laid over the face
};

struct LayersState {
    std::shared_ptr<const ChannelMaps> maps;  ///< of the face and level shown; null: not there yet
    std::uint64_t maps_version = 0;           ///< another one for each
    std::map<int, ChannelSurvey> surveys;     ///< of the open model, by level
    std::optional<int> channel;               ///< the chosen one
    std::string problem;                      ///< why there are no maps, or empty

    // The panel's own.
    std::uint64_t sheet_of = 0, overlay_of = 0;  ///< marks of the pictures that are drawn
    std::string name;                            ///< as it is typed
    bool naming = false;
};

/// What the session keeps of it.
void keep(KeptFields& fields, LayersSettings& layers);

}  // namespace progan
