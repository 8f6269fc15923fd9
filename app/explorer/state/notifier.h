// Tells the person something: puts messages into the state, for the overlay to show, and into the log. One
// thread (the window's).
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "app/explorer/state/app_state.h"
#include "core/support/clock.h"

namespace progan {

class Notifier {
  public:
    /// `clock` tells the time.
    Notifier(AppState& state, std::function<Time()> clock) : state_(state), clock_(std::move(clock)) {}

    /// A sentence that is already shown is shown anew, not twice.
    void info(std::string text);
    /// An info that replaces the one before about the same topic, so that what is done again and again does
    /// not cover the face.
    void info_about(std::string topic, std::string text);
    /// Stays until it is closed. A sentence that is already shown is not repeated.
    void error(std::string text);
    /// A file that was to be opened cannot be: an error, unless whoever had it chosen says so instead.
    void cannot_open(const std::filesystem::path& file, std::string text);
    /// `shows` is asked then; true if it has shown the sentence.
    using ShowsRefusal = std::function<bool(const std::filesystem::path& file, const std::string& text)>;
    void let_say_what_cannot_be_opened(ShowsRefusal shows) { shows_refusal_ = std::move(shows); }
    /// An info that offers to take back what was done to favourites; replaces the one before.
    void undoable(std::string text);
    /// An info that offers to take back something else, by `undo`; replaces the one before, too.
    void undoable_by(std::string text, std::function<void()> undo);
    /// An info that offers to show the file in its folder.
    void saved(std::string text, std::filesystem::path file);
    void forget_undoable();
    /// Something could not be saved, and is tried again until it can be. One error says so, however many
    /// files there are.
    void not_saved(const std::string& why);
    /// Now it all is.
    void saved_after_all();
    void close(std::size_t index);
    /// The newest error. False if there is none.
    bool close_error();
    Time now() const { return clock_(); }
    /// Only for the log: what the person need not see.
    void note(const std::string& text) { log(false, text); }

  private:
    void log(bool error, const std::string& text);

    AppState& state_;
    std::function<Time()> clock_;
    ShowsRefusal shows_refusal_;
    std::string not_saved_text_;  ///< of the error; empty: all is saved
};

/// Whether a card with an error is there: it stays until it is closed.
bool error_is_shown(const AppState& state);

}  // namespace progan
