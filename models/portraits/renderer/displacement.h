// How a person's head differs from the resting one, as a smooth grid of moves in space: hair grows round the
// resting head and is carried along.
#pragma once

#include <vector>

#include "models/portraits/renderer/surface.h"

namespace portraits {

class Displacement {
  public:
    /// `base` is the resting coarse mesh, `coarse` the person's; the face itself is left out.
    Displacement(const Vertices& base, const Vertices& coarse);

    /// Move of a rest place.
    Vec3 at(Vec3 rest) const;

  private:
    void gather(const Vertices& base, const Vertices& coarse);
    void spread();
    void relax();

    std::vector<Vec3> moves_;
    std::vector<char> known_;  ///< cells with vertices in them
};

}  // namespace portraits
