// The shape of a head as a random draw of morph targets.
#pragma once

#include "models/portraits/renderer/person.h"
#include "models/portraits/renderer/random.h"

namespace portraits {

/// Draws head.morphs; age, gender and weight must be drawn before.
void draw_shape(Random& random, Head& head);

}  // namespace portraits
