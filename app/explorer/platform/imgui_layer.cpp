#include "app/explorer/platform/imgui_layer.h"

#include <GLFW/glfw3.h>
#include <glad/gl.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"

namespace progan {
namespace {

[[maybe_unused]] bool is_enter(int key) {
    return key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER;
}

}  // namespace

ImGuiLayer::ImGuiLayer(Window& window, FontSizes sizes, std::span<const ImWchar> icons)
    : window_(window), sizes_(sizes), fonts_(icons) {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // the layout is fixed; settings are in the session file
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    use_for_drawn_text(&fonts_);
    ImGui_ImplGlfw_InitForOpenGL(window.handle(), true);
    window.listen_to_keys([this](const Window::KeyEvent& event) { pass_key(event); });
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

ImGuiLayer::~ImGuiLayer() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
}

/// Dear ImGui's text fields know keys by their labels, too: newer releases translate positions themselves.
/// Tab is the keyboard's walk (keyboard_walk.h) and not Dear ImGui's.
void ImGuiLayer::pass_key(const Window::KeyEvent& event) {
    if (event.key == GLFW_KEY_TAB || (!hears_keys_ && event.action != GLFW_RELEASE)) return;
#if IMGUI_VERSION_NUM < 18700
    if (event.action == GLFW_PRESS) pressed_.push_back(event.key);
    if (event.action == GLFW_RELEASE &&
        std::find(pressed_.begin(), pressed_.end(), event.key) != pressed_.end()) {
        released_.push_back(event);
        return;
    }
    // Enter does what Space does where the keys have walked to, as newer releases have it; in a field it ends
    // the text.
    if (is_enter(event.key) && event.action == GLFW_PRESS)
        enter_is_space_ = walk::walking() && !text_is_edited();
    const int key = is_enter(event.key) && enter_is_space_ ? GLFW_KEY_SPACE : event.key;
    ImGui_ImplGlfw_KeyCallback(window_.handle(), key, event.scancode, event.action, event.mods);
#else
    const bool elsewhere = event.key == GLFW_KEY_UNKNOWN && event.action != GLFW_RELEASE;
    if (!elsewhere)
        ImGui_ImplGlfw_KeyCallback(window_.handle(), event.position, event.scancode, event.action,
                                   event.mods);
#endif
}

void ImGuiLayer::release_keys() {
    pressed_.clear();
    for (const Window::KeyEvent& event : std::exchange(released_, {})) pass_key(event);
}

/// Dear ImGui 1.86 has no line of input. The mouse is where the events have it, and not, as its backend asks
/// the X server, where it is by now: a frame that took long would drag on with motions that come after the
/// release. A frame in which a button goes down has the mouse where that was. A button that came up after the
/// mouse was moved stays down for this frame, with the mouse where that was. A button that came up and went
/// down again since the last frame is up in this one and down in the next. Newer releases:
/// release_after_motion().
void ImGuiLayer::place_mouse() {
#if IMGUI_VERSION_NUM < 18700
    ImGuiIO& io = ImGui::GetIO();
    const auto put = [&io](Window::Position at) {
        io.MousePos = {static_cast<float>(at.x), static_cast<float>(at.y)};
    };
    const auto was_down = [&io](std::size_t button) { return io.MouseDownDuration[button] >= 0; };
    bool used = window_.mouse_inside();
    for (std::size_t button = 0; button < button_held_.size(); ++button)
        used = used || was_down(button) || io.MouseDown[button];
    if (used && ImGui::IsMousePosValid()) put(window_.mouse());
    std::array<bool, 3> comes_up_first{};
    for (std::size_t button = 0; button < presses_waiting_.size(); ++button) {
        int& waiting = presses_waiting_[button];
        const bool first_is_seen = waiting == 0 && !was_down(button);
        const int presses = window_.take_presses(button);
        waiting += first_is_seen ? std::max(0, presses - 1) : presses;
        if (waiting == 0 || first_is_seen) continue;
        comes_up_first[button] = was_down(button);
        io.MouseDown[button] = !was_down(button);
        if (io.MouseDown[button]) --waiting;
    }
    const bool moved = io.MousePos.x != io.MousePosPrev.x || io.MousePos.y != io.MousePosPrev.y;
    mouse_moved_on_ = false;
    for (std::size_t button = 0; button < button_held_.size(); ++button) {
        const bool comes_up = was_down(button) && !io.MouseDown[button];
        button_held_[button] = comes_up && moved && !button_held_[button];
        if (button_held_[button]) {
            io.MouseDown[button] = true;
            put(comes_up_first[button] ? window_.release_before_press() : window_.last_release());
        } else if (comes_up_first[button]) {
            put(window_.release_before_press());
        } else if (io.MouseDown[button] && !was_down(button)) {
            put(window_.last_press());
            mouse_moved_on_ = !(window_.last_press() == window_.mouse());
        }
    }
#endif
}

bool ImGuiLayer::input_waits() const {
    const bool pressed = std::any_of(presses_waiting_.begin(), presses_waiting_.end(),
                                     [](int presses) { return presses > 0; });
    return progan::input_waits() || mouse_moved_on_ || pressed ||
           std::find(button_held_.begin(), button_held_.end(), true) != button_held_.end();
}

void ImGuiLayer::begin_frame(float scale, std::uint64_t until) {
    const auto scaled = [scale](float pixels) { return std::round(pixels * scale); };
    if (fonts_.build({scaled(sizes_.body), scaled(sizes_.small), scaled(sizes_.heading), scaled(sizes_.title),
                      scaled(sizes_.icon)}))
        ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_NewFrame();
    if (!ImGui::GetIO().Fonts->TexID) ImGui_ImplOpenGL3_CreateFontsTexture();
    ImGui_ImplGlfw_NewFrame();
    place_mouse();
    const LineHeldBack later(std::min(until, release_after_motion()));
    new_frame();
}

void ImGuiLayer::end_frame(const ImVec4& ground, std::span<const Backdrop> backdrops) {
    close_what_is_not_drawn();
    ImGui::Render();
    release_keys();  // not within the frame: Dear ImGui asserts that the modifiers stay as they were
    int width = 0, height = 0;
    window_.framebuffer_size(width, height);
    glViewport(0, 0, width, height);
    const ImGuiIO& io = ImGui::GetIO();
    const float sx = io.DisplayFramebufferScale.x, sy = io.DisplayFramebufferScale.y;
    const auto clear = [](const ImVec4& color) {
        glClearColor(color.x, color.y, color.z, 1);
        glClear(GL_COLOR_BUFFER_BIT);
    };
    glDisable(GL_SCISSOR_TEST);
    clear(ground);
    glEnable(GL_SCISSOR_TEST);
    for (const Backdrop& part : backdrops) {
        const auto left = static_cast<GLint>(std::lround(part.low.x * sx)),
                   right = static_cast<GLint>(std::lround(part.high.x * sx));
        const auto top = static_cast<GLint>(std::lround(part.low.y * sy)),
                   bottom = static_cast<GLint>(std::lround(part.high.y * sy));
        if (right <= left || bottom <= top) continue;
        glScissor(left, height - bottom, right - left, bottom - top);
        clear(part.color);
    }
    glDisable(GL_SCISSOR_TEST);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void ImGuiLayer::draw_elsewhere(ImDrawList& list, ImVec2 size) {
    ImDrawData data;
    data.Valid = true;
    data.DisplaySize = size;
    data.FramebufferScale = {1, 1};
#if IMGUI_VERSION_NUM < 18980
    ImDrawList* lists[] = {&list};
    data.CmdLists = lists;
    data.CmdListsCount = 1;
    data.TotalVtxCount = list.VtxBuffer.Size;
    data.TotalIdxCount = list.IdxBuffer.Size;
#else
    data.AddDrawList(&list);
#endif
    ImGui_ImplOpenGL3_RenderDrawData(&data);
}

}  // namespace progan
