#include "tests/window/fake_portal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <stdexcept>

namespace progan::test {
namespace {

constexpr const char *kPortal = "org.freedesktop.portal.Desktop", *kPath = "/org/freedesktop/portal/desktop",
                     *kChooser = "org.freedesktop.portal.FileChooser",
                     *kRequest = "org.freedesktop.portal.Request";
constexpr auto kPatience = std::chrono::seconds(20);

void check(int result, const char* what) {
    if (result < 0) throw std::runtime_error(std::string("the fake portal: ") + what);
}

/// "file:///a%20b", as a portal writes it.
std::string uri_of(const std::filesystem::path& path) {
    constexpr const char* kDigits = "0123456789ABCDEF";
    std::string uri = "file://";
    for (const char c : path.string()) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && c != '%') {
            uri += c;
        } else {
            uri += '%';
            uri += kDigits[byte >> 4U];
            uri += kDigits[byte & 15U];
        }
    }
    return uri;
}

/// Whether something listens there: the socket's file is made a moment before.
bool accepts(const std::filesystem::path& socket_file) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = socket_file.string();
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error("the path of the bus is too long");
    std::copy(path.begin(), path.end(), static_cast<char*>(address.sun_path));
    const int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool accepted = connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                          0;  // NOLINT: as POSIX has it
    close(client);
    return accepted;
}

std::string read_text(sd_bus_message* message) {
    const char* text = "";
    check(sd_bus_message_read(message, "v", "s", &text), "a text was expected");
    return text;
}

std::string read_path(sd_bus_message* message) {
    const void* bytes = nullptr;
    std::size_t size = 0;
    check(sd_bus_message_enter_container(message, 'v', "ay"), "a path was expected");
    check(sd_bus_message_read_array(message, 'y', &bytes, &size), "a path was expected");
    check(sd_bus_message_exit_container(message), "a path was expected");
    const std::string path(static_cast<const char*>(bytes), size);
    if (path.empty() || path.back() != '\0') throw std::runtime_error("a path does not end in 0");
    return path.substr(0, path.size() - 1);
}

std::vector<std::string> read_patterns(sd_bus_message* message) {
    std::vector<std::string> patterns;
    check(sd_bus_message_enter_container(message, 'v', "a(sa(us))"), "filters were expected");
    check(sd_bus_message_enter_container(message, 'a', "(sa(us))"), "filters were expected");
    while (sd_bus_message_enter_container(message, 'r', "sa(us)") > 0) {
        const char *name = "", *pattern = "";
        std::uint32_t kind = 0;
        check(sd_bus_message_read(message, "s", &name), "a filter's name was expected");
        check(sd_bus_message_enter_container(message, 'a', "(us)"), "patterns were expected");
        while (sd_bus_message_read(message, "(us)", &kind, &pattern) > 0) patterns.emplace_back(pattern);
        check(sd_bus_message_exit_container(message), "patterns were expected");
        check(sd_bus_message_exit_container(message), "patterns were expected");
    }
    check(sd_bus_message_exit_container(message), "filters were expected");
    check(sd_bus_message_exit_container(message), "filters were expected");
    return patterns;
}

}  // namespace

SessionBus::SessionBus(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    const std::filesystem::path socket = folder / "bus", settings = folder / "bus.conf";
    address_ = "unix:path=" + socket.string();
    std::ofstream(settings)
        << R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN")"
        << R"( "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">)"
        << "<busconfig><type>session</type><listen>" << address_ << "</listen><auth>EXTERNAL</auth>"
        << R"(<policy context="default"><allow send_destination="*" eavesdrop="true"/>)"
        << R"(<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>)"
        << "\n";
    daemon_ = std::make_unique<Process>(std::vector<std::string>{"dbus-daemon", "--nofork", "--nopidfile",
                                                                 "--config-file=" + settings.string()},
                                        std::map<std::string, std::string>{}, folder / "bus.txt");
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!accepts(socket)) {
        if (daemon_->wait(0) || std::chrono::steady_clock::now() > end)
            throw std::runtime_error("dbus-daemon did not start: is it installed?");
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

/// What the bus calls.
struct PortalMethods {
    static int asked(sd_bus_message* call, void* portal, sd_bus_error*) {
        return static_cast<FakePortal*>(portal)->asked(call);
    }
};

FakePortal::FakePortal(const std::string& bus_address) : stop_(eventfd(0, EFD_CLOEXEC)) {
    thread_ = std::thread([this, bus_address] {
        try {
            run(bus_address);
        } catch (const std::exception& error) {
            const std::lock_guard lock(mutex_);
            problem_ = error.what();
        }
        ready_changed_.notify_all();
    });
    std::unique_lock lock(mutex_);
    ready_changed_.wait_for(lock, kPatience, [this] { return ready_ || !problem_.empty(); });
    if (ready_) return;
    lock.unlock();
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(stop_, &one, sizeof one);
    thread_.join();
    close(stop_);
    throw std::runtime_error("the fake portal did not come up: " + problem_);
}

FakePortal::~FakePortal() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(stop_, &one, sizeof one);
    thread_.join();
    close(stop_);
}

