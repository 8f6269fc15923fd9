// What a window manager does, finds windows by their titles and closes them, and what an eye does.
#pragma once

#include <X11/Xlib.h>

#include <string>

#include "core/image/image.h"

namespace progan::test {

/// The window of that title, at or below `within`; 0 if there is none.
::Window find_window(Display* display, ::Window within, const std::string& title);

/// As its close button does: the program may ask first. Throws std::runtime_error if there is no such window.
void close_window(const std::string& display, const std::string& title);

/// The whole screen as it is now: at once, where Desktop::screenshot() writes a file first.
Image read_screen(const std::string& display);

}  // namespace progan::test
