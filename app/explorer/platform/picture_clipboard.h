// Pictures on the clipboard of an X server: offered to other programs as image/png, and read from them. Dear
// ImGui and GLFW know text alone. A connection and a thread of its own answer requests while the window is
// busy or asleep. Owned by App; its functions are called on the window's thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace progan {

class PictureClipboard {
  public:
    using Answer = std::function<void(std::optional<std::string> png)>;

    /// `wake` is called on the other thread when deliver() has something to do. Without an X server, or in a
    /// build without XCB, there is no clipboard for pictures.
    explicit PictureClipboard(std::function<void()> wake);
    ~PictureClipboard();  ///< what was offered is gone then
    PictureClipboard(const PictureClipboard&) = delete;
    PictureClipboard& operator=(const PictureClipboard&) = delete;

    bool available() const { return thread_ != nullptr; }
    /// Other programs can paste this PNG file from now on, until they offer something themselves.
    void offer(std::vector<std::byte> png);
    /// Asks whoever has the clipboard for a PNG; deliver() gives it to `answer`, or nothing if there is none,
    /// it is larger than 256 MiB, or it does not come within some seconds.
    void ask(Answer answer);
    /// Once a frame. Returns whether there was an answer.
    bool deliver();

  private:
    class Thread;
    std::unique_ptr<Thread> thread_;
    Answer answer_;
};

}  // namespace progan
