// Turns a latent on its sphere: what a slider does.
#pragma once

#include <span>

#include "core/latent/latent.h"

namespace progan {

/// z turned by `degrees` toward `axis` in the plane of the two, with its length kept. Negative degrees turn
/// away. If z is zero or parallel to the axis (no plane), returns z unchanged. Throws Error if sizes differ.
Latent rotate(std::span<const float> z, std::span<const float> axis, double degrees);

/// The same toward component axis e_index (1 at index, 0 elsewhere). Throws Error if index is out of range.
Latent rotate_component(std::span<const float> z, std::size_t index, double degrees);

/// Applies rotate_component for every non-zero entry of `degrees` in index order: the face that a set of
/// component sliders shows. Throws Error unless degrees.size() equals z.size().
Latent rotate_components(std::span<const float> z, std::span<const float> degrees);

}  // namespace progan
