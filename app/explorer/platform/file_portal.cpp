#include "app/explorer/platform/file_portal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "app/explorer/platform/desktop_files.h"
#include "core/files/file_uri.h"
#include "core/support/error.h"

namespace progan {
namespace {

constexpr const char *kPortal = "org.freedesktop.portal.Desktop", *kPath = "/org/freedesktop/portal/desktop",
                     *kChooser = "org.freedesktop.portal.FileChooser",
                     *kRequest = "org.freedesktop.portal.Request";
constexpr const char* kToken = "progan";  // a connection asks once

// The bus may have to start the portal first.
constexpr std::chrono::seconds kPatience{5};

using Clock = std::chrono::steady_clock;

using Bus = std::unique_ptr<sd_bus, sd_bus* (*)(sd_bus*)>;
using Message = std::unique_ptr<sd_bus_message, sd_bus_message* (*)(sd_bus_message*)>;

Bus open_bus() {
    sd_bus* bus = nullptr;
    if (sd_bus_open_user(&bus) < 0) bus = nullptr;
    return {bus, sd_bus_close_unref};
}

/// Appends to a message; after a failure nothing more is appended, and the message is not sent.
class Writer {
  public:
    explicit Writer(sd_bus_message* message) : message_(message) {}

    template <typename... Values>
    Writer& add(const char* types, Values... values) {
        if (ok_) ok_ = sd_bus_message_append(message_, types, values...) >= 0;
        return *this;
    }
    Writer& open(char kind, const char* contents) {
        if (ok_) ok_ = sd_bus_message_open_container(message_, kind, contents) >= 0;
        return *this;
    }
    Writer& close() {
        if (ok_) ok_ = sd_bus_message_close_container(message_) >= 0;
        return *this;
    }
    /// The bytes of a path with their end, as the portal takes paths, which need not be UTF-8.
    Writer& add_path(const std::string& path) {
        if (ok_) ok_ = sd_bus_message_append_array(message_, 'y', path.c_str(), path.size() + 1) >= 0;
        return *this;
    }
    bool ok() const { return ok_; }

  private:
    sd_bus_message* message_;
    bool ok_ = true;
};

/// An entry of the options, a{sv}.
void option(Writer& to, const char* name, const std::string& text) {
    to.open('e', "sv").add("s", name).add("v", "s", text.c_str()).close();
}

void option(Writer& to, const char* name, bool value) {
    to.open('e', "sv").add("s", name).add("v", "b", value ? 1 : 0).close();
}

void path_option(Writer& to, const char* name, const std::string& path) {
    to.open('e', "sv").add("s", name).open('v', "ay").add_path(path).close().close();
}

void filters_option(Writer& to, const std::vector<FileFilter>& filters) {
    to.open('e', "sv").add("s", "filters").open('v', "a(sa(us))").open('a', "(sa(us))");
    for (const FileFilter& filter : filters) {
        to.open('r', "sa(us)").add("s", filter.name.c_str()).open('a', "(us)");
        constexpr std::uint32_t kGlob = 0;
        for (const std::string& pattern : filter.patterns) to.add("(us)", kGlob, pattern.c_str());
        to.close().close();
    }
    to.close().close().close();
}

/// The first of the addresses that were chosen; empty if there is none.
std::string chosen_uri(sd_bus_message* results) {
    std::string uri;
    if (sd_bus_message_enter_container(results, 'a', "{sv}") < 0) return uri;
    while (sd_bus_message_enter_container(results, 'e', "sv") > 0) {
        const char *name = "", *first = nullptr;
        if (sd_bus_message_read(results, "s", &name) < 0) break;
        const bool is_list = std::string_view(name) == "uris" &&
                             sd_bus_message_enter_container(results, 'v', "as") > 0 &&
                             sd_bus_message_enter_container(results, 'a', "s") > 0;
        if (is_list) {
            if (sd_bus_message_read(results, "s", &first) > 0 && first) uri = first;
            break;
        }
        if (sd_bus_message_skip(results, "v") < 0 || sd_bus_message_exit_container(results) < 0) break;
    }
    return uri;
}

bool nobody_offers_it(const sd_bus_error& error) {
    return sd_bus_error_has_name(&error, SD_BUS_ERROR_SERVICE_UNKNOWN) ||
           sd_bus_error_has_name(&error, SD_BUS_ERROR_NAME_HAS_NO_OWNER) ||
           sd_bus_error_has_name(&error, SD_BUS_ERROR_UNKNOWN_INTERFACE) ||
           sd_bus_error_has_name(&error, SD_BUS_ERROR_UNKNOWN_METHOD) ||
           sd_bus_error_has_name(&error, SD_BUS_ERROR_UNKNOWN_OBJECT);
}

bool starts_with_unique_name(const char* name) {
    return name && *name != '\0';
}

}  // namespace

/// One question, from the connection to the answer. The portal takes a dialog away whose asker has left the
/// bus.
class FilePortal::Dialog {
  public:
    Dialog(FileQuestion question, std::function<void()> wake)
        : question_(std::move(question)), wake_(std::move(wake)), stop_(eventfd(0, EFD_CLOEXEC)) {
        if (stop_ < 0) throw Error("The program could not create an event to wait for.");
        thread_ = std::thread([this] { run(); });
    }
    ~Dialog() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = write(stop_, &one, sizeof one);
        thread_.join();
        ::close(stop_);
    }
    Dialog(const Dialog&) = delete;
    Dialog& operator=(const Dialog&) = delete;

