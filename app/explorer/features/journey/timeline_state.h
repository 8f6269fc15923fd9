// What the timeline shows of the journey (AppState::journey), and what follows from it.
#pragma once

#include <cstddef>
#include <cstdint>

#include <memory>
#include <string>
#include <vector>

#include "app/explorer/state/existing_file.h"
#include "core/latent/journey/journey.h"
#include "core/latent/journey/sound_drive.h"
#include "core/sound/sound_curves.h"

namespace progan {

class KeptFields;

/// What is known of the sound that the journey follows (JourneySound).
struct TimelineSound {
    std::shared_ptr<const SoundCurves> curves;  ///< null: not read
    /// Of the journey as it is shown. Null: there is no sound, it is not read, or it cannot drive this
    /// journey.
    std::shared_ptr<const SoundDrive> drive;
    std::string problem;  ///< why the sound cannot be followed, or empty
    bool reading = false;
    bool fps_in_hand = false;   ///< since the last frame: the sound is read for where the drag ends
    bool waiting = false;       ///< for that; the curves are those of another frame rate
    std::int64_t readings = 0;  ///< how often it was read
    double frame = -1;          ///< of the sound, that is shown; negative: a frame of the journey itself
};

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

    TimelineSound sound;
};

/// What the session keeps of it.
void keep(KeptFields& fields, TimelineState& timeline);

}  // namespace progan
