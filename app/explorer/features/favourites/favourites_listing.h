// Which favourites are listed, in which order, and which of them the inspector is about. Functions of the
// state. One thread (the window's).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/explorer/state/app_state.h"

namespace progan {

/// What the search, the stars and the album let through.
class FavouriteFilter {
  public:
    explicit FavouriteFilter(const AppState& state);
    bool passes(const Favourite& favourite) const;
    /// Whether something but the album may hide faces.
    bool hides() const { return !search_.empty() || least_stars_ > 0; }

  private:
    std::string search_;  ///< in small letters
    int least_stars_;
    const std::string& album_;
};

/// Indices of AppState::favourites. Keeps the order, so that an unchanged list is not sorted again.
std::vector<std::size_t> listed_favourites(AppState& state);
/// The ids of these, in that order.
std::vector<std::string> listed_ids(AppState& state);

/// Ids of those that are selected and still there, as they are listed, then those that are not listed.
std::vector<std::string> selected_ids(AppState& state);
/// What the inspector is about: those that are selected, or else the one that was opened last.
std::vector<std::string> inspected_ids(AppState& state);

/// The face that is shown, with the sliders or by the journey: which favourites have the ring.
class ShownFace {
  public:
    explicit ShownFace(const AppState& state);
    bool is(const Favourite& favourite) const {
        return favourite.latent == latent_ && favourite.edits == edits_;
    }

  private:
    Latent latent_;
    ChannelEdits edits_;
};

/// Those that a face is in, and the chosen one, by name, without duplicates.
std::vector<std::string> album_names(const AppState& state);
bool is_in_album(const Favourite& favourite, const std::string& album);

/// Before the other for people: "Seed 9" before "Seed 10", and small letters beside large ones.
bool natural_less(const std::string& a, const std::string& b);

}  // namespace progan
