#include "app/explorer/platform/display_server.h"

#include <GLFW/glfw3.h>

#include <cstdlib>
#include <string_view>

#include "core/support/error.h"

namespace progan {
namespace {

[[maybe_unused]] bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value && *value;
}

const char* name_of(DisplayServer server) {
    return server == DisplayServer::wayland ? "Wayland" : "X11";
}

/// "3.3.8": of "3.3.8 X11 GLX EGL OSMesa clock_gettime evdev shared".
std::string glfw_version() {
    const std::string_view text = glfwGetVersionString();
    return std::string(text.substr(0, text.find(' ')));
}

}  // namespace

bool is_supported(DisplayServer server) {
    if (server == DisplayServer::automatic) return true;
#ifdef GLFW_PLATFORM
    return glfwPlatformSupported(server == DisplayServer::wayland ? GLFW_PLATFORM_WAYLAND
                                                                  : GLFW_PLATFORM_X11) != 0;
#else
    return std::string_view(glfwGetVersionString()).find(name_of(server)) != std::string_view::npos;
#endif
}

void choose_display_server(DisplayServer choice) {
    if (!is_supported(choice)) {
        const bool wayland = choice == DisplayServer::wayland;
        throw Error(
            "No window can be opened on {}: the installed GLFW library, version {}, does not support it; on "
            "Debian 12, the package {} in place of {} does.",
            name_of(choice), glfw_version(), wayland ? "libglfw3-wayland" : "libglfw3",
            wayland ? "libglfw3" : "libglfw3-wayland");
    }
#ifdef GLFW_PLATFORM
    if (choice == DisplayServer::automatic && is_set("DISPLAY") && is_supported(DisplayServer::x11))
        choice = DisplayServer::x11;
    glfwInitHint(GLFW_PLATFORM, choice == DisplayServer::x11       ? GLFW_PLATFORM_X11
                                : choice == DisplayServer::wayland ? GLFW_PLATFORM_WAYLAND
                                                                   : GLFW_ANY_PLATFORM);
#endif
}

bool on_wayland() {
#ifdef GLFW_PLATFORM
    return glfwGetPlatform() == GLFW_PLATFORM_WAYLAND;
#else
    return is_supported(DisplayServer::wayland);
#endif
}

std::string display_server_text() {
    const bool x11 = is_supported(DisplayServer::x11), wayland = is_supported(DisplayServer::wayland);
    return std::string(name_of(on_wayland() ? DisplayServer::wayland : DisplayServer::x11)) + "; this GLFW " +
           glfw_version() + " knows " +
           (x11 && wayland ? "X11 and Wayland"
            : x11          ? "X11"
                           : "Wayland");
}

}  // namespace progan
