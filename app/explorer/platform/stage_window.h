// A second window for a picture alone, on a monitor of its own or as an ordinary one. Its OpenGL context has
// the main window's textures and programs (but for vertex arrays and framebuffers, which OpenGL does not
// share); the main window's is current at all times but while a Drawing lives. Keys are heard by the main
// window, except those that are about this one: Esc, and F11 or a double-click, which fill the monitor that
// it is on. One thread (the window's).
#pragma once

#include <optional>
#include <string>

#include "app/explorer/platform/monitors.h"
#include "app/explorer/platform/window.h"
#include "core/support/clock.h"

namespace progan {

class StageWindow {
  public:
    /// On that monitor, or as an ordinary window. Throws Error in one sentence if it cannot be opened.
    StageWindow(Window& desk, const std::string& title, const std::optional<Monitor>& monitor);
    ~StageWindow();
    StageWindow(const StageWindow&) = delete;
    StageWindow& operator=(const StageWindow&) = delete;

    void show_on(const std::optional<Monitor>& monitor);
    bool full_screen() const { return full_screen_; }
    /// Whether its monitor has gone since the last call: then it is an ordinary window.
    bool take_lost_monitor();
    /// Whether it was asked to close since the last call, by Esc or by its close button.
    bool take_close_request();
    /// Whether it must be drawn anew: it was uncovered, or has another size.
    bool take_damage();
    /// In pixels.
    void framebuffer_size(int& width, int& height) const;

    /// Once a frame: the pointer hides when it has rested for two seconds over the window.
    void let_pointer_rest(Time now);
    bool pointer_hidden() const { return pointer_hidden_; }
    /// When it hides next, if at all.
    std::optional<Time> pointer_hides() const;

    /// While it lives, this window is what OpenGL draws into.
    class Drawing {
      public:
        explicit Drawing(StageWindow& stage);
        ~Drawing();
        Drawing(const Drawing&) = delete;
        Drawing& operator=(const Drawing&) = delete;
        /// Shows what was drawn, without waiting for the monitor.
        void swap();

      private:
        StageWindow& stage_;
    };

  private:
    struct Area {
        int x = 0, y = 0, width = 0, height = 0;
    };
    static StageWindow& of(GLFWwindow* window);
    void listen();
    void key_event(int position, int scancode, int action, int mods);
    void pressed();
    void pointer_moved();
    void toggle_full_screen();
    Area ordinary() const;

    Window& desk_;
    GLFWwindow* window_ = nullptr;
    bool full_screen_ = false, close_ = false, damaged_ = true;
    bool pointer_hidden_ = false;
    Time pointer_moved_;
    Time last_press_{Seconds{-1}};
};

}  // namespace progan
