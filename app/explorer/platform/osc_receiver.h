// Listens for Open Sound Control on a UDP port. A thread of its own receives and does nothing else than keep
// what came; the window's thread takes it. Of the messages to one address, the newest is kept: a flood costs
// nothing more.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "app/explorer/platform/osc_packet.h"

namespace progan {

/// Whose messages are heard.
enum class OscSenders { this_computer, any_computer };

class OscReceiver {
  public:
    /// Port 0: any that is free. `wake` is called on the thread when take() has something. Throws Error in
    /// one sentence if the port cannot be had.
    OscReceiver(int port, OscSenders senders, std::function<void()> wake);
    ~OscReceiver();
    OscReceiver(const OscReceiver&) = delete;
    OscReceiver& operator=(const OscReceiver&) = delete;

    int port() const { return port_; }
    /// What has come since the last call, in the order in which it came last.
    std::vector<OscMessage> take();
    /// Packets, or parts of them, that are not OSC, and messages to more addresses than are kept.
    std::size_t ignored() const { return ignored_; }

  private:
    void receive();
    void keep(std::vector<OscMessage> messages);

    std::function<void()> wake_;
    int socket_ = -1, end_[2] = {-1, -1};  ///< what is written to end_[1] ends the thread
    int port_ = 0;
    std::mutex mutex_;
    std::vector<OscMessage> waiting_;
    std::atomic<std::size_t> ignored_ = 0;
    std::thread thread_;
};

}  // namespace progan
