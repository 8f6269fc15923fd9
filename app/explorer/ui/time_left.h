// How long work still takes, in words.
#pragma once

#include <string>

namespace progan {

enum class TimeLeft { about, at_least };

/// "90 s left", "12 min left", "1.5 h left" in the language in use: the estimate rounded up, or, for
/// `at_least`, "at least ..." and rounded down. `seconds` is not negative.
std::string time_left_text(double seconds, TimeLeft kind = TimeLeft::about);

}  // namespace progan
