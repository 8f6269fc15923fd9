#include "tests/window/drop_source.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <poll.h>

#include <chrono>
#include <memory>
#include <stdexcept>

#include "tests/window/x11_window.h"

namespace progan::test {
namespace {

constexpr int kVersion = 5;
constexpr auto kPatience = std::chrono::seconds(30);

class DropSource {
  public:
    DropSource(const std::string& display, const std::string& window_name, std::string uri_list)
        : display_(XOpenDisplay(display.c_str()), XCloseDisplay), uri_list_(std::move(uri_list)) {
        if (!display_) throw std::runtime_error("cannot open display " + display);
        target_ = find_window(display_.get(), DefaultRootWindow(display_.get()), window_name);
        if (target_ == 0) throw std::runtime_error("there is no window named " + window_name);
        source_ = XCreateSimpleWindow(display_.get(), DefaultRootWindow(display_.get()), 0, 0, 1, 1, 0, 0, 0);
    }

    void drop(int x, int y) {
        XSetSelectionOwner(display_.get(), atom("XdndSelection"), source_, CurrentTime);
        send("XdndEnter", kVersion << 24, static_cast<long>(atom("text/uri-list")), 0, 0);
        send("XdndPosition", 0, (x << 16) | y, CurrentTime, static_cast<long>(atom("XdndActionCopy")));
        const XClientMessageEvent status = wait_for("XdndStatus");
        if ((status.data.l[1] & 1) == 0) throw std::runtime_error("the window does not take the file");
        send("XdndDrop", 0, CurrentTime, 0, 0);
        wait_for("XdndFinished");
    }

  private:
    Atom atom(const char* name) { return XInternAtom(display_.get(), name, False); }

    void send(const char* type, long l1, long l2, long l3, long l4) {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.window = target_;
        event.xclient.message_type = atom(type);
        event.xclient.format = 32;
        event.xclient.data.l[0] = static_cast<long>(source_);
        event.xclient.data.l[1] = l1;
        event.xclient.data.l[2] = l2;
        event.xclient.data.l[3] = l3;
        event.xclient.data.l[4] = l4;
        XSendEvent(display_.get(), target_, False, NoEventMask, &event);
        XFlush(display_.get());
    }

    /// Answers requests for the list of files until the window sends this message.
    XClientMessageEvent wait_for(const char* type) {
        const auto end = std::chrono::steady_clock::now() + kPatience;
        while (std::chrono::steady_clock::now() < end) {
            if (XPending(display_.get()) == 0) {
                pollfd waiting{ConnectionNumber(display_.get()), POLLIN, 0};
                poll(&waiting, 1, 100);
                continue;
            }
            XEvent event;
            XNextEvent(display_.get(), &event);
            if (event.type == SelectionRequest) answer(event.xselectionrequest);
            if (event.type == ClientMessage && event.xclient.message_type == atom(type)) return event.xclient;
        }
        throw std::runtime_error(std::string("no ") + type + " came from the window");
    }

    void answer(const XSelectionRequestEvent& request) {
        XChangeProperty(display_.get(), request.requestor, request.property, request.target, 8,
                        PropModeReplace, reinterpret_cast<const unsigned char*>(uri_list_.data()),
                        static_cast<int>(uri_list_.size()));
        XEvent reply{};
        reply.xselection.type = SelectionNotify;
        reply.xselection.requestor = request.requestor;
        reply.xselection.selection = request.selection;
        reply.xselection.target = request.target;
        reply.xselection.property = request.property;
        reply.xselection.time = request.time;
        XSendEvent(display_.get(), request.requestor, False, NoEventMask, &reply);
        XFlush(display_.get());
    }

    std::unique_ptr<Display, int (*)(Display*)> display_;
    std::string uri_list_;
    Window target_ = 0, source_ = 0;
};

}  // namespace

void drop_files(const std::string& display, const std::string& window_name,
                const std::vector<std::filesystem::path>& files, int x, int y) {
    std::string uri_list;
    for (const std::filesystem::path& file : files) uri_list += "file://" + file.string() + "\r\n";
    DropSource(display, window_name, std::move(uri_list)).drop(x, y);
}

}  // namespace progan::test
