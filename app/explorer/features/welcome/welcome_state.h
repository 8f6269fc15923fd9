// The newcomer's card: what it has ticked, and what its tour is doing. Plain values; WelcomeController
// changes them.
#pragma once

#include <string>

namespace progan {

class KeptFields;

struct WelcomeState {
    bool open = false;
    bool random = false, turned = false, kept = false;  ///< what a person has done: the marks
    // Of the tour, which no session keeps.
    bool touring = false;
    std::string caption;  ///< what it shows now
    double part = 0;      ///< 0..1: how much of it is over
};

/// What the session keeps of it.
void keep(KeptFields& fields, WelcomeState& welcome);

}  // namespace progan
