#include "app/explorer/platform/window.h"

#include <GLFW/glfw3.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <glad/gl.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/key_labels.h"
#include "app/explorer/platform/monitors.h"
#include "core/image/simple_formats.h"
#include "core/support/error.h"
#include "embedded_icon.h"

namespace progan {
namespace {

std::string last_glfw_error;

/// The keyboard's walk (keyboard_walk.h) begins with these: where the focus goes, what follows them goes.
bool walks(int key) {
    return key == GLFW_KEY_TAB || key == GLFW_KEY_F6;
}

void remember_error(int, const char* text) {
    last_glfw_error = text;
}

/// The part of the first display that windows may cover; 0 x 0 if that is not known.
WindowSize work_area() {
    WindowSize area;
    int x = 0, y = 0;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor())
        glfwGetMonitorWorkarea(monitor, &x, &y, &area.width, &area.height);
    return area;
}

/// Where windows have icons of their own (X11); elsewhere the desktop file's is shown.
void set_icon(GLFWwindow* window) {
    if (on_wayland()) return;
    RgbaPicture icon = decode_simple_rgba({reinterpret_cast<const char*>(kIconFile), sizeof kIconFile},
                                          "The program's icon");
    const GLFWimage image{icon.width, icon.height, icon.rgba.data()};
    glfwSetWindowIcon(window, 1, &image);
}

/// What the window manager puts around the window; asking may take it a moment.
WindowSize frame_of(GLFWwindow* window) {
    int left = 0, top = 0, right = 0, bottom = 0;
    glfwGetWindowFrameSize(window, &left, &top, &right, &bottom);
    return {left + right, top + bottom};
}

WindowSize first_size(const Window::Options& options, double scale, WindowSize frame) {
    const WindowSize size = window_size(options.at_scale_1, scale, work_area(), frame);
    return {options.width > 0 ? options.width : size.width,
            options.height > 0 ? options.height : size.height};
}

/// Where the system does not enlarge windows by itself, a window's units are pixels, and the display's scale
/// is left to the program.
double display_scale() {
    float x = 1, y = 1;
    if (on_wayland()) return 1;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) glfwGetMonitorContentScale(monitor, &x, &y);
    return x > 0 ? static_cast<double>(x) : 1;
}

/// What the key types without modifiers in the layout in use.
std::string_view label_of(int scancode) {
    const char* label = glfwGetKeyName(GLFW_KEY_UNKNOWN, scancode);
    return label ? label : "";
}

bool is_on_layout(char letter) {
    for (int key = GLFW_KEY_APOSTROPHE; key <= GLFW_KEY_WORLD_2; ++key) {
        const char* label = glfwGetKeyName(key, 0);
        if (label && label[0] == letter && label[1] == '\0') return true;
    }
    return false;
}

/// AltGr and a key type a sign, and Alt is not among the modifiers then.
bool alt_gr_is_held(GLFWwindow* window, int mods) {
    return glfwGetKey(window, GLFW_KEY_RIGHT_ALT) == GLFW_PRESS && (mods & GLFW_MOD_ALT) == 0;
}

}  // namespace

