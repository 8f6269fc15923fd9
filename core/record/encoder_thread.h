// A recorder on its own thread, so that the next face is made while the last one is encoded. Owned and called
// by one thread, a job's; its functions never wait longer than they are told to.
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
    /// Abandons an unfinished recording: completes the frame being encoded, drops the rest, and leaves
    /// nothing on disk.
    ~EncoderThread();
    EncoderThread(const EncoderThread&) = delete;
    EncoderThread& operator=(const EncoderThread&) = delete;

    /// Queues a frame (or a sample, Recorder::sample); false if there was no room within `patience`, in which
    /// case `frame` is unchanged. At most 8 frames or 64 MiB are queued, but always at least one. Throws the
    /// recorder's Error if it failed on this or an earlier frame.
    bool add(Image& frame, Patience patience) { return hand_over(frame, false, patience); }
    bool add_sample(Image& frame, Patience patience) { return hand_over(frame, true, patience); }

    /// No more frames. True once the result is in place, false if it is not within `patience`. Throws Error.
    bool finish(Patience patience);

    /// The number of frames encoded, and of slices of finishing done.
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
    std::condition_variable work_available_, room_available_;
    // Guarded by mutex_:
    std::deque<Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::int64_t encoded_ = 0, slices_ = 0;
    bool stopping_ = false, finishing_ = false, finished_ = false;
    std::string failure_;

    std::unique_ptr<Recorder> recorder_;  ///< the thread's own
    std::thread thread_;                  ///< last, because it starts once everything else is constructed
};

}  // namespace progan
