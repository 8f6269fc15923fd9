#include "app/explorer/platform/imgui_layer.h"

#include <GLFW/glfw3.h>
#include <glad/gl.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <utility>

namespace progan {
namespace {

/// Dear ImGui's text fields know keys by their labels, too: newer releases translate positions themselves.
void pass_to_imgui(GLFWwindow* window, const Window::KeyEvent& event) {
#if IMGUI_VERSION_NUM < 18700
    ImGui_ImplGlfw_KeyCallback(window, event.key, event.scancode, event.action, event.mods);
#else
    const bool elsewhere = event.key == GLFW_KEY_UNKNOWN && event.action != GLFW_RELEASE;
    if (!elsewhere)
        ImGui_ImplGlfw_KeyCallback(window, event.position, event.scancode, event.action, event.mods);
#endif
}

}  // namespace

ImGuiLayer::ImGuiLayer(Window& window, float text_pixels, std::function<void(float scale)> apply_style)
    : window_(window), text_pixels_(text_pixels), apply_style_(std::move(apply_style)) {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // the layout is fixed; settings are in the session file
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    use_for_drawn_text(&fonts_);
    ImGui_ImplGlfw_InitForOpenGL(window.handle(), true);
    window.listen_to_keys(
        [handle = window.handle()](const Window::KeyEvent& event) { pass_to_imgui(handle, event); });
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

ImGuiLayer::~ImGuiLayer() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
}

void ImGuiLayer::begin_frame(float scale) {
    if (scale != scale_) apply_style_(scale);
    scale_ = scale;
    if (fonts_.build(text_pixels_ * scale)) ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_NewFrame();
    if (!ImGui::GetIO().Fonts->TexID) ImGui_ImplOpenGL3_CreateFontsTexture();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
}

void ImGuiLayer::end_frame() {
    ImGui::Render();
    int width = 0, height = 0;
    window_.framebuffer_size(width, height);
    glViewport(0, 0, width, height);
    const ImVec4 background = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(background.x, background.y, background.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace progan
