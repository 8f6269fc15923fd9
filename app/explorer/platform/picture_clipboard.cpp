#include "app/explorer/platform/picture_clipboard.h"

#include <utility>

#ifdef PROGAN_HAS_XCB
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <xcb/xcb.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <list>
#include <mutex>
#include <string_view>
#include <thread>

#include "core/files/descriptor.h"
#endif

namespace progan {

#ifdef PROGAN_HAS_XCB
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(3);  // without a sign of the other program
constexpr std::size_t kMaxBytes = std::size_t{256} << 20;
constexpr std::size_t kMaxAtOnce = std::size_t{256} << 10;  // larger pictures go in parts (INCR)

template <class T>
struct Free {
    void operator()(T* memory) const { std::free(memory); }  // NOLINT(cppcoreguidelines-no-malloc): XCB's
};
template <class T>
using Reply = std::unique_ptr<T, Free<T>>;

struct CloseConnection {
    void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
};

}  // namespace

/// ICCCM 2.0, section 2: the owner answers SelectionRequest by writing a property of the requestor's window;
/// section 2.7.2: what is large goes in parts, each when the one before has been taken (deleted).
class PictureClipboard::Thread {
  public:
    /// Null if there is no X server.
    static std::unique_ptr<Thread> start(std::function<void()> wake) {
        auto thread = std::unique_ptr<Thread>(new Thread(std::move(wake)));
        if (!thread->connect()) return nullptr;
        thread->thread_ = std::thread([self = thread.get()] { self->run(); });
        return thread;
    }
    ~Thread() {
        if (!thread_.joinable()) return;
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
        }
        signal();
        thread_.join();
    }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

    void offer(std::vector<std::byte> png) {
        {
            const std::lock_guard lock(mutex_);
            offered_ = std::make_shared<const std::vector<std::byte>>(std::move(png));
            answer_.reset();
        }
        signal();
    }
    void ask() {
        {
            const std::lock_guard lock(mutex_);
            asked_ = true;
            answer_.reset();
        }
        signal();
    }
    std::optional<std::optional<std::string>> take_answer() {
        const std::lock_guard lock(mutex_);
        return std::exchange(answer_, std::nullopt);
    }

  private:
    using Bytes = std::shared_ptr<const std::vector<std::byte>>;
    /// A picture on its way to another program, in parts.
    struct Transfer {
        xcb_window_t requestor;
        xcb_atom_t property;
        Bytes bytes;
        std::size_t sent = 0;
        Clock::time_point last;
    };
    /// A picture that is being read.
    struct Reading {
        std::string bytes;
        bool in_parts = false;
        Clock::time_point last;
    };

    explicit Thread(std::function<void()> wake)
        : wake_(std::move(wake)), signal_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    bool connect() {
        int number = 0;
        connection_.reset(xcb_connect(nullptr, &number));
        if (xcb_connection_has_error(connection_.get()) != 0 || !signal_) return false;
        xcb_screen_iterator_t screens = xcb_setup_roots_iterator(xcb_get_setup(connection_.get()));
        for (; number > 0 && screens.rem > 1; --number) xcb_screen_next(&screens);
        constexpr std::array<std::string_view, 5> kNames{"CLIPBOARD", "TARGETS", "INCR", "image/png",
                                                         "PROGAN_PASTE"};
        std::array<xcb_intern_atom_cookie_t, kNames.size()> cookies{};
        for (std::size_t i = 0; i < kNames.size(); ++i)
            cookies[i] = xcb_intern_atom(connection_.get(), 0, static_cast<std::uint16_t>(kNames[i].size()),
                                         kNames[i].data());
        std::array<xcb_atom_t*, kNames.size()> atoms{&clipboard_, &targets_, &incr_, &png_, &pasted_};
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            const Reply<xcb_intern_atom_reply_t> reply(
                xcb_intern_atom_reply(connection_.get(), cookies[i], nullptr));
            if (!reply) return false;
            *atoms[i] = reply->atom;
        }
        window_ = xcb_generate_id(connection_.get());
        const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
        xcb_create_window(connection_.get(), XCB_COPY_FROM_PARENT, window_, screens.data->root, 0, 0, 1, 1, 0,
                          XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT, XCB_CW_EVENT_MASK, &events);
        const std::size_t room = std::size_t{xcb_get_maximum_request_length(connection_.get())} * 4;
        part_ = std::min(kMaxAtOnce, room - 1024);
        xcb_flush(connection_.get());
        return true;
    }

    void signal() const {
        const std::uint64_t one = 1;
        (void)!::write(signal_.get(), &one, sizeof one);
    }

    void run() {
        while (take_requests()) {
            while (const Reply<xcb_generic_event_t> event{xcb_poll_for_event(connection_.get())})
                handle(*event);
            if (xcb_connection_has_error(connection_.get()) != 0) break;
            drop_what_is_late();
            xcb_flush(connection_.get());
            std::array<pollfd, 2> sources{pollfd{xcb_get_file_descriptor(connection_.get()), POLLIN, 0},
                                          pollfd{signal_.get(), POLLIN, 0}};
            const bool waiting = reading_ || !transfers_.empty();
            ::poll(sources.data(), sources.size(), waiting ? 200 : -1);
        }
        answer(std::nullopt);  // to whoever still waits
    }

    /// False if it is to end.
    bool take_requests() {
        std::uint64_t count = 0;
        (void)!::read(signal_.get(), &count, sizeof count);
        const std::lock_guard lock(mutex_);
        if (offered_) {
            own_ = std::exchange(offered_, nullptr);
            xcb_set_selection_owner(connection_.get(), window_, clipboard_, XCB_CURRENT_TIME);
        }
        if (std::exchange(asked_, false)) {
            reading_ = Reading{{}, false, Clock::now()};
            xcb_convert_selection(connection_.get(), window_, clipboard_, png_, pasted_, XCB_CURRENT_TIME);
        }
        return !ending_;
    }

    void handle(const xcb_generic_event_t& event) {
        switch (event.response_type & 0x7f) {
            case XCB_SELECTION_REQUEST:
                requested(reinterpret_cast<const xcb_selection_request_event_t&>(event));
                return;
            case XCB_SELECTION_CLEAR:
                own_.reset();
                return;
            case XCB_SELECTION_NOTIFY:
                notified(reinterpret_cast<const xcb_selection_notify_event_t&>(event));
                return;
            case XCB_PROPERTY_NOTIFY:
                changed(reinterpret_cast<const xcb_property_notify_event_t&>(event));
                return;
            default:  // errors, too: a requestor may have gone
                return;
        }
    }

    // To other programs.

    void requested(const xcb_selection_request_event_t& request) {
        xcb_atom_t property = request.property == XCB_NONE ? request.target : request.property;
        if (own_ && request.target == targets_) {
            const std::array<xcb_atom_t, 2> targets{targets_, png_};
            xcb_change_property(connection_.get(), XCB_PROP_MODE_REPLACE, request.requestor, property,
                                XCB_ATOM_ATOM, 32, targets.size(), targets.data());
        } else if (own_ && request.target == png_) {
            send(request.requestor, property);
        } else {
            property = XCB_NONE;
        }
        xcb_selection_notify_event_t reply{};
        reply.response_type = XCB_SELECTION_NOTIFY;
        reply.time = request.time;
        reply.requestor = request.requestor;
        reply.selection = request.selection;
        reply.target = request.target;
        reply.property = property;
        std::array<char, 32> bytes{};  // as long as every event
        std::copy_n(reinterpret_cast<const char*>(&reply), sizeof reply, bytes.begin());
        xcb_send_event(connection_.get(), 0, request.requestor, XCB_EVENT_MASK_NO_EVENT, bytes.data());
    }

    void send(xcb_window_t requestor, xcb_atom_t property) {
        if (own_->size() <= part_) {
            write(requestor, property, own_->data(), own_->size());
            return;
        }
        const auto size = static_cast<std::uint32_t>(own_->size());
        if (requestor != window_) {  // ours hears of its properties already
            const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
            xcb_change_window_attributes(connection_.get(), requestor, XCB_CW_EVENT_MASK, &events);
        }
        transfers_.push_back({requestor, property, own_, 0, Clock::now()});
        xcb_change_property(connection_.get(), XCB_PROP_MODE_REPLACE, requestor, property, incr_, 32, 1,
                            &size);
    }

    void write(xcb_window_t requestor, xcb_atom_t property, const std::byte* bytes, std::size_t count) {
        xcb_change_property(connection_.get(), XCB_PROP_MODE_REPLACE, requestor, property, png_, 8,
                            static_cast<std::uint32_t>(count), bytes);
    }

    /// The last part was taken; an empty one ends it.
    void send_next(Transfer& transfer) {
        const std::size_t count = std::min(part_, transfer.bytes->size() - transfer.sent);
        write(transfer.requestor, transfer.property, transfer.bytes->data() + transfer.sent, count);
        transfer.sent += count;
        transfer.last = Clock::now();
        if (count > 0) return;
        if (transfer.requestor != window_) {
            const std::uint32_t none = XCB_EVENT_MASK_NO_EVENT;
            xcb_change_window_attributes(connection_.get(), transfer.requestor, XCB_CW_EVENT_MASK, &none);
        }
        transfer.bytes.reset();
    }

    // From other programs.

    void notified(const xcb_selection_notify_event_t& event) {
        if (!reading_ || event.target != png_) return;
        if (event.property == XCB_NONE) {
            answer(std::nullopt);
            return;
        }
        const auto [type, bytes] = take_property();
        reading_->last = Clock::now();
        if (type == incr_)
            reading_->in_parts = true;
        else
            answer(bytes);
    }

    /// The property with what was pasted, which is deleted.
    std::pair<xcb_atom_t, std::string> take_property() {
        const auto cookie = xcb_get_property(connection_.get(), 1, window_, pasted_,
                                             XCB_GET_PROPERTY_TYPE_ANY, 0, kMaxBytes / 4);
        const Reply<xcb_get_property_reply_t> reply(
            xcb_get_property_reply(connection_.get(), cookie, nullptr));
        if (!reply) return {XCB_NONE, {}};
        const auto* first = static_cast<const char*>(xcb_get_property_value(reply.get()));
        return {reply->type, {first, static_cast<std::size_t>(xcb_get_property_value_length(reply.get()))}};
    }

    void changed(const xcb_property_notify_event_t& event) {
        if (event.state == XCB_PROPERTY_DELETE)
            for (Transfer& transfer : transfers_)
                if (transfer.bytes && transfer.requestor == event.window && transfer.property == event.atom)
                    send_next(transfer);
        transfers_.remove_if([](const Transfer& transfer) { return transfer.bytes == nullptr; });
        const bool part = event.state == XCB_PROPERTY_NEW_VALUE && event.window == window_ &&
                          event.atom == pasted_ && reading_ && reading_->in_parts;
        if (!part) return;
        const auto [type, bytes] = take_property();
        if (type == XCB_NONE || type == incr_) return;
        reading_->last = Clock::now();
        reading_->bytes += bytes;
        if (bytes.empty())
            answer(std::move(reading_->bytes));
        else if (reading_->bytes.size() > kMaxBytes)
            answer(std::nullopt);
    }

    void answer(std::optional<std::string> png) {
        if (!reading_) return;
        reading_.reset();
        {
            const std::lock_guard lock(mutex_);
            answer_ = std::move(png);
        }
        wake_();
    }

    void drop_what_is_late() {
        const Clock::time_point now = Clock::now();
        transfers_.remove_if([&](const Transfer& transfer) { return now - transfer.last > kPatience; });
        if (reading_ && now - reading_->last > kPatience) answer(std::nullopt);
    }

    const std::function<void()> wake_;
    const Descriptor signal_;
    std::mutex mutex_;
    bool ending_ = false, asked_ = false;  // under the mutex, as are the next two
    Bytes offered_;
    std::optional<std::optional<std::string>> answer_;

    // The thread's own.
    std::unique_ptr<xcb_connection_t, CloseConnection> connection_;
    xcb_window_t window_ = 0;
    xcb_atom_t clipboard_ = 0, targets_ = 0, incr_ = 0, png_ = 0, pasted_ = 0;
    std::size_t part_ = 0;
    Bytes own_;
    std::list<Transfer> transfers_;
    std::optional<Reading> reading_;
    std::thread thread_;
};

PictureClipboard::PictureClipboard(std::function<void()> wake) : thread_(Thread::start(std::move(wake))) {}

void PictureClipboard::offer(std::vector<std::byte> png) {
    if (thread_) thread_->offer(std::move(png));
}

void PictureClipboard::ask(Answer answer) {
    if (!thread_) {
        answer(std::nullopt);
        return;
    }
    answer_ = std::move(answer);
    thread_->ask();
}

bool PictureClipboard::deliver() {
    if (!thread_ || !answer_) return false;
    std::optional<std::optional<std::string>> png = thread_->take_answer();
    if (!png) return false;
    std::exchange(answer_, nullptr)(std::move(*png));
    return true;
}
#else
class PictureClipboard::Thread {};

PictureClipboard::PictureClipboard(std::function<void()>) {}

void PictureClipboard::offer(std::vector<std::byte>) {}

void PictureClipboard::ask(Answer answer) {
    answer(std::nullopt);
}

bool PictureClipboard::deliver() {
    return false;
}
#endif

PictureClipboard::~PictureClipboard() = default;

}  // namespace progan
