// Files opened from outside while a window is open: a second start of the program hands them to that window.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/files/descriptor.h"

namespace progan {

/// Receives them, in an open window. Owned by App; a thread of its own listens on `window.socket` (or
/// window-2.socket, ...) in the data folder, which only this user and this machine can reach. A folder where
/// there can be none is no error: the second start then opens a window of its own.
class HandOver {
  public:
    /// `number` is the window's (window_claim.h). `came` is called on the listening thread.
    HandOver(const std::filesystem::path& folder, int number, std::function<void()> came);
    ~HandOver();
    HandOver(const HandOver&) = delete;
    HandOver& operator=(const HandOver&) = delete;

    /// What came since the last call; from any thread.
    std::vector<std::filesystem::path> take();

  private:
    void listen();
    void receive(const Descriptor& sender);

    const std::filesystem::path socket_;
    const std::function<void()> came_;
    Descriptor listening_;
    int stop_[2] = {-1, -1};
    std::mutex mutex_;
    std::vector<std::filesystem::path> files_;  ///< behind mutex_
    std::thread thread_;
};

/// Hands absolute paths to an open window of the data folder, of several to the one used last. False if none
/// takes them within two seconds.
bool hand_over(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& files);

}  // namespace progan
