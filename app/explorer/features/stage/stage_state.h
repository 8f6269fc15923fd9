// The stage: a window beside the main one that shows the picture alone, for an audience. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/support/enum_names.h"

namespace progan {

class KeptFields;

/// Where it opens. `other`: on the monitor that the main window is not on, or as a window if there is but
/// one.
enum class StagePlace { other, monitor, window };

inline constexpr auto kStagePlaceNames = enum_names<StagePlace>(
    {{StagePlace::other, "other"}, {StagePlace::monitor, "monitor"}, {StagePlace::window, "window"}});

inline constexpr double kMaxStageFade = 2;

struct StageSettings {
    StagePlace place = StagePlace::other;
    std::string monitor;  ///< the name of the one that was chosen
    double fade = 0.4;    ///< seconds from one face to another; 0: it cuts
    bool caption = false;
};

/// One that is connected.
struct StageMonitor {
    std::string name;
    int width = 0, height = 0;

    bool operator==(const StageMonitor&) const = default;
};

struct StageState {
    bool open = false;  ///< never kept: a projector must not surprise anyone
    std::vector<StageMonitor> monitors;
    std::string caption;  ///< of what it shows, also while captions are off
    Image picture;        ///< what it shows; empty: nothing yet
    int side = 0;         ///< pixels per side of the whole picture, of which `picture` may be a preview
    std::uint64_t picture_id = 0;  ///< another one for each picture
    bool fading = false;

    // What has become of it; StageView writes it (shell/stage_view.h).
    bool full_screen = false, pointer_hidden = false;
    int width = 0, height = 0;
    std::uint64_t drawn = 0;  ///< the picture that was drawn last
};

/// What the session keeps of it.
void keep(KeptFields& fields, StageSettings& stage);

}  // namespace progan
