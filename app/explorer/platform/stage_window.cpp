#include "app/explorer/platform/stage_window.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr Seconds kPointerRests{2}, kDoubleClick{0.4};
constexpr double kOrdinaryPart = 0.6;  // of the shorter side of its monitor

}  // namespace

StageWindow::StageWindow(Window& desk, const std::string& title, const std::optional<Monitor>& monitor)
    : desk_(desk), pointer_moved_(Window::now()) {
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);  // it stays while somebody works in the main window
    glfwWindowHint(GLFW_CENTER_CURSOR, GLFW_FALSE);
    const Area area = ordinary();
    window_ = glfwCreateWindow(area.width, area.height, title.c_str(), nullptr, desk.handle());
    if (!window_) {
        const char* why = nullptr;
        glfwGetError(&why);
        throw Error("The presentation window could not be opened: {}.", why ? why : "OpenGL gives no reason");
    }
    glfwSetWindowUserPointer(window_, this);
    listen();
    // A full-screen window of GLFW's minimizes itself when another one gets the keys: this one is not a
    // reason.
    glfwSetWindowAttrib(desk_.handle(), GLFW_AUTO_ICONIFY, GLFW_FALSE);
    // The main window waits for its monitor already: two waits would halve its frames.
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(0);
    glfwMakeContextCurrent(desk_.handle());
    if (monitor)
        show_on(monitor);
    else
        glfwShowWindow(window_);
}

StageWindow::~StageWindow() {
    glfwSetWindowAttrib(desk_.handle(), GLFW_AUTO_ICONIFY, GLFW_TRUE);
    glfwDestroyWindow(window_);
}

void StageWindow::listen() {
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int position, int scancode, int action, int mods) {
        of(w).key_event(position, scancode, action, mods);
    });
    glfwSetCharCallback(window_,
                        [](GLFWwindow* w, unsigned character) { of(w).desk_.hear_character(character); });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double, double) { of(w).pointer_moved(); });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int) {
        of(w).pointer_moved();
        if (button == GLFW_MOUSE_BUTTON_LEFT && action == GLFW_PRESS) of(w).pressed();
    });
    const auto damage = [](GLFWwindow* w) {
        of(w).damaged_ = true;
        of(w).desk_.note_activity();
    };
    glfwSetWindowRefreshCallback(window_, damage);
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int, int) {
        of(w).damaged_ = true;
        of(w).desk_.note_activity();
    });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* w) {
        of(w).close_ = true;
        of(w).desk_.note_activity();
        glfwSetWindowShouldClose(w, GLFW_FALSE);
    });
}

StageWindow& StageWindow::of(GLFWwindow* window) {
    return *static_cast<StageWindow*>(glfwGetWindowUserPointer(window));
}

void StageWindow::key_event(int position, int scancode, int action, int mods) {
    constexpr int kModifiers = GLFW_MOD_SHIFT | GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER;
    const bool alone = (mods & kModifiers) == 0;
    const bool ours = alone && (position == GLFW_KEY_ESCAPE || position == GLFW_KEY_F11);
    desk_.hear_key(window_, position, scancode, action, mods, !ours);
    if (!ours || action != GLFW_PRESS) return;
    if (position == GLFW_KEY_ESCAPE)
        close_ = true;
    else
        toggle_full_screen();
}

void StageWindow::pressed() {
    const Time now = Window::now();
    const bool twice = now - last_press_ < kDoubleClick;
    last_press_ = twice ? Time(Seconds{-1}) : now;
    if (twice) toggle_full_screen();
}

void StageWindow::pointer_moved() {
    desk_.note_input();
    pointer_moved_ = Window::now();
    if (!std::exchange(pointer_hidden_, false)) return;
    glfwSetInputMode(window_, GLFW_CURSOR, GLFW_CURSOR_NORMAL);
}

void StageWindow::let_pointer_rest(Time now) {
    if (pointer_hidden_ || now - pointer_moved_ < kPointerRests) return;
    pointer_hidden_ = true;
    glfwSetInputMode(window_, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
}

std::optional<Time> StageWindow::pointer_hides() const {
    return pointer_hidden_ ? std::nullopt : std::optional(pointer_moved_ + kPointerRests);
}

/// A square in the middle of the monitor that the main window is on.
StageWindow::Area StageWindow::ordinary() const {
    const std::vector<Monitor> monitors = connected_monitors();
    if (monitors.empty()) return {0, 0, 600, 600};
    const Monitor& on = monitors[monitor_under(monitors, desk_.handle())];
    const int side = static_cast<int>(std::min(on.width, on.height) * kOrdinaryPart);
    return {on.x + (on.width - side) / 2, on.y + (on.height - side) / 2, side, side};
}

void StageWindow::show_on(const std::optional<Monitor>& monitor) {
    damaged_ = true;
    full_screen_ = monitor.has_value();
    if (!monitor) {
        const Area area = ordinary();
        glfwSetWindowMonitor(window_, nullptr, area.x, area.y, area.width, area.height, GLFW_DONT_CARE);
        glfwShowWindow(window_);
        return;
    }
    // GLFW shows a window that fills a monitor by itself, but not on Wayland, and never one that was hidden
    // there.
    if (on_wayland()) {
        glfwSetWindowAttrib(window_, GLFW_FOCUS_ON_SHOW, GLFW_FALSE);
        glfwShowWindow(window_);
    }
    const GLFWvidmode* mode = glfwGetVideoMode(monitor->handle);
    glfwSetWindowMonitor(window_, monitor->handle, 0, 0, monitor->width, monitor->height,
                         mode ? mode->refreshRate : GLFW_DONT_CARE);
    // Over the main window it must have the keys: Esc is the way back.
    const std::vector<Monitor> monitors = connected_monitors();
    if (!monitors.empty() && monitors[monitor_under(monitors, desk_.handle())].handle == monitor->handle)
        glfwFocusWindow(window_);
}

void StageWindow::toggle_full_screen() {
    if (full_screen_) {
        show_on(std::nullopt);
        return;
    }
    const std::vector<Monitor> monitors = connected_monitors();
    if (!monitors.empty()) show_on(monitors[monitor_under(monitors, window_)]);
}

/// GLFW itself makes it a window, of the monitor's size.
bool StageWindow::take_lost_monitor() {
    if (!full_screen_ || glfwGetWindowMonitor(window_)) return false;
    show_on(std::nullopt);
    return true;
}

bool StageWindow::take_close_request() {
    return std::exchange(close_, false);
}

bool StageWindow::take_damage() {
    return std::exchange(damaged_, false);
}

void StageWindow::framebuffer_size(int& width, int& height) const {
    glfwGetFramebufferSize(window_, &width, &height);
}

StageWindow::Drawing::Drawing(StageWindow& stage) : stage_(stage) {
    glfwMakeContextCurrent(stage_.window_);
}

StageWindow::Drawing::~Drawing() {
    glfwMakeContextCurrent(stage_.desk_.handle());
}

void StageWindow::Drawing::swap() {
    glfwSwapBuffers(stage_.window_);
}

}  // namespace progan
