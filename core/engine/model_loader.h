// Opens the backend and models: the file, the device, and the CPU in place of a GPU that cannot be used or
// fails later. Belongs to the worker.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/engine/event_queue.h"
#include "core/engine/inbox.h"
#include "core/model/backend.h"
#include "core/support/progress.h"

namespace progan {

class ModelLoader {
  public:
    using ReadModel = std::function<Model(const std::string& path, const ProgressReport& progress)>;

    /// The queue and the inbox must outlive it, and it every generator that it made.
    ModelLoader(ReadModel read, EventQueue& events, Inbox& inbox)
        : read_(std::move(read)), events_(events), inbox_(inbox) {}

    /// Emits BackendReady or Failure.
    void open_backend(const std::function<std::unique_ptr<Backend>()>& open);
    bool has_backend() const { return backend_ != nullptr; }
    /// Why there is no backend.
    const std::string& backend_failure() const { return backend_failure_; }
    void close_backend() { backend_.reset(); }

    struct Loaded {
        std::shared_ptr<Generator> generator;
        ModelReady ready;
    };
    /// Emits ModelProgress on the way. Throws Error, and Cancelled if the load is not wanted any more.
    Loaded load(const ModelLoad& load);

  private:
    std::shared_ptr<Generator> on_device(Model& model, const std::string& device);
    void report(std::uint64_t id, std::int64_t done, std::int64_t total);

    const ReadModel read_;
    EventQueue& events_;
    Inbox& inbox_;
    std::unique_ptr<Backend> backend_;
    std::string backend_failure_;
    std::chrono::steady_clock::time_point last_report_{};
};

}  // namespace progan
