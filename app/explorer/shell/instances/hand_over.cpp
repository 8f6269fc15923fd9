#include "app/explorer/shell/instances/hand_over.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string_view>
#include <utility>

#include "app/explorer/shell/instances/window_claim.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/state/window_file.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

// A message is this line and the paths, each ended by a zero byte; the answer is kTaken.
constexpr std::string_view kGreeting = "progan-explorer-open 1\n";
constexpr std::string_view kTaken = "taken\n";
constexpr std::size_t kMaxMessage = std::size_t{1} << 20;
constexpr int kPatienceSeconds = 2;
constexpr int kMaxWaiting = 8;

/// The address of a socket in a folder whose path may be longer than addresses can be. `folder` must stay
/// open.
sockaddr_un address_of(const Descriptor& folder, const std::string& name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", folder.get(),
                  name.c_str());
    return address;
}

Descriptor open_folder(const fs::path& folder) {
    return Descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

Descriptor new_socket() {
    Descriptor made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval patience{kPatienceSeconds, 0};
    for (const int direction : {SO_RCVTIMEO, SO_SNDTIMEO})
        ::setsockopt(made.get(), SOL_SOCKET, direction, &patience, sizeof patience);
    return made;
}

bool send_all(const Descriptor& to, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = ::send(to.get(), text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// All until the other side ends; nothing if it takes too long or is too much.
std::optional<std::string> receive_all(const Descriptor& from, std::size_t most) {
    std::string text;
    std::array<char, 4096> bytes{};
    while (text.size() <= most) {
        const ssize_t got = ::recv(from.get(), bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::nullopt;
        if (got == 0) return text;
        text.append(bytes.data(), static_cast<std::size_t>(got));
    }
    return std::nullopt;
}

bool is_same_user(const Descriptor& sender) {
    ucred who{};
    socklen_t size = sizeof who;
    return ::getsockopt(sender.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 && who.uid == ::geteuid();
}

std::vector<fs::path> paths_of(std::string_view message) {
    std::vector<fs::path> paths;
    if (!message.starts_with(kGreeting)) return paths;
    message.remove_prefix(kGreeting.size());
    while (!message.empty()) {
        const std::size_t end = message.find('\0');
        if (end == std::string_view::npos) return {};  // cut short
        const fs::path path(message.substr(0, end));
        if (path.is_absolute()) paths.push_back(path);
        message.remove_prefix(end + 1);
    }
    return paths;
}

bool hand_to(const fs::path& socket, std::string_view message) {
    const Descriptor folder = open_folder(socket.parent_path()), to = new_socket();
    const sockaddr_un address = address_of(folder, socket.filename().string());
    if (!folder || !to) return false;
    if (::connect(to.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return false;
    if (!send_all(to, message) || ::shutdown(to.get(), SHUT_WR) != 0) return false;
    return receive_all(to, kTaken.size()) == kTaken;
}

}  // namespace

HandOver::HandOver(const fs::path& folder, int number, std::function<void()> came)
    : socket_(window_file(folder, "window", number, ".socket")), came_(std::move(came)) {
    const Descriptor opened = open_folder(folder);
    const std::string name = socket_.filename().string();
    const sockaddr_un address = address_of(opened, name);
    listening_ = new_socket();
    ::unlinkat(opened.get(), name.c_str(), 0);  // of a window that was killed: the number is ours now
    if (!opened || !listening_ || ::pipe2(stop_, O_CLOEXEC) != 0) return;
    if (::bind(listening_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::fchmodat(opened.get(), name.c_str(), 0600, 0) != 0 || ::listen(listening_.get(), kMaxWaiting) != 0)
        return;
    thread_ = std::thread([this] { listen(); });
}

HandOver::~HandOver() {
    if (stop_[1] >= 0) ::close(stop_[1]);  // the thread reads the end
    if (thread_.joinable()) {
        std::error_code ignored;
        fs::remove(socket_, ignored);
        thread_.join();
    }
    if (stop_[0] >= 0) ::close(stop_[0]);
}

void HandOver::listen() {
    while (true) {
        std::array<pollfd, 2> waiting{pollfd{stop_[0], POLLIN, 0}, pollfd{listening_.get(), POLLIN, 0}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
        if (waiting[0].revents != 0) return;
        if (waiting[1].revents == 0) continue;
        const Descriptor sender(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (sender && is_same_user(sender)) receive(sender);
    }
}

void HandOver::receive(const Descriptor& sender) {
    const timeval patience{kPatienceSeconds, 0};
    ::setsockopt(sender.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const std::optional<std::string> message = receive_all(sender, kMaxMessage);
    const std::vector<fs::path> files = message ? paths_of(*message) : std::vector<fs::path>();
    if (files.empty() || !send_all(sender, kTaken)) return;
    {
        const std::lock_guard lock(mutex_);
        files_.insert(files_.end(), files.begin(), files.end());
    }
    came_();
}

std::vector<fs::path> HandOver::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(files_, {});
}

bool hand_over(const fs::path& folder, const std::vector<fs::path>& files) {
    std::string message(kGreeting);
    for (const fs::path& file : files) message += file.string() + '\0';
    std::vector<int> windows = known_windows(folder);
    std::error_code ignored;
    for (int number = 1; fs::exists(window_file(folder, "window", number, ".lock"), ignored); ++number)
        if (std::find(windows.begin(), windows.end(), number) == windows.end()) windows.push_back(number);
    return std::any_of(windows.begin(), windows.end(), [&](int number) {
        return hand_to(window_file(folder, "window", number, ".socket"), message);
    });
}

}  // namespace progan
