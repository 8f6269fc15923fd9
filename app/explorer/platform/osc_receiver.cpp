#include "app/explorer/platform/osc_receiver.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kLargestPacket = 65536;  // UDP has none that is larger
constexpr std::size_t kMostAddresses = 256;    // that wait at once

[[noreturn]] void throw_cannot_listen(int port, int error) {
    throw Error("The program cannot listen for OSC on {}: {}.",
                port == 0 ? "any port" : fmt::format("port {}", port), std::strerror(error));
}

}  // namespace

OscReceiver::OscReceiver(int port, OscSenders senders, std::function<void()> wake)
    : wake_(std::move(wake)), socket_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    if (socket_ < 0) throw_cannot_listen(port, errno);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(senders == OscSenders::any_computer ? INADDR_ANY : INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const bound = reinterpret_cast<sockaddr*>(&address);
    if (bind(socket_, bound, length) != 0 || getsockname(socket_, bound, &length) != 0 ||
        pipe2(end_, O_CLOEXEC) != 0) {
        const int error = errno;
        close(socket_);
        throw_cannot_listen(port, error);
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { receive(); });
}

OscReceiver::~OscReceiver() {
    close(end_[1]);  // the thread reads the end
    thread_.join();
    close(end_[0]);
    close(socket_);
}

void OscReceiver::receive() {
    std::vector<std::byte> packet(kLargestPacket);
    std::array<pollfd, 2> both{pollfd{socket_, POLLIN, 0}, pollfd{end_[0], POLLIN, 0}};
    while (true) {
        if (poll(both.data(), both.size(), -1) < 0 && errno != EINTR) return;
        if (both[1].revents != 0) return;
        if (both[0].revents == 0) continue;
        sockaddr_in sender{};
        socklen_t length = sizeof sender;
        const ssize_t size =
            recvfrom(socket_, packet.data(), packet.size(), 0, reinterpret_cast<sockaddr*>(&sender), &length);
        if (size < 0) continue;
        std::size_t ignored = 0;
        std::vector<OscMessage> messages =
            osc_messages(std::span(packet).first(static_cast<std::size_t>(size)), ignored);
        const auto arrived = std::chrono::steady_clock::now();
        for (OscMessage& message : messages) {
            message.from = ntohl(sender.sin_addr.s_addr);
            message.arrived = arrived;
        }
        keep(std::move(messages));
        ignored_ += ignored;
    }
}

void OscReceiver::keep(std::vector<OscMessage> messages) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = waiting_.empty() && !messages.empty();
        for (OscMessage& message : messages) {
            std::erase_if(waiting_, [&](const OscMessage& other) {
                if (other.address != message.address) return false;
                message.arrived = other.arrived;
                return true;
            });
            if (waiting_.size() < kMostAddresses)
                waiting_.push_back(std::move(message));
            else
                ++ignored_;
        }
    }
    if (first) wake_();
}

std::vector<OscMessage> OscReceiver::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waiting_, {});
}

}  // namespace progan
