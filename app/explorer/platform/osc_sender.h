// Sends Open Sound Control to one host and port over UDP. A thread of its own finds the host, which may take
// seconds, and sends; of what waits for one address, the newest is sent.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace progan {

/// What is sent: whole numbers as int32, or int64 if they need it, others as float32.
struct OscValue {
    std::string address;
    double value = 0;
    bool whole = false;
};

/// "HOST:PORT", the port 1 to 65535; nothing if the text is something else.
std::optional<std::pair<std::string, int>> osc_destination(std::string_view text);

class OscSender {
  public:
    OscSender(std::string host, int port);
    ~OscSender();
    OscSender(const OscSender&) = delete;
    OscSender& operator=(const OscSender&) = delete;

    /// Returns at once.
    void send(std::vector<OscValue> values);
    std::size_t sent() const { return sent_; }
    /// The IPv4 address of the host, in host order; 0 until it is found.
    std::uint32_t host_address() const { return host_address_; }
    /// Why the last could not be sent, in a few words; mostly empty.
    std::string problem() const;

  private:
    void work();
    bool find_host();
    void send_now(int socket, const OscValue& value);
    void say(std::string problem);

    const std::string host_;
    const int port_;
    mutable std::mutex mutex_;
    std::condition_variable more_;
    std::vector<OscValue> waiting_;
    bool end_ = false;
    std::string problem_;
    std::atomic<std::size_t> sent_ = 0;
    std::atomic<std::uint32_t> host_address_ = 0;
    std::thread thread_;
};

}  // namespace progan
