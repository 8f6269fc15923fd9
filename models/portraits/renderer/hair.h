// Grows the hairs of a portrait: scalp, brows, lashes and beard.
#pragma once

#include "models/portraits/renderer/figure.h"
#include "models/portraits/renderer/random.h"
#include "models/portraits/renderer/strands.h"

namespace portraits {

/// `density` is the number of hairs on a middling scalp.
Strands grow_hair(const Figure& figure, int density);

// Its parts, each in a file of its own.
void grow_scalp_hair(const Figure& figure, int density, Random& random, Strands& strands);
void grow_brows(const Figure& figure, Random& random, Strands& strands);
void grow_lashes(const Figure& figure, Random& random, Strands& strands);
void grow_beard(const Figure& figure, Random& random, Strands& strands);

/// The color of one hair: gray mixed in, varied by the hair and by its clump (a normal number).
Vec3 hair_tint(const Hair& hair, Random& random, float of_clump);

/// Height of the brow's middle line over the rest face; `along` 0 at the nose .. 1 at the temple.
float brow_line(float along, float arch);
inline constexpr float kBrowBegin = .095f, kBrowLength = .43f;  ///< in x of the rest face

/// How much of a beard grows at a rest place, 0..1.
float beard_mask(Vec3 rest, BeardStyle style);

}  // namespace portraits
