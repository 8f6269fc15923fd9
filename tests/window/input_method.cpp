#include "tests/window/input_method.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <xcb-imdkit/encoding.h>
#include <xcb-imdkit/imdkit.h>
#include <xcb/xcb.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace progan::test {
namespace {

constexpr xcb_keysym_t kBackspace = 0xff08;

template <typename T>
using Owned = std::unique_ptr<T, void (*)(void*)>;

/// What the keys of a display type, without modifiers.
class Keys {
  public:
    explicit Keys(xcb_connection_t* connection)
        : first_(xcb_get_setup(connection)->min_keycode), mapping_(nullptr, std::free) {
        const int count = xcb_get_setup(connection)->max_keycode - first_ + 1;
        mapping_.reset(xcb_get_keyboard_mapping_reply(
            connection, xcb_get_keyboard_mapping(connection, first_, static_cast<std::uint8_t>(count)),
            nullptr));
        if (!mapping_) throw std::runtime_error("the display does not tell its keys");
    }
    xcb_keysym_t of(xcb_keycode_t key) const {
        const xcb_keysym_t* all = xcb_get_keyboard_mapping_keysyms(mapping_.get());
        return all[(key - first_) * mapping_->keysyms_per_keycode];
    }

  private:
    xcb_keycode_t first_;
    Owned<xcb_get_keyboard_mapping_reply_t> mapping_;
};

}  // namespace

class InputMethod::Server {
  public:
    explicit Server(const std::string& display)
        : connection_(xcb_connect(display.c_str(), &screen_), xcb_disconnect),
          keys_(connected()),
          stop_(eventfd(0, EFD_CLOEXEC)) {
        xcb_compound_text_init();
        make_server();
        thread_ = std::thread([this] { run(); });
    }
    ~Server() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = write(stop_, &one, sizeof one);
        thread_.join();
        xcb_im_close_im(server_);
        xcb_im_destroy(server_);
        close(stop_);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    int words() const { return words_; }

  private:
    xcb_connection_t* connected() const {
        if (xcb_connection_has_error(connection_.get()) != 0)
            throw std::runtime_error("the input method did not reach the display");
        return connection_.get();
    }

    void make_server() {
        xcb_connection_t* connection = connection_.get();
        const xcb_screen_t& screen = *xcb_setup_roots_iterator(xcb_get_setup(connection)).data;
        const xcb_window_t window = xcb_generate_id(connection);
        xcb_create_window(connection, 0, window, screen.root, 0, 0, 1, 1, 0, XCB_WINDOW_CLASS_INPUT_OUTPUT,
                          screen.root_visual, 0, nullptr);
        styles_ = {XCB_IM_PreeditNothing | XCB_IM_StatusNothing, XCB_IM_PreeditNone | XCB_IM_StatusNone};
        const xcb_im_styles_t styles{static_cast<std::uint32_t>(styles_.size()), styles_.data()};
        const xcb_im_encodings_t encodings{1, encodings_.data()};
        server_ = xcb_im_create(connection, screen_, window, "progan_test", XCB_IM_ALL_LOCALES, &styles,
                                nullptr, nullptr, &encodings, 0, happened, this);
        if (!server_ || !xcb_im_open_im(server_)) throw std::runtime_error("the input method did not start");
        xcb_flush(connection);
    }

    void run() {
        pollfd waited[] = {{stop_, POLLIN, 0}, {xcb_get_file_descriptor(connection_.get()), POLLIN, 0}};
        while (waited[0].revents == 0) {
            while (const Owned<xcb_generic_event_t> event{xcb_poll_for_event(connection_.get()), std::free})
                xcb_im_filter_event(server_, event.get());
            xcb_flush(connection_.get());
            if (xcb_connection_has_error(connection_.get()) != 0) return;
            poll(waited, 2, -1);
        }
    }

    static void happened(xcb_im_t*, xcb_im_client_t*, xcb_im_input_context_t* context,
                         const xcb_im_packet_header_fr_t* what, void*, void* argument, void* self) {
        if (what->major_opcode == XCB_XIM_FORWARD_EVENT)
            static_cast<Server*>(self)->key(context, static_cast<xcb_key_press_event_t*>(argument));
    }

    void key(xcb_im_input_context_t* context, xcb_key_press_event_t* event) {
        const bool pressed = (event->response_type & 0x7fU) == XCB_KEY_PRESS;
        const bool plain = (event->state & (XCB_MOD_MASK_CONTROL | XCB_MOD_MASK_1)) == 0;
        const xcb_keysym_t typed = keys_.of(event->detail);
        if (pressed && plain && typed >= 'a' && typed <= 'z')
            composed_ += static_cast<char>(typed);
        else if (pressed && !composed_.empty() && typed == ' ')
            commit(context);
        else if (pressed && !composed_.empty() && typed == kBackspace)
            composed_.pop_back();
        else
            xcb_im_forward_event(server_, context, event);
    }

    void commit(xcb_im_input_context_t* context) {
        const std::string word = composed_ + " " == kTyped ? kWord : composed_;
        composed_.clear();
        std::size_t size = 0;
        const Owned<char> text{xcb_utf8_to_compound_text(word.data(), word.size(), &size), std::free};
        xcb_im_commit_string(server_, context, XCB_XIM_LOOKUP_CHARS, text.get(),
                             static_cast<std::uint32_t>(size), 0);
        ++words_;
    }

    int screen_ = 0;
    std::unique_ptr<xcb_connection_t, void (*)(xcb_connection_t*)> connection_;
    Keys keys_;
    int stop_;
    std::array<std::uint32_t, 2> styles_{};
    std::string compound_text_ = "COMPOUND_TEXT";
    std::array<char*, 1> encodings_{compound_text_.data()};
    xcb_im_t* server_ = nullptr;
    std::string composed_;  ///< letters that were kept back
    std::atomic<int> words_ = 0;
    std::thread thread_;
};

InputMethod::InputMethod(const std::string& display) : server_(std::make_unique<Server>(display)) {}

InputMethod::~InputMethod() = default;

int InputMethod::words() const {
    return server_->words();
}

}  // namespace progan::test
