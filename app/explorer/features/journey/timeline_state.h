// What the timeline shows of the journey (AppState::journey), and what follows from it.
#pragma once

#include <cstddef>
#include <cstdint>

#include <string>
#include <vector>

#include "app/explorer/state/existing_file.h"
#include "core/latent/journey/journey.h"

namespace progan {

class KeptFields;

struct TimelineState {
    double playhead = 0;  ///< frame of the way; between two while playing
    bool playing = false;
    int direction = 1;        ///< of playing; -1: on a ping-pong's way back
    int selected = 0;         ///< key, or -1
    double zoom = 1;          ///< 1: the whole way fits
    double left = 0;          ///< the first frame that is seen when zoomed
    double memory_mib = 256;  ///< for prefetched frames; 0: nothing is prefetched
    std::string name;         ///< of its file, without folder and ending

    int dragged = -1;         ///< key that is being dragged
    float grabbed = 0;        ///< pixels from that key's place to the pointer
    std::size_t menu_of = 0;  ///< key whose menu was opened last
    std::string typed_name;
    ReplaceQuestion replace;
    std::vector<std::string> saved;  ///< journeys, listed when the menu opens

    /// The journey with its measured changes and its keys where even pacing puts them, as it is shown,
    /// prefetched, recorded and saved; and the AppState::journey it was made of. See shown_journey().
    Journey spaced, spaced_from;
    bool measuring = false;  ///< the change is being measured
};

/// What the session keeps of it.
void keep(KeptFields& fields, TimelineState& timeline);

}  // namespace progan
