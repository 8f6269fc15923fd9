// Tells the person something: puts messages into the state, for the overlay to show, and into the log. One
// thread (the window's).
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "app/explorer/state/app_state.h"
#include "core/support/clock.h"

namespace progan {

class Notifier {
  public:
    /// `clock` tells the time.
    Notifier(AppState& state, std::function<Time()> clock) : state_(state), clock_(std::move(clock)) {}

    void info(std::string text);
    /// Stays until it is closed. A sentence that is already shown is not repeated.
    void error(std::string text);
    /// An info that offers to take back what was done to favourites; replaces the one before.
    void undoable(std::string text);
    /// An info that offers to show the file in its folder.
    void saved(std::string text, std::filesystem::path file);
    void forget_undoable();
    void close(std::size_t index);
    Time now() const { return clock_(); }
    /// Only for the log: what the person need not see.
    void note(const std::string& text) { log(false, text); }

  private:
    void log(bool error, const std::string& text);

    AppState& state_;
    std::function<Time()> clock_;
};

}  // namespace progan
