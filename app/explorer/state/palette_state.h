// The command palette: what was typed and what is chosen. Plain values.
#pragma once

#include <string>

namespace progan {

struct PaletteState {
    bool open = false;
    std::string query;
    int chosen = 0;  ///< of the matches, from 0
};

}  // namespace progan