void FakePortal::answer(Way way, const std::filesystem::path& path) {
    const std::lock_guard lock(mutex_);
    way_ = way;
    path_ = path;
}

std::vector<FakePortal::Question> FakePortal::questions() const {
    const std::lock_guard lock(mutex_);
    return questions_;
}

void FakePortal::run(const std::string& bus_address) {
    static const sd_bus_vtable methods[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("OpenFile", "ssa{sv}", "o", PortalMethods::asked, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("SaveFile", "ssa{sv}", "o", PortalMethods::asked, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END};
    sd_bus* raw = nullptr;
    check(sd_bus_new(&raw), "no bus");
    const std::unique_ptr<sd_bus, sd_bus* (*)(sd_bus*)> bus(raw, sd_bus_flush_close_unref);
    check(sd_bus_set_address(raw, bus_address.c_str()), "no address");
    check(sd_bus_set_bus_client(raw, 1), "no client");
    check(sd_bus_start(raw), "no connection");
    check(sd_bus_add_object_vtable(raw, nullptr, kPath, kChooser, methods, this), "no methods");
    check(sd_bus_request_name(raw, kPortal, 0), "the name is taken");
    bus_ = raw;
    {
        const std::lock_guard lock(mutex_);
        ready_ = true;
    }
    ready_changed_.notify_all();
    while (true) {
        const int worked = sd_bus_process(raw, nullptr);
        check(worked, "the bus has gone");
        if (worked > 0) continue;
        pollfd waited[] = {{stop_, POLLIN, 0},
                           {sd_bus_get_fd(raw), static_cast<short>(std::max(0, sd_bus_get_events(raw))), 0}};
        poll(waited, 2, -1);
        if (waited[0].revents != 0) return;
    }
}

FakePortal::Question FakePortal::read(sd_bus_message* call, std::string& token) const {
    Question question;
    question.method = sd_bus_message_get_member(call);
    const char *parent = "", *title = "", *name = "";
    check(sd_bus_message_read(call, "ss", &parent, &title), "a parent and a title were expected");
    question.parent = parent;
    question.title = title;
    check(sd_bus_message_enter_container(call, 'a', "{sv}"), "options were expected");
    while (sd_bus_message_enter_container(call, 'e', "sv") > 0) {
        check(sd_bus_message_read(call, "s", &name), "an option's name was expected");
        const std::string option = name;
        if (option == "handle_token") {
            token = read_text(call);
        } else if (option == "current_name") {
            question.name = read_text(call);
        } else if (option == "current_folder") {
            question.folder = read_path(call);
        } else if (option == "filters") {
            question.patterns = read_patterns(call);
        } else if (option == "directory") {
            int value = 0;
            check(sd_bus_message_read(call, "v", "b", &value), "a flag was expected");
            question.directory = value != 0;
        } else {
            check(sd_bus_message_skip(call, "v"), "an option was expected");
        }
        check(sd_bus_message_exit_container(call), "an option was expected");
    }
    return question;
}

int FakePortal::asked(sd_bus_message* call) {
    std::string token;
    const Question question = read(call, token);
    Way way = Way::cancel;
    {
        const std::lock_guard lock(mutex_);
        questions_.push_back(question);
        way = way_;
    }
    if (way == Way::keep_silent) return 1;
    if (way == Way::refuse)
        return sd_bus_reply_method_errorf(call, "org.freedesktop.portal.Error.Failed", "not today");
    std::string sender = sd_bus_message_get_sender(call);
    const std::string asker = sender;
    sender.erase(0, 1);
    std::replace(sender.begin(), sender.end(), '.', '_');
    const std::string request = std::string(kPath) + "/request/" + sender + "/" + token;
    check(sd_bus_reply_method_return(call, "o", request.c_str()), "no reply");
    if (way != Way::keep_open) respond(request, asker, way);
    return 1;
}

void FakePortal::respond(const std::string& request, const std::string& to, Way way) {
    sd_bus_message* raw = nullptr;
    check(sd_bus_message_new_signal(bus_, &raw, request.c_str(), kRequest, "Response"), "no signal");
    const std::unique_ptr<sd_bus_message, sd_bus_message* (*)(sd_bus_message*)> signal(raw,
                                                                                       sd_bus_message_unref);
    check(sd_bus_message_set_destination(raw, to.c_str()), "no destination");
    const std::uint32_t how = way == Way::choose ? 0 : way == Way::cancel ? 1 : 2;
    std::string uri;
    {
        const std::lock_guard lock(mutex_);
        uri = uri_of(path_);
    }
    if (how == 0)
        // As portals do, with what else they say before what was chosen.
        check(sd_bus_message_append(raw, "ua{sv}", how, 2, "writable", "b", 1, "uris", "as", 1, uri.c_str()),
              "no answer");
    else
        check(sd_bus_message_append(raw, "ua{sv}", how, 0), "no answer");
    check(sd_bus_send(bus_, raw, nullptr), "the answer was not sent");
}

}  // namespace progan::test
