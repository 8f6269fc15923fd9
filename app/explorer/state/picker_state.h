// What the file picker lists. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace progan {

/// What is chosen, and so which files are offered.
enum class PickerFor { model, axes, favourites };

struct PickerEntry {
    std::string name;
    bool folder = false;
    std::uintmax_t bytes = 0;
};

struct PickerListing {
    std::string folder;  ///< empty: nothing was listed yet
    PickerFor what = PickerFor::model;
    std::vector<PickerEntry> entries;
    std::string problem;  ///< why the folder cannot be read, or empty
};

}  // namespace progan
