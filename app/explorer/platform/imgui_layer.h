// Dear ImGui's context and its GLFW and OpenGL backends. RAII; made after the window, destroyed before it.
#pragma once

#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/window.h"

namespace progan {

class ImGuiLayer {
  public:
    explicit ImGuiLayer(Window& window);
    ~ImGuiLayer();
    ImGuiLayer(const ImGuiLayer&) = delete;
    ImGuiLayer& operator=(const ImGuiLayer&) = delete;

    /// `scale`: 1 for ordinary text, 2 for twice the size.
    void begin_frame(float scale);
    /// Draws what was built into the framebuffer.
    void end_frame();

    Fonts& fonts() { return fonts_; }

  private:
    Window& window_;
    Fonts fonts_;
    float scale_ = 0;
};

}  // namespace progan
