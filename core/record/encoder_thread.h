// A recorder on a thread of its own, so that the next face is made while the last one is encoded. Owned and
// called by one thread, a job's; it never waits longer than it was told to.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/record/recorder.h"

namespace progan {

class EncoderThread {
  public:
    using Patience = std::chrono::microseconds;

    explicit EncoderThread(std::unique_ptr<Recorder> recorder);
    /// What was not finished is abandoned: the frame that is being encoded ends, the rest is dropped, and
    /// nothing is left on disk.
    ~EncoderThread();
    EncoderThread(const EncoderThread&) = delete;
    EncoderThread& operator=(const EncoderThread&) = delete;

    /// Hands over a frame (or a sample of them, Recorder::sample); false if there was no room for it within
    /// the patience: then `frame` is as it was. At most 8 frames or 64 MiB wait, but always one. Throws Error
    /// with the recorder's sentence if it failed with this or an earlier frame.
    bool add(Image& frame, Patience patience) { return hand_over(frame, false, patience); }
    bool add_sample(Image& frame, Patience patience) { return hand_over(frame, true, patience); }

    /// No more frames. True once the result is in place, false if it is not yet so within the patience.
    /// Throws Error.
    bool finish(Patience patience);

    /// How many frames are encoded, and how many slices of the finishing are done.
    std::int64_t encoded() const;
    std::int64_t finished_slices() const;

  private:
    struct Waiting {
        Image frame;
        bool sample;
    };
    bool hand_over(Image& frame, bool sample, Patience patience);
    bool has_room(const Image& frame) const;
    void throw_if_failed() const;
    void run();
    bool encode_next(std::unique_lock<std::mutex>& lock);

    mutable std::mutex mutex_;
    std::condition_variable work_there_, room_there_;
    // Behind mutex_:
    std::deque<Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::int64_t encoded_ = 0, slices_ = 0;
    bool stopping_ = false, finishing_ = false, finished_ = false;
    std::string failure_;

    std::unique_ptr<Recorder> recorder_;  ///< the thread's own
    std::thread thread_;                  ///< last: it starts when all else is there
};

}  // namespace progan
