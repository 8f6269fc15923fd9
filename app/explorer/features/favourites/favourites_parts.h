// The parts of the favourites' panel. Each draws itself into the current Dear ImGui window.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/features/favourites/favourites_controller.h"
#include "app/explorer/ui/panel.h"

namespace progan {

/// The pictures of the favourites that are listed, by their indices; only rows in sight are drawn.
void favourites_gallery(Panel& panel, FavouritesController& controller,
                        const std::vector<std::size_t>& listed);

/// Which album is listed; only if there is one.
void album_choice(Panel& panel, FavouritesController& controller);
/// Menu items: the albums, of which those that hold all of these faces are checked, and a new one.
void album_items(Panel& panel, FavouritesController& controller, const std::vector<std::string>& ids);
/// Asks for the name of an album that begins with these faces; without any, it is listed.
void ask_for_new_album(Panel& panel, const std::vector<std::string>& ids);
/// The dialog that asks.
void album_dialog(Panel& panel, FavouritesController& controller);

/// What is known of the favourites of these ids, and what can be done with them; `height` pixels high.
void favourites_inspector(Panel& panel, FavouritesController& controller, const std::vector<std::string>& ids,
                          float height);
/// As high as it wants to be.
float inspector_height(const AppState& state);

/// Stars that can be clicked, of which `rating` are full. The number that was clicked; 0 for the one that was
/// it already.
std::optional<int> star_row(Panel& panel, int rating, const std::string& probe_label);

/// Chips in a row, a further row where there is no room.
class ChipRow {
  public:
    enum class Click { text, cross };
    explicit ChipRow(Panel& panel) : panel_(panel) {}
    /// Makes room for an item of that width, as high as a chip.
    void place(float width);
    /// One more; `tooltip` says what a click on its text does. Dim if it is true of some only.
    std::optional<Click> chip(const std::string& text, const std::string& probe_label,
                              const std::string& tooltip, const std::string& cross_tooltip, bool dim = false);

  private:
    Panel& panel_;
    bool first_ = true;
};

}  // namespace progan
