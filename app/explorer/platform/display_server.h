// Which display server the window is on. GLFW 3.4 (Debian 13) chooses when it starts; a GLFW 3.3 knows one
// alone: Debian 12's libglfw3 X11, its libglfw3-wayland, which can take its place, Wayland. One thread (the
// window's).
#pragma once

#include <string>

#include "core/support/enum_names.h"

namespace progan {

/// `automatic`: X11 where there is a DISPLAY, on a Wayland desktop through XWayland, else Wayland. On X11
/// input methods, pictures on the clipboard and dialogs over the window are more complete.
enum class DisplayServer { automatic, x11, wayland };

inline constexpr auto kDisplayServerNames = enum_names<DisplayServer>(
    {{DisplayServer::automatic, "auto"}, {DisplayServer::x11, "x11"}, {DisplayServer::wayland, "wayland"}});

/// Whether the GLFW that is there knows it.
bool is_supported(DisplayServer server);
/// Before glfwInit(). Throws Error in one sentence if GLFW does not know what is chosen.
void choose_display_server(DisplayServer choice);

/// After glfwInit().
bool on_wayland();
/// "X11; this GLFW 3.3.8 knows X11" or "Wayland; this GLFW 3.4.0 knows X11 and Wayland", for reports.
std::string display_server_text();

}  // namespace progan
