// A display of its own for a test: Xvfb, and real mouse and key events through xdotool.
#pragma once

#include <memory>
#include <string>

#include "tests/support/process.h"

namespace progan::test {

class Desktop {
  public:
    /// Starts Xvfb on a free display. Throws std::runtime_error if it does not come up.
    Desktop(int width, int height);

    const std::string& display() const { return display_; }  ///< ":7"

    /// Runs xdotool with these arguments, several commands in a row if they are; returns when it has sent
    /// them.
    void input(const std::string& commands) const;
    /// Waits until the program's window is there and gives it the keyboard.
    void focus_window(const std::string& name) const;
    /// The whole screen as a PNG.
    void screenshot(const std::filesystem::path& path) const;

  private:
    std::string display_;
    std::unique_ptr<Process> server_;
};

}  // namespace progan::test
