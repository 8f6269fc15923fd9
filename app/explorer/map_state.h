// The part of the map that is seen, and how far it is built. Plain values.
#pragma once

namespace progan {

struct MapState {};

}  // namespace progan
