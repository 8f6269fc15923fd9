// What `progan doctor` has said. Plain values; DoctorController changes them.
#pragma once

#include <string>

namespace progan {

struct DoctorState {
    bool show = false;
    bool running = false;
    std::string text;     ///< its lines so far
    std::string problem;  ///< why it could not be started, or what it ended with
};

}  // namespace progan
