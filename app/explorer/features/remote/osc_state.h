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
    std::string send_to;          ///< "HOST:PORT" that changes are sent to; empty: none
};

struct OscState {
    std::optional<int>
        given;  ///< the port of the command line: it counts in place of the settings, and is not kept
    std::optional<int> typed_port;        ///< in the settings, while its digits are not all there
    int port = 0;                         ///< that is listened on; 0: none
    std::string problem;                  ///< why none is, as a sentence, or empty
    std::size_t heard = 0, ignored = 0;   ///< messages since the start
    std::optional<std::string> given_to;  ///< as the command line has send_to: as `given`
    std::optional<std::string> typed_to;  ///< in the settings, while it is typed, or wrong
    std::string sending_to;               ///< where changes go; empty: nowhere
    std::string send_problem;             ///< why they do not, as a sentence, or empty
    std::size_t sent = 0;                 ///< messages since the start
};

/// What the session keeps of it.
void keep(KeptFields& fields, OscSettings& osc);

}  // namespace progan
