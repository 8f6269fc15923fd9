#include "tests/window/x11_window.h"

#include <memory>
#include <stdexcept>

namespace progan::test {

::Window find_window(Display* display, ::Window within, const std::string& title) {
    char* name = nullptr;
    if (XFetchName(display, within, &name) != 0 && name != nullptr) {
        const bool same = title == name;
        XFree(name);
        if (same) return within;
    }
    ::Window root = 0, parent = 0, *children = nullptr, found = 0;
    unsigned count = 0;
    XQueryTree(display, within, &root, &parent, &children, &count);
    for (unsigned i = 0; i < count && found == 0; ++i) found = find_window(display, children[i], title);
    if (children != nullptr) XFree(children);
    return found;
}

void close_window(const std::string& display, const std::string& title) {
    const std::unique_ptr<Display, int (*)(Display*)> opened(XOpenDisplay(display.c_str()), XCloseDisplay);
    if (!opened) throw std::runtime_error("cannot open display " + display);
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = find_window(opened.get(), DefaultRootWindow(opened.get()), title);
    if (event.xclient.window == 0) throw std::runtime_error("there is no window named " + title);
    event.xclient.message_type = XInternAtom(opened.get(), "WM_PROTOCOLS", False);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(XInternAtom(opened.get(), "WM_DELETE_WINDOW", False));
    XSendEvent(opened.get(), event.xclient.window, False, NoEventMask, &event);
    XFlush(opened.get());
}

}  // namespace progan::test
