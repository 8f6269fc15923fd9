#include "app/explorer/platform/osc_sender.h"

#include <arpa/inet.h>
#include <lo/lo.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <type_traits>

namespace progan {
namespace {

constexpr int kMaxPort = 65535;

std::string bytes_of(const OscValue& value) {
    const std::unique_ptr<std::remove_pointer_t<lo_message>, void (*)(lo_message)> message(lo_message_new(),
                                                                                           lo_message_free);
    if (!value.whole)
        lo_message_add_float(message.get(), static_cast<float>(value.value));
    else if (value.value > std::numeric_limits<std::int32_t>::max())
        lo_message_add_int64(message.get(), static_cast<std::int64_t>(value.value));
    else
        lo_message_add_int32(message.get(), static_cast<std::int32_t>(value.value));
    std::size_t size = 0;
    const std::unique_ptr<void, void (*)(void*)> data(
        lo_message_serialise(message.get(), value.address.c_str(), nullptr, &size), std::free);
    return {static_cast<const char*>(data.get()), size};
}

}  // namespace

std::optional<std::pair<std::string, int>> osc_destination(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    const std::string_view host = text.substr(0, colon), digits = text.substr(colon + 1);
    if (host.find_first_of(" /:") != std::string_view::npos) return std::nullopt;
    int port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || port < 1 || port > kMaxPort)
        return std::nullopt;
    return std::pair(std::string(host), port);
}

OscSender::OscSender(std::string host, int port)
    : host_(std::move(host)), port_(port), thread_([this] { work(); }) {}

OscSender::~OscSender() {
    {
        const std::lock_guard lock(mutex_);
        end_ = true;
    }
    more_.notify_one();
    thread_.join();
}

void OscSender::send(std::vector<OscValue> values) {
    {
        const std::lock_guard lock(mutex_);
        for (OscValue& value : values) {
            std::erase_if(waiting_, [&](const OscValue& other) { return other.address == value.address; });
            waiting_.push_back(std::move(value));
        }
    }
    more_.notify_one();
}

/// False, with a problem, if there is no such host.
bool OscSender::find_host() {
    if (host_address_ != 0) return true;
    addrinfo wanted{};
    wanted.ai_family = AF_INET;
    wanted.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    const int error = getaddrinfo(host_.c_str(), nullptr, &wanted, &found);
    if (error != 0 || !found) {
        say(gai_strerror(error));
        return false;
    }
    sockaddr_in address{};
    std::memcpy(&address, found->ai_addr, sizeof address);
    freeaddrinfo(found);
    host_address_ = ntohl(address.sin_addr.s_addr);
    return true;
}

void OscSender::work() {
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) say(std::strerror(errno));
    while (true) {
        std::vector<OscValue> values;
        {
            std::unique_lock lock(mutex_);
            more_.wait(lock, [this] { return end_ || !waiting_.empty(); });
            if (end_) break;
            values = std::exchange(waiting_, {});
        }
        if (socket < 0 || !find_host()) continue;
        for (const OscValue& value : values) send_now(socket, value);
    }
    if (socket >= 0) close(socket);
}

void OscSender::send_now(int socket, const OscValue& value) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port_));
    to.sin_addr.s_addr = htonl(host_address_);
    const std::string bytes = bytes_of(value);
    if (sendto(socket, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to) <
        0) {
        say(std::strerror(errno));
        return;
    }
    ++sent_;
    say("");
}

std::string OscSender::problem() const {
    const std::lock_guard lock(mutex_);
    return problem_;
}

void OscSender::say(std::string problem) {
    const std::lock_guard lock(mutex_);
    problem_ = std::move(problem);
}

}  // namespace progan
