// Dear ImGui's context and its GLFW and OpenGL backends. RAII; made after the window, destroyed before it.
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/window.h"

namespace progan {

/// A part of the window with a ground of its own, in window units.
struct Backdrop {
    ImVec2 low, high;
    ImVec4 color;
};

class ImGuiLayer {
  public:
    /// `sizes`: of the fonts at scale 1; `icons`: code points of the icons in use.
    ImGuiLayer(Window& window, FontSizes sizes, std::span<const ImWchar> icons);
    ~ImGuiLayer();
    ImGuiLayer(const ImGuiLayer&) = delete;
    ImGuiLayer& operator=(const ImGuiLayer&) = delete;

    /// `scale`: 1 for ordinary text, 2 for twice the size. `until`: the place in the line of input
    /// (imgui_compat.h) from which on it waits for the next frame.
    void begin_frame(float scale, std::uint64_t until = std::numeric_limits<std::uint64_t>::max());
    /// Draws what was built into the framebuffer, over a ground and rectangles of other colors: clearing
    /// them costs software OpenGL less than windows that fill their own ground.
    void end_frame(const ImVec4& ground, std::span<const Backdrop> backdrops);

    /// One list of its own, into the framebuffer that is bound: that of a context which shares the window's
    /// objects. `size`: its own, in pixels.
    static void draw_elsewhere(ImDrawList& list, ImVec2 size);

    /// Whether some input waits for the next frame.
    bool input_waits() const;

    /// Whether keys that go down are Dear ImGui's. The window collects them either way.
    void hear_keys(bool hears) { hears_keys_ = hears; }

    Fonts& fonts() { return fonts_; }

  private:
    void pass_key(const Window::KeyEvent& event);
    void release_keys();
    void place_mouse();

    Window& window_;
    const FontSizes sizes_;
    Fonts fonts_;
    // Dear ImGui 1.86 sees a key only if it is down when a frame begins.
    std::vector<int> pressed_;                ///< since the last frame ended
    std::vector<Window::KeyEvent> released_;  ///< of these: passed on once a frame has seen them down
    std::array<bool, 3> button_held_{};  ///< it came up after the mouse was moved: the next frame sees that
    /// How often it went down, came up and went down again between two frames: a next frame sees that.
    std::array<int, 3> presses_waiting_{};
    bool mouse_moved_on_ = false;  ///< since a button went down: the next frame sees that
    bool hears_keys_ = true;
    bool enter_is_space_ = false;  ///< as it went down, so it comes up
};

}  // namespace progan
