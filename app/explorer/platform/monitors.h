// The monitors that are connected. After the first window was made; one thread (the window's).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

struct GLFWmonitor;
struct GLFWwindow;

namespace progan {

struct Monitor {
    GLFWmonitor* handle = nullptr;
    std::string name;  ///< as the system calls it, "HDMI-1"; a second one of that name is "HDMI-1 (2)"
    int x = 0, y = 0, width = 0, height = 0;  ///< where it is on the desktop
};

/// The system's first one first. Empty where none is connected.
std::vector<Monitor> connected_monitors();
/// Whether one came or went since the last call.
bool take_monitors_changed();
/// Which of them the middle of the window is on. The first where that is not known: on Wayland, windows do
/// not know where they are.
std::size_t monitor_under(const std::vector<Monitor>& monitors, GLFWwindow* window);

}  // namespace progan
