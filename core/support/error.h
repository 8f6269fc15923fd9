// Errors: exceptions inside a thread, plain sentences where they cross a border (thread, shared library,
// exit).
#pragma once

#include <stdexcept>
#include <string>

namespace progan {

/// Bad input or a failed operation. what() is one sentence for the person: it names the file, what was found
/// and what was needed.
class Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Thrown at a cancellation point (see progress.h) to unwind work that the person stopped. Not a failure.
class Cancelled : public std::runtime_error {
  public:
    Cancelled() : std::runtime_error("Cancelled.") {}
};

/// Call inside a catch block: the current exception as one sentence, whatever its type. Never throws.
std::string current_error_sentence() noexcept;

}  // namespace progan
