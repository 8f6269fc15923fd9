// What becomes of a model's axes when others come or go. Pure: lists and faces in, lists and faces out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/explorer/state/app_state.h"

namespace progan {

inline constexpr double kSameDirection = 1 - 1e-6;  ///< |cos| of two axes that are one

/// Where an axis is listed: 0 pinned, 1 in an order that its maker gave it, 2 taught, 3 imported, 4 found.
std::size_t listed_group(const Axis& axis);

/// Gives axes that come in ids and names that no other has.
void make_unique(Axis& axis, const std::vector<Axis>& others);

/// The kept axes, behind those that the model carries if none of these was ever taken: once some were, those
/// that are not kept were deleted.
std::vector<Axis> with_carried(std::vector<Axis> carried, const std::vector<Axis>& kept);

/// A face without its turn toward one axis that looks the same: the other turns stay if they can be undone
/// from the picture's latent, else all go into the base.
Face without_turn(const AppState& state, const std::string& id);

}  // namespace progan
