// What the grid shows. Plain values.
#pragma once

namespace progan {

struct GridState {};

}  // namespace progan
