// The two faces compared, and how. Plain values.
#pragma once

namespace progan {

struct CompareState {};

}  // namespace progan
