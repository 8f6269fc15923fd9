// How long work still takes, in words.
#pragma once

#include <string>

namespace progan {

/// "90 s left", "12 min left", "1.5 h left" in the language in use: the estimate rounded up. `seconds` is not
/// negative.
std::string time_left_text(double seconds);

}  // namespace progan