Window::Window(const Options& options, const char* title) {
    glfwSetErrorCallback(remember_error);
    choose_display_server(options.display_server);
    if (!glfwInit()) throw Error("No window can be opened here: " + last_glfw_error + ".");
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);  // until its size is certain
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "progan-explorer");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "progan-explorer");
    const double scale = options.scale > 0 ? options.scale : display_scale();
    const WindowSize size = first_size(options, scale, {});
    window_ = glfwCreateWindow(size.width, size.height, title, nullptr, nullptr);
    if (!window_) {
        glfwTerminate();
        throw Error("No window with OpenGL 3.3 can be opened here: " + last_glfw_error + ".");
    }
    follow_scale(scale);
    if (const WindowSize framed = first_size(options, scale, frame_of(window_)); !(framed == size))
        glfwSetWindowSize(window_, framed.width, framed.height);
    if (options.visibility == Visibility::shown) {
        set_icon(window_);
        glfwShowWindow(window_);
    }
    glfwMakeContextCurrent(window_);
    if (!gladLoadGL(glfwGetProcAddress)) {
        glfwDestroyWindow(window_);
        glfwTerminate();
        throw Error("The graphics driver does not offer OpenGL 3.3.");
    }
    glfwSwapInterval(1);
    glfwSetWindowUserPointer(window_, this);
    // Set before Dear ImGui's backend installs its own callbacks: those call these.
    glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned character) {
        of(w).note_input();
        of(w).keys_.push_back({{0, false, false, false, character}, end_of_line()});
    });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) {
        of(w).note_input();
        of(w).mouse_ = {x, y};
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int) {
        of(w).note_input();
        if (action == GLFW_PRESS && button >= 0 && static_cast<std::size_t>(button) < of(w).presses_.size())
            ++of(w).presses_[static_cast<std::size_t>(button)];
        if (action == GLFW_PRESS) of(w).release_before_press_ = of(w).last_release_;
        (action == GLFW_RELEASE ? of(w).last_release_ : of(w).last_press_) = of(w).mouse_;
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double, double) { of(w).note_input(); });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { of(w).activity_ = true; });
    glfwSetWindowSizeCallback(window_, [](GLFWwindow* w, int, int) { of(w).activity_ = true; });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* w) { of(w).activity_ = true; });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int) { of(w).activity_ = true; });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int entered) {
        of(w).activity_ = true;
        of(w).mouse_inside_ = entered != 0;
    });
    glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float, float) { of(w).activity_ = true; });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
        of(w).activity_ = true;
        for (int i = 0; i < count; ++i) of(w).drops_.emplace_back(paths[i]);
    });
}

Window::~Window() {
    glfwDestroyWindow(window_);
    glfwTerminate();
}

Window& Window::of(GLFWwindow* window) {
    return *static_cast<Window*>(glfwGetWindowUserPointer(window));
}

void Window::note_input() {
    activity_ = true;
    ++inputs_;
    if (!input_time_) input_time_ = now();
}

void Window::listen_to_keys(std::function<void(const KeyEvent&)> pass_on) {
    pass_key_on_ = std::move(pass_on);
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int position, int scancode, int action, int mods) {
        of(w).key_event(position, scancode, action, mods);
    });
}

void Window::key_event(int position, int scancode, int action, int mods) {
    note_input();
    const int key = key_of(position, scancode, action);
    const std::uint64_t place = end_of_line();
    if (pass_key_on_) pass_key_on_({key, position, scancode, action, mods});
    collect_key(window_, key, position, action, mods, place);
}

void Window::collect_key(GLFWwindow* at, int key, int position, int action, int mods, std::uint64_t place) {
    if (action == GLFW_RELEASE || key == GLFW_KEY_UNKNOWN) return;
    if (has_label(position) && alt_gr_is_held(at, mods)) return;
    const bool repeats = action == GLFW_REPEAT;
    keys_.push_back({{key, (mods & GLFW_MOD_CONTROL) != 0, (mods & GLFW_MOD_SHIFT) != 0,
                      (mods & GLFW_MOD_ALT) != 0, 0, repeats, at != window_},
                     place});
}

void Window::hear_key(GLFWwindow* at, int position, int scancode, int action, int mods, bool meant) {
    note_input();
    const int key = key_of(position, scancode, action);
    if (meant) collect_key(at, key, position, action, mods, end_of_line());
}

void Window::hear_character(unsigned character) {
    note_input();
    KeyPress press;
    press.character = character;
    press.elsewhere = true;
    keys_.push_back({press, end_of_line()});
}

/// The one place where positions become labels.
int Window::key_of(int position, int scancode, int action) {
    if (!has_label(position)) return position;
    if (action != GLFW_PRESS)
        if (const auto held = held_keys_.find(scancode); held != held_keys_.end()) {
            const int key = held->second;
            if (action == GLFW_RELEASE) held_keys_.erase(held);
            return key;
        }
    const int key = key_by_label(position, label_of(scancode), is_on_layout);
    if (action == GLFW_PRESS) held_keys_[scancode] = key;
    return key;
}

std::string Window::name_for_portals() const {
    // GLFW for Wayland alone lacks this function: it is looked for when it is needed.
    using GetX11Window = unsigned long (*)(GLFWwindow*);
    const auto get = reinterpret_cast<GetX11Window>(dlsym(RTLD_DEFAULT, "glfwGetX11Window"));
    if (!get || on_wayland()) return {};
    const unsigned long window = get(window_);
    return window == 0 ? std::string() : fmt::format("x11:{:x}", window);
}

void Window::size(int& width, int& height) const {
    glfwGetWindowSize(window_, &width, &height);
}

