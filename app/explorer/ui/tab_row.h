// Views of which one is chosen: a tab each, or one list of them where the tabs have no room.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "app/explorer/ui/panel.h"

namespace progan {

/// Label and tooltip are in English: they are said in the language in use.
struct TabOfRow {
    const char *label, *tooltip, *probe;
};

/// Draws them in `room` pixels, within the line; the next item stands beside them. The one that was chosen
/// now.
std::optional<std::size_t> tab_row(Panel& panel, const char* id, const std::vector<TabOfRow>& tabs,
                                   std::size_t chosen, float room);

}  // namespace progan
