#include "app/explorer/platform/monitors.h"

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace progan {
namespace {

bool changed = true;  // nobody has looked yet

}  // namespace

std::vector<Monitor> connected_monitors() {
    glfwSetMonitorCallback([](GLFWmonitor*, int) { changed = true; });
    int count = 0;
    GLFWmonitor** handles = glfwGetMonitors(&count);
    std::vector<Monitor> monitors;
    for (int i = 0; i < count; ++i) {
        const GLFWvidmode* mode = glfwGetVideoMode(handles[i]);
        if (!mode) continue;
        Monitor monitor{handles[i], {}, 0, 0, mode->width, mode->height};
        const char* name = glfwGetMonitorName(handles[i]);
        const std::string called = name && *name ? name : "?";
        monitor.name = called;
        const auto is_taken = [&](const Monitor& other) { return other.name == monitor.name; };
        for (int number = 2; std::any_of(monitors.begin(), monitors.end(), is_taken); ++number)
            monitor.name = fmt::format("{} ({})", called, number);
        glfwGetMonitorPos(handles[i], &monitor.x, &monitor.y);
        monitors.push_back(std::move(monitor));
    }
    return monitors;
}

bool take_monitors_changed() {
    return std::exchange(changed, false);
}

std::size_t monitor_under(const std::vector<Monitor>& monitors, GLFWwindow* window) {
    int x = 0, y = 0, width = 0, height = 0;
    glfwGetWindowPos(window, &x, &y);
    glfwGetWindowSize(window, &width, &height);
    x += width / 2;
    y += height / 2;
    for (std::size_t i = 0; i < monitors.size(); ++i) {
        const Monitor& at = monitors[i];
        if (x >= at.x && x < at.x + at.width && y >= at.y && y < at.y + at.height) return i;
    }
    return 0;
}

}  // namespace progan
