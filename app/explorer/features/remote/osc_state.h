// Control by other programs through Open Sound Control. Plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace progan {

class KeptFields;

inline constexpr int kMinOscPort = 1024, kMaxOscPort = 65535;  // below are the system's

struct OscSettings {
    bool on = false;
    int port = 9000;
    bool other_machines = false;  ///< are heard, too
};

struct OscState {
    std::optional<int>
        given;  ///< the port of the command line: it counts in place of the settings, and is not kept
    std::optional<int> typed_port;       ///< in the settings, while its digits are not all there
    int port = 0;                        ///< that is listened on; 0: none
    std::string problem;                 ///< why none is, as a sentence, or empty
    std::size_t heard = 0, ignored = 0;  ///< messages since the start
};

/// What the session keeps of it.
void keep(KeptFields& fields, OscSettings& osc);

}  // namespace progan
