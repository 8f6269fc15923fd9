// The command palette (Ctrl+Shift+P): commands, models, axes and favourites by name. One thread (the
// window's).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/ui/panel.h"

namespace progan {

struct PaletteItem {
    std::string label;
    std::string probe_name;  ///< the label in English
    std::string detail;      ///< its keys, or what it is
    std::function<void()> run;
};

/// What the query finds, best first; all commands, in their order, for an empty one.
std::vector<PaletteItem> palette_items(const std::string& query, AppState& state, Features& features,
                                       const Commands& commands);

void palette_popup(Panel& panel, Features& features, const Commands& commands);

}  // namespace progan
