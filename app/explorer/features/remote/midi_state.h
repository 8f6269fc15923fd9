// Control by a MIDI device. Plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace progan {

class KeptFields;

struct MidiSettings {
    std::string port;  ///< that is listened to, by its name, or the path of a raw device; empty: none
};

struct MidiState {
    /// The port of the command line: it counts in place of the settings, and is not kept.
    std::optional<std::string> given;
    std::string connected;  ///< the port that is heard; empty: none
    std::string problem;    ///< why a device is not, in a few words, or empty
    bool sequencer = true;  ///< whether the system has ports at all, when they were looked for last
    std::vector<std::string> ports;
    std::size_t heard = 0;  ///< moves of controls since the start
};

/// What the session keeps of it.
void keep(KeptFields& fields, MidiSettings& midi);

}  // namespace progan
