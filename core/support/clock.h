// Times and their lengths, as a program that draws counts them.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace progan {

using Seconds = std::chrono::duration<double>;
using Milliseconds = std::chrono::duration<double, std::milli>;

/// The window's clock, which is about 0 when the program starts. Window::now() tells the time.
struct WindowClock {
    // NOLINTBEGIN(readability-identifier-naming): the names that std::chrono asks of a clock
    using duration = Seconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<WindowClock, duration>;
    static constexpr bool is_steady = true;
    // NOLINTEND(readability-identifier-naming)
};

using Time = WindowClock::time_point;

/// The one that comes first; nothing means never.
inline std::optional<Time> earlier(std::optional<Time> a, std::optional<Time> b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

}  // namespace progan
