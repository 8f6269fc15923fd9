#include "core/record/encoder_thread.h"

#include <utility>

#include "core/support/error.h"

namespace progan {
namespace {

constexpr std::size_t kMaxWaiting = 8, kMaxWaitingBytes = std::size_t{64} << 20;

}  // namespace

EncoderThread::EncoderThread(std::unique_ptr<Recorder> recorder)
    : recorder_(std::move(recorder)), thread_([this] { run(); }) {}

EncoderThread::~EncoderThread() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    work_available_.notify_one();
    thread_.join();
}

bool EncoderThread::has_room(const Image& frame) const {
    return waiting_.empty() ||
           (waiting_.size() < kMaxWaiting && waiting_bytes_ + frame.rgb.size() <= kMaxWaitingBytes);
}

void EncoderThread::throw_if_failed() const {
    if (!failure_.empty()) throw Error(failure_);
}

bool EncoderThread::hand_over(Image& frame, bool sample, Patience patience) {
    {
        std::unique_lock lock(mutex_);
        if (!room_available_.wait_for(lock, patience, [&] { return !failure_.empty() || has_room(frame); }))
            return false;
        throw_if_failed();
        waiting_bytes_ += frame.rgb.size();
        waiting_.push_back({std::move(frame), sample});
        frame = Image();
    }
    work_available_.notify_one();
    return true;
}

bool EncoderThread::finish(Patience patience) {
    std::unique_lock lock(mutex_);
    if (!finishing_) {
        finishing_ = true;
        work_available_.notify_one();
    }
    room_available_.wait_for(lock, patience, [&] { return finished_ || !failure_.empty(); });
    throw_if_failed();
    return finished_;
}

std::int64_t EncoderThread::encoded() const {
    const std::lock_guard lock(mutex_);
    return encoded_;
}

std::int64_t EncoderThread::finished_slices() const {
    const std::lock_guard lock(mutex_);
    return slices_;
}

void EncoderThread::run() {
    std::unique_lock lock(mutex_);
    try {
        while (encode_next(lock)) {
        }
    } catch (...) {
        const std::string sentence = current_error_sentence();
        recorder_.reset();  // removes unfinished output before anyone is notified
        if (!lock.owns_lock()) lock.lock();
        failure_ = sentence;
    }
    waiting_.clear();
    lock.unlock();
    room_available_.notify_one();
    recorder_.reset();
}

/// Encodes one frame or does one slice of finishing; false at the end.
bool EncoderThread::encode_next(std::unique_lock<std::mutex>& lock) {
    work_available_.wait(lock, [&] { return stopping_ || finishing_ || !waiting_.empty(); });
    if (stopping_) return false;
    if (!waiting_.empty()) {
        const Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        waiting_bytes_ -= next.frame.rgb.size();
        lock.unlock();
        room_available_.notify_one();
        if (next.sample)
            recorder_->sample(next.frame);
        else
            recorder_->add(next.frame);
        lock.lock();
        if (!next.sample) ++encoded_;
        return true;
    }
    lock.unlock();
    const bool finished = recorder_->finish_slice();
    lock.lock();
    ++slices_;
    finished_ = finished;
    return !finished;
}

}  // namespace progan
