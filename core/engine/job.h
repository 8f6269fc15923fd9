// Long work in short slices, so that the live view goes first. Runs on the engine's worker thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/image/image.h"

namespace progan {

struct JobProgress {
    std::int64_t done = 0;
    std::int64_t total = 1;
};

/// Made on the window's thread, then owned and destroyed by the worker. It must hold all it needs as values.
/// Destroying an unfinished job must leave nothing behind.
class Job {
  public:
    virtual ~Job() = default;
    /// What it is, for people: "Recording walk.mp4".
    virtual std::string title() const = 0;
    /// One slice, at most about one image's work. Returns the progress; done == total ends the job. Throws
    /// Error to fail it.
    virtual JobProgress step() = 0;
    /// What it is working on, to be looked at; null if there is nothing to see. A few changes per second.
    virtual std::shared_ptr<const Image> picture() const { return nullptr; }
    /// One sentence for when it is finished: where the result is.
    virtual std::string result() const = 0;
};

/// A job whose result is a value, which whoever starts it with callbacks gets as a Result<T>.
template <class T>
class JobOf : public Job {
  public:
    /// What came of it. Called once, after the step that ended it. Throws Error to fail the job.
    virtual T value() = 0;
    /// What there is so far, if that has changed since the last call. Called after each step but the last.
    virtual std::optional<T> so_far() { return std::nullopt; }
    std::string result() const override { return {}; }
};

}  // namespace progan
