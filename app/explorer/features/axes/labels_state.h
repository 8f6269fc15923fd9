// Sliders to be learned from labelled pictures: what was chosen, and how far it is. Plain values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace progan {

struct LabelColumn {
    std::string name;
    std::size_t labelled = 0;  ///< pictures
    bool chosen = true;
};

struct LabelsState {
    bool show = false;
    std::string csv, folder;  ///< the file of labels, and where its pictures are
    bool reading = false;     ///< the file is being read
    std::string problem;      ///< why nothing can be learned from it, or why it was not; or empty
    std::size_t pictures = 0, missing = 0;
    std::vector<LabelColumn> columns;
    std::vector<std::string> unused;  ///< a sentence per column that cannot be learned from
    bool leaves_others = false;  ///< each slider is to leave also those as they are that go together with it
    bool learning = false;
    double part = 0;  ///< 0..1 of it
};

}  // namespace progan
