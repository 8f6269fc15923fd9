// What the file picker lists. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace progan {

struct PickerEntry {
    std::string name;
    bool folder = false;
    std::uintmax_t bytes = 0;
};

struct PickerListing {
    std::string folder;  ///< empty: nothing was listed yet
    bool axes = false;   ///< files of axes, not models
    std::vector<PickerEntry> entries;
    std::string problem;  ///< why the folder cannot be read, or empty
};

}  // namespace progan
