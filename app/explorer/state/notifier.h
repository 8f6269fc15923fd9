// Tells the person something: puts messages into the state, for the overlay to show, and into the log. One
// thread (the window's).
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "app/explorer/state/app_state.h"

namespace progan {

class Notifier {
  public:
    /// `clock` gives seconds since the program started.
    Notifier(AppState& state, std::function<double()> clock) : state_(state), clock_(std::move(clock)) {}

    void info(std::string text);
    /// Stays until it is closed. A sentence that is already shown is not repeated.
    void error(std::string text);
    /// An info that offers to bring the deleted favourite back; replaces the one before.
    void deleted(std::string text);
    void forget_deleted();
    void close(std::size_t index);
    double now() const { return clock_(); }
    /// Only for the log: what the person need not see.
    void note(std::string text) { log(false, text); }

  private:
    void log(bool error, const std::string& text);

    AppState& state_;
    std::function<double()> clock_;
};

}  // namespace progan
