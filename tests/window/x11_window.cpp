#include "tests/window/x11_window.h"

#include <X11/Xutil.h>

#include <memory>
#include <stdexcept>

namespace progan::test {

namespace {

/// By its older property or by its newer one: some windows have one alone.
bool is_called(Display* display, ::Window window, const std::string& title) {
    char* name = nullptr;
    const bool same = XFetchName(display, window, &name) != 0 && name != nullptr && title == name;
    if (name != nullptr) XFree(name);
    if (same) return true;
    Atom type = 0;
    int format = 0;
    unsigned long length = 0, rest = 0;
    unsigned char* value = nullptr;
    XGetWindowProperty(display, window, XInternAtom(display, "_NET_WM_NAME", False), 0, 1024, False,
                       AnyPropertyType, &type, &format, &length, &rest, &value);
    const bool newer = value != nullptr && format == 8 && title == reinterpret_cast<const char*>(value);
    if (value != nullptr) XFree(value);
    return newer;
}

}  // namespace

::Window find_window(Display* display, ::Window within, const std::string& title) {
    if (is_called(display, within, title)) return within;
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

Image read_screen(const std::string& display) {
    const std::unique_ptr<Display, int (*)(Display*)> opened(XOpenDisplay(display.c_str()), XCloseDisplay);
    if (!opened) throw std::runtime_error("cannot open display " + display);
    const int number = DefaultScreen(opened.get());
    Image image(DisplayWidth(opened.get(), number), DisplayHeight(opened.get(), number));
    XImage* pixels =
        XGetImage(opened.get(), DefaultRootWindow(opened.get()), 0, 0, static_cast<unsigned>(image.width),
                  static_cast<unsigned>(image.height), AllPlanes, ZPixmap);
    if (pixels == nullptr) throw std::runtime_error("cannot read the screen of " + display);
    std::size_t at = 0;
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x) {
            const unsigned long pixel = XGetPixel(pixels, x, y);  // of 24 bits
            for (const int shift : {16, 8, 0})
                image.rgb[at++] = static_cast<std::uint8_t>(pixel >> shift & 0xFFu);
        }
    XDestroyImage(pixels);
    return image;
}

}  // namespace progan::test