    std::optional<FileAnswer> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(said_, std::nullopt);
    }

  private:
    void run() {
        const std::optional<FileAnswer> answer = converse();
        if (!answer) return;  // nobody wants it any more
        {
            const std::lock_guard lock(mutex_);
            said_ = answer;
        }
        wake_();
    }

    /// Nothing if it was stopped.
    std::optional<FileAnswer> converse() {
        const Bus bus = open_bus();
        if (!bus) return FileAnswer{FileAnswer::What::no_portal};
        give_up_ = Clock::now() + kPatience;
        while (!answer_ && sd_bus_is_ready(bus.get()) <= 0)
            if (!step(bus.get())) return std::nullopt;
        if (!answer_ && !ask(bus.get())) answer_ = FileAnswer{FileAnswer::What::failed};
        while (!answer_)
            if (!step(bus.get())) return std::nullopt;
        if (answer_->what == FileAnswer::What::failed) withdraw(bus.get());
        return answer_;
    }

    /// Lets the bus work, or waits for what happens next. False if it was stopped.
    bool step(sd_bus* bus) {
        const int worked = sd_bus_process(bus, nullptr);
        if (worked > 0) return true;
        if (worked < 0) {
            answer_ = FileAnswer{FileAnswer::What::failed};
            return true;
        }
        pollfd waited[] = {{stop_, POLLIN, 0},
                           {sd_bus_get_fd(bus), static_cast<short>(std::max(0, sd_bus_get_events(bus))), 0}};
        int milliseconds = -1;
        if (give_up_) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*give_up_ - Clock::now());
            if (left.count() <= 0) {
                answer_ = FileAnswer{FileAnswer::What::failed};
                return true;
            }
            milliseconds = static_cast<int>(left.count());
        }
        poll(waited, 2, milliseconds);
        return waited[0].revents == 0;
    }

    /// Sends the question. What comes back is heard of in the callbacks, which run inside step().
    bool ask(sd_bus* bus) {
        const std::string gone =
            std::string("type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',") +
            "member='NameOwnerChanged',arg0='" + kPortal + "'";
        const std::string response = std::string("type='signal',sender='") + kPortal + "',interface='" +
                                     kRequest + "',member='Response'";
        // Slots that are not kept live as long as the bus.
        if (sd_bus_add_match_async(bus, nullptr, gone.c_str(), owner_changed, nullptr, this) < 0 ||
            sd_bus_add_match_async(bus, nullptr, response.c_str(), responded, nullptr, this) < 0)
            return false;
        const bool saves = question_.kind == FileQuestion::Kind::save_file;
        sd_bus_message* raw = nullptr;
        if (sd_bus_message_new_method_call(bus, &raw, kPortal, kPath, kChooser,
                                           saves ? "SaveFile" : "OpenFile") < 0)
            return false;
        const Message message(raw, sd_bus_message_unref);
        return write_question(message.get()) &&
               sd_bus_call_async(bus, nullptr, message.get(), taken, this, 0) >= 0;
    }

    bool write_question(sd_bus_message* message) const {
        using Kind = FileQuestion::Kind;
        Writer to(message);
        to.add("ss", question_.parent.c_str(), question_.title.c_str()).open('a', "{sv}");
        option(to, "handle_token", std::string(kToken));
        option(to, "modal", true);
        if (!question_.accept.empty()) option(to, "accept_label", question_.accept);
        if (question_.kind == Kind::open_folder) option(to, "directory", true);
        if (question_.kind != Kind::open_folder && !question_.filters.empty())
            filters_option(to, question_.filters);
        if (!question_.folder.empty()) path_option(to, "current_folder", question_.folder.string());
        if (question_.kind == Kind::save_file && !question_.name.empty())
            option(to, "current_name", question_.name);
        to.close();
        return to.ok();
    }

    /// So that a dialog that comes too late does not stay.
    void withdraw(sd_bus* bus) const {
        if (handle_.empty()) return;
        sd_bus_message* raw = nullptr;
        if (sd_bus_message_new_method_call(bus, &raw, kPortal, handle_.c_str(), kRequest, "Close") < 0)
            return;
        const Message message(raw, sd_bus_message_unref);
        sd_bus_message_set_expect_reply(raw, 0);
        sd_bus_send(bus, raw, nullptr);
    }

    static Dialog& of(void* userdata) { return *static_cast<Dialog*>(userdata); }

    /// The portal has taken the question: from now on there is a dialog.
    static int taken(sd_bus_message* reply, void* userdata, sd_bus_error*) {
        Dialog& self = of(userdata);
        const char* handle = nullptr;
        if (const sd_bus_error* error = sd_bus_message_get_error(reply))
            self.end(nobody_offers_it(*error) ? FileAnswer::What::no_portal : FileAnswer::What::failed);
        else if (sd_bus_message_read(reply, "o", &handle) < 0)
            self.end(FileAnswer::What::failed);
        else
            self.handle_ = handle;
        self.give_up_.reset();
        return 0;
    }

    /// A portal may respond before it has said what it calls the request.
    bool is_ours(const char* path) const {
        const std::string_view answered = path ? path : "";
        return handle_.empty() ? answered.ends_with(std::string("/") + kToken) : answered == handle_;
    }

    static int responded(sd_bus_message* signal, void* userdata, sd_bus_error*) {
        Dialog& self = of(userdata);
        if (!self.is_ours(sd_bus_message_get_path(signal))) return 0;
        constexpr std::uint32_t kCancelled = 1;  // 0: chosen, 2: ended in another way
        std::uint32_t how = kCancelled;
        if (sd_bus_message_read(signal, "u", &how) < 0 || how > kCancelled) {
            self.end(FileAnswer::What::failed);
        } else if (how == kCancelled) {
            self.end(FileAnswer::What::cancelled);
        } else {
            const std::filesystem::path path = path_of_uri(chosen_uri(signal));
            self.end(path.empty() ? FileAnswer::What::failed : FileAnswer::What::chosen, path);
        }
        return 0;
    }

    static int owner_changed(sd_bus_message* signal, void* userdata, sd_bus_error*) {
        const char *name = nullptr, *before = nullptr, *after = nullptr;
        if (sd_bus_message_read(signal, "sss", &name, &before, &after) >= 0 &&
            starts_with_unique_name(before) && !starts_with_unique_name(after))
            of(userdata).end(FileAnswer::What::failed);
        return 0;
    }

    void end(FileAnswer::What what, const std::filesystem::path& path = {}) {
        if (!answer_) answer_ = FileAnswer{what, path};
    }

    const FileQuestion question_;
    const std::function<void()> wake_;
    const int stop_;

    // The thread's own.
    std::optional<FileAnswer> answer_;
    std::string handle_;                        ///< of the portal's request, once it has taken the question
    std::optional<Clock::time_point> give_up_;  ///< until it has

    std::mutex mutex_;
    std::optional<FileAnswer> said_;
    std::thread thread_;
};

bool portal_offers_file_dialogs() {
    const Bus bus = open_bus();
    if (!bus) return false;
    sd_bus_set_method_call_timeout(bus.get(),
                                   std::chrono::duration_cast<std::chrono::microseconds>(kPatience).count());
    std::uint32_t version = 0;
    return sd_bus_get_property_trivial(bus.get(), kPortal, kPath, kChooser, "version", nullptr, 'u',
                                       &version) >= 0;
}

FilePortal::FilePortal(std::function<void()> wake) : wake_(std::move(wake)) {}

FilePortal::~FilePortal() = default;

void FilePortal::ask(FileQuestion question, Answer answer) {
    close();
    answer_ = std::move(answer);
    dialog_ = std::make_unique<Dialog>(std::move(question), wake_);
}

void FilePortal::close() {
    dialog_.reset();
    answer_ = nullptr;
}

bool FilePortal::deliver() {
    const std::optional<FileAnswer> said = dialog_ ? dialog_->take() : std::nullopt;
    if (!said) return false;
    const Answer answer = std::exchange(answer_, nullptr);
    dialog_.reset();
    answer(*said);
    return true;
}

}  // namespace progan
