// A place where a job leaves its newest result for the window: newer ones replace those not taken yet.
#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace progan {

template <class Value>
class Latest {
  public:
    /// From any thread.
    void put(Value value) {
        const std::lock_guard lock(mutex_);
        value_ = std::move(value);
    }
    /// From any thread; nothing if there was no put() since the last call.
    std::optional<Value> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(value_, std::nullopt);
    }

  private:
    std::mutex mutex_;
    std::optional<Value> value_;
};

}  // namespace progan
