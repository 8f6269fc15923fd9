// Dear ImGui's context and its GLFW and OpenGL backends. RAII; made after the window, destroyed before it.
#pragma once

#include <functional>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/window.h"

namespace progan {

class ImGuiLayer {
  public:
    /// `apply_style` sets Dear ImGui's style for a scale; `text_pixels` is the height of text at scale 1.
    ImGuiLayer(Window& window, float text_pixels, std::function<void(float scale)> apply_style);
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
    const float text_pixels_;
    const std::function<void(float scale)> apply_style_;
    Fonts fonts_;
    float scale_ = 0;
};

}  // namespace progan
