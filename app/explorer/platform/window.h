// The window, its OpenGL 3.3 context and its input, through GLFW. Owned by App, one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/explorer/platform/display_server.h"
#include "app/explorer/platform/window_size.h"
#include "core/support/clock.h"

struct GLFWwindow;

namespace progan {

struct KeyPress {
    int key = 0;  ///< GLFW_KEY_*, by the label on it (key_labels.h)
    bool ctrl = false, shift = false, alt = false;
    unsigned character = 0;  ///< for typed characters: the code point, key is 0
    bool repeats = false;    ///< it is held down
    bool elsewhere = false;  ///< in another window of ours: no text field or button of this one is meant
};

bool is_escape(const KeyPress& press);

class Window {
  public:
    enum class Visibility { shown, hidden };
    struct Options {
        WindowSize at_scale_1 = kFirstWindow;
        double scale = 0;           ///< of text and buttons; 0: as the display says
        int width = 0, height = 0;  ///< in the window's units, whatever the scale; 0: as above
        Visibility visibility = Visibility::shown;
        DisplayServer display_server = DisplayServer::automatic;
    };
    /// Opens the window and makes its context current. Throws Error in one sentence if there is no display or
    /// no OpenGL 3.3.
    Window(const Options& options, const char* title);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    GLFWwindow* handle() const { return window_; }
    /// As other programs name it that open dialogs over it: "x11:1e00007"; empty where it has no such name.
    std::string name_for_portals() const;
    /// "OpenGL 4.5 ..., llvmpipe (...)"
    std::string gl_description() const;
    /// Whether that is a renderer on the CPU.
    bool draws_in_software() const;
    void size(int& width, int& height) const;
    void framebuffer_size(int& width, int& height) const;
    /// How many of the window's units a length of 1 at an ordinary display has: 2 on one of twice the
    /// density, but 1 where the system itself enlarges what is drawn.
    float content_scale() const;
    /// The smallest size follows the scale of text and buttons.
    void follow_scale(double scale);
    /// Pictures per second that the display shows; 60 if it does not say.
    double refresh_rate() const;
    /// Whether its close button was pressed since the last call.
    bool take_close_request();
    /// In front of others, also if it was minimized; where a program may not do that itself, it asks for
    /// attention.
    void come_forward();
    bool minimized() const;
    /// The whole display it is on, or its place and size from before. Cheap if nothing changes.
    void set_full_screen(bool full);
    void swap();
    /// Whether swap() waits for the display. It does at first.
    void wait_for_display(bool waits);

    /// Handles events. Waits for one until `latest`, in the past not at all; without it as long as it takes.
    void handle_events(std::optional<Time> latest);
    /// Makes handle_events return, from any thread.
    static void wake();

    /// A key that went down, repeats, or came up: GLFW's values, the key by its label. `position` is where it
    /// is on a US keyboard.
    struct KeyEvent {
        int key, position, scancode, action, mods;
    };
    /// Begins to collect keys; each is passed on first. To be called after Dear ImGui's backend was set up,
    /// which would otherwise hear of them by their positions.
    void listen_to_keys(std::function<void(const KeyEvent&)> pass_on);

    // What another window of ours (StageWindow) hears, and hands on.
    void note_input();
    void note_activity() { activity_ = true; }
    void hear_character(unsigned character);
    /// `meant`: it becomes one of the keys that take_keys() takes. Dear ImGui does not hear of it.
    void hear_key(GLFWwindow* at, int position, int scancode, int action, int mods, bool meant);

    // Collected by handle_events, taken by App once a frame.
    struct TakenKeys {
        std::vector<KeyPress> keys;
        std::uint64_t until = 0;  ///< the frame gets what stands in Dear ImGui's line before this place
    };
    /// In their order among Dear ImGui's input: a key that follows a text comes after the text has, and until
    /// then keys_wait(); what follows a key that Dear ImGui does not hear of comes in a later frame.
    TakenKeys take_keys();
    bool keys_wait() const { return !keys_.empty(); }
    std::vector<std::string> take_drops();
    /// True if anything happened since the last call that may change what is drawn: input, a new size, an
    /// uncovered window.
    bool take_activity();
    /// When the first input (mouse, key, wheel) since the last call came in.
    std::optional<Time> take_input_time();

    /// The mouse as the events so far tell it. GLFW itself asks the X server for the place, which is ahead of
    /// the events that wait.
    struct Position {
        double x = 0, y = 0;
        bool operator==(const Position&) const = default;
    };
    Position mouse() const { return mouse_; }
    bool mouse_inside() const { return mouse_inside_; }
    /// Where it was when one of its buttons went down, or came up, last.
    Position last_press() const { return last_press_; }
    Position last_release() const { return last_release_; }
    /// Where it was when a button came up before one went down last.
    Position release_before_press() const { return release_before_press_; }
    /// How often the left (0), right (1) or middle (2) one went down since this was asked last.
    int take_presses(std::size_t button) { return std::exchange(presses_[button], 0); }

    /// Events of the mouse and the keyboard so far.
    std::uint64_t inputs() const { return inputs_; }

    static Time now();

  private:
    struct WaitingKey {
        KeyPress press;
        std::uint64_t place;  ///< end_of_line() when it came
    };

    static Window& of(GLFWwindow* window);
    void key_event(int position, int scancode, int action, int mods);
    void collect_key(GLFWwindow* at, int key, int position, int action, int mods, std::uint64_t place);
    int key_of(int position, int scancode, int action);

    GLFWwindow* window_ = nullptr;
    std::function<void(const KeyEvent&)> pass_key_on_;
    double scale_ = 0;              ///< that the smallest size follows
    std::map<int, int> held_keys_;  ///< by scancode: the layout may change before they come up
    std::vector<WaitingKey> keys_;
    std::vector<std::string> drops_;
    std::optional<Time> input_time_;
    std::uint64_t inputs_ = 0;
    Position mouse_, last_press_, last_release_, release_before_press_;
    std::array<int, 3> presses_{};  ///< of each button
    bool mouse_inside_ = false;
    bool activity_ = false;
    bool full_screen_ = false;
    int windowed_x_ = 0, windowed_y_ = 0, windowed_width_ = 0, windowed_height_ = 0;
};

}  // namespace progan
