// Errors: exceptions inside a thread, plain sentences where they cross a boundary (a thread, a shared
// library, the process's exit).
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "core/support/format.h"

namespace progan {

/// Bad input or a failed operation. what() is one sentence for the user: it names the file, what was found
/// and what was needed.
class Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
    /// Error("{} has {} bytes, but ...", file, bytes): the format string is checked at compile time.
    template <typename First, typename... Rest>
    explicit Error(fmt::format_string<First, Rest...> format, First&& first, Rest&&... rest)
        : std::runtime_error(fmt::format(format, std::forward<First>(first), std::forward<Rest>(rest)...)) {}
};

/// Thrown at a cancellation point (see progress.h) to unwind work that the user stopped. Not a failure.
class Cancelled : public std::runtime_error {
  public:
    Cancelled() : std::runtime_error("Cancelled.") {}
};

/// Call inside a catch block: the current exception as one sentence, whatever its type. Never throws.
std::string current_error_sentence() noexcept;

}  // namespace progan
