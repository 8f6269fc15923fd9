// How the axes are listed, and what is being done to find more. The axes themselves are AppState::axes. Plain
// values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "app/explorer/features/axes/labels_state.h"
#include "app/explorer/state/existing_file.h"
#include "core/axes/axis.h"

namespace progan {

/// What to look for.
struct FindForm {
    AxisMethod method = AxisMethod::pca;  ///< or sefa
    std::optional<int> level;             ///< of pca; nothing: as the model suggests
    int count = 16;
    int samples = 512;  ///< of pca
};

struct AxesState {
    std::string search;
    bool show_hidden = false;
    bool all_strips = false;    ///< a filmstrip under every axis, not only one over the list
    std::string chosen;         ///< id
    std::string hovered;        ///< id of the one under the pointer in the last frame, or empty
    std::string hot, hot_next;  ///< and of the one whose icons show: under the pointer or the keys

    bool loading = false;              ///< the kept axes are being read
    bool finding = false;              ///< a job looks for axes or measures them
    std::int64_t done = 0, total = 1;  ///< of that job
    std::string doing;                 ///< its title
    std::string note;                  ///< a sentence about the last search, or empty

    LabelsState labels;
    bool show_find = false;
    FindForm form;
    std::string renaming, new_name;  ///< id of the axis whose name is being typed
    std::string focused;             ///< id of the one whose field was given the keys
    float scroll = 0;                ///< of the list, in the last frame
    /// Of the list's rows in pixels, as they were drawn last with such a font in such a width; 0: not yet.
    struct RowHeights {
        float font = 0, width = 0;
        std::array<float, 4> of{};  ///< with words for the ends or without, with a filmstrip or without
    };
    RowHeights row_heights;
    bool show_save = false;
    std::string saving, save_path;  ///< id of the axis to be written to a file; empty: all
    ReplaceQuestion replace;
};

}  // namespace progan
