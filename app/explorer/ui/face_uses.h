// What else a face is good for: the items of the menu that every face has. Features do not know each other:
// the shell fills the list.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/explorer/state/picked_face.h"

namespace progan {

/// In English: the menu translates (mark them with tr_later).
struct FaceUse {
    std::string submenu;  ///< empty: in the menu itself
    std::string text, probe_name, tip;
    std::function<void(const NamedLatent&)> use;
    bool ends_group = false;  ///< a line follows
};

struct FaceUses {
    std::function<void(const NamedLatent&)> keep;         ///< as a favourite
    std::function<void(const NamedLatent&)> export_face;  ///< opens the dialog
    std::vector<FaceUse> others;                          ///< those of one submenu stand together

    // Favourites that are selected (ExportState::selected): by Ctrl+click, and by Shift+click from there.
    std::function<void(const std::string& id)> toggle_selected;
    std::function<void(const std::string& id, const std::vector<std::string>& listed)> select_up_to;
    /// A favourite was clicked without them: none is selected, and selecting begins at it.
    std::function<void(const std::string& id)> begin_selection_at;
    std::function<void()> clear_selection, export_selected;
};

}  // namespace progan
