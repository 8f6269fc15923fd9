// What is looked at in the manual. Plain values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace progan {

struct ManualState {
    bool show = false;
    std::string document = "docs/manual.md";  ///< that is read
    std::vector<std::string> before;          ///< those that links led from, the last one last
    std::string search;
    std::size_t hit = 0;        ///< which of the places found is shown
    std::string wanted;         ///< the section to scroll to in the next frame, "#favourites"; empty: none
    bool hit_wanted = false;    ///< scroll to the place found
    bool focus_search = false;  ///< the search field should get the keys
};

}  // namespace progan