void Window::framebuffer_size(int& width, int& height) const {
    glfwGetFramebufferSize(window_, &width, &height);
}

float Window::content_scale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    int units = 0, pixels = 0, ignored = 0;
    size(units, ignored);
    framebuffer_size(pixels, ignored);
    const bool enlarged = units > 0 && pixels > units;
    if (enlarged) x *= static_cast<float>(units) / static_cast<float>(pixels);
    return x > 0 ? x : 1;
}

void Window::follow_scale(double scale) {
    if (scale == scale_) return;
    scale_ = scale;
    const WindowSize smallest = window_size(kMinWindow, scale, work_area(), frame_of(window_));
    glfwSetWindowSizeLimits(window_, smallest.width, smallest.height, GLFW_DONT_CARE, GLFW_DONT_CARE);
}

bool Window::take_close_request() {
    const bool requested = glfwWindowShouldClose(window_) != 0;
    glfwSetWindowShouldClose(window_, GLFW_FALSE);
    return requested;
}

void Window::come_forward() {
    if (minimized()) glfwRestoreWindow(window_);
    glfwRequestWindowAttention(window_);
    glfwFocusWindow(window_);
}

bool Window::minimized() const {
    return glfwGetWindowAttrib(window_, GLFW_ICONIFIED) != 0;
}

void Window::set_full_screen(bool full) {
    if (full == full_screen_) return;
    full_screen_ = full;
    activity_ = true;
    if (!full) {
        glfwSetWindowMonitor(window_, nullptr, windowed_x_, windowed_y_, windowed_width_, windowed_height_,
                             GLFW_DONT_CARE);
        return;
    }
    glfwGetWindowPos(window_, &windowed_x_, &windowed_y_);
    glfwGetWindowSize(window_, &windowed_width_, &windowed_height_);
    const std::vector<Monitor> monitors = connected_monitors();
    if (monitors.empty()) {
        full_screen_ = false;
        return;
    }
    GLFWmonitor* monitor = monitors[monitor_under(monitors, window_)].handle;
    const GLFWvidmode* mode = glfwGetVideoMode(monitor);
    glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

void Window::swap() {
    glfwSwapBuffers(window_);
}

void Window::wait_for_display(bool waits) {
    glfwSwapInterval(waits ? 1 : 0);
}

void Window::handle_events(std::optional<Time> latest) {
    if (!latest) {
        glfwWaitEvents();
        return;
    }
    if (const Seconds patience = *latest - now(); patience > Seconds{0})
        glfwWaitEventsTimeout(patience.count());
    else
        glfwPollEvents();
}

void Window::wake() {
    glfwPostEmptyEvent();
}

bool is_escape(const KeyPress& press) {
    return press.key == GLFW_KEY_ESCAPE;
}

Window::TakenKeys Window::take_keys() {
    TakenKeys taken{{}, end_of_line()};
    auto next = keys_.begin();
    for (; next != keys_.end() && line_has_come_to(next->place) && next->place <= taken.until; ++next) {
        taken.keys.push_back(next->press);
        if (walks(next->press.key)) taken.until = next->place;
    }
    keys_.erase(keys_.begin(), next);
    const auto walking = std::find_if(keys_.begin(), keys_.end(),
                                      [](const WaitingKey& waiting) { return walks(waiting.press.key); });
    if (walking != keys_.end()) taken.until = std::min(taken.until, walking->place);
    return taken;
}

std::vector<std::string> Window::take_drops() {
    return std::exchange(drops_, {});
}

std::optional<Time> Window::take_input_time() {
    return std::exchange(input_time_, std::nullopt);
}

bool Window::take_activity() {
    return std::exchange(activity_, false);
}

double Window::refresh_rate() const {
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
    return mode && mode->refreshRate >= 24 ? mode->refreshRate : 60;
}

std::string Window::gl_description() const {
    const auto text = [](GLenum name) {
        const auto* value = reinterpret_cast<const char*>(glGetString(name));
        return std::string(value ? value : "unknown");
    };
    return "OpenGL " + text(GL_VERSION) + ", " + text(GL_RENDERER);
}

bool Window::draws_in_software() const {
    const std::string renderer = gl_description();
    return renderer.find("llvmpipe") != std::string::npos || renderer.find("softpipe") != std::string::npos;
}

Time Window::now() {
    return Time(Seconds(glfwGetTime()));
}

}  // namespace progan
