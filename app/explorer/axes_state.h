// How the axes are listed. The axes themselves are AppState::axes. Plain values.
#pragma once

namespace progan {

struct AxesState {};

}  // namespace progan
