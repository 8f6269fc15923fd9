// The faces sorted so far and what was learned of them. Plain values.
#pragma once

namespace progan {

struct TeachState {};

}  // namespace progan
