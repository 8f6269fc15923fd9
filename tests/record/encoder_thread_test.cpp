// The hand-over between a job and its encoder; also run under ThreadSanitizer.
#include "core/record/encoder_thread.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "core/support/error.h"

namespace progan {
namespace {

using std::chrono::milliseconds;

/// What happened to a recorder, seen from outside.
struct Seen {
    std::vector<int> frames, samples;  ///< read after the thread has ended
    std::atomic<int> slices = 0;
    std::atomic<bool> gone = false, held = false;
    std::thread::id thread;
};

class WatchedRecorder : public Recorder {
  public:
    explicit WatchedRecorder(Seen& seen) : seen_(seen) {}
    ~WatchedRecorder() override { seen_.gone = true; }
    void sample(const Image& frame) override { seen_.samples.push_back(frame.rgb[0]); }
    void add(const Image& frame) override {
        seen_.thread = std::this_thread::get_id();
        while (seen_.held) std::this_thread::sleep_for(milliseconds(1));
        if (frame.rgb[0] == fails_at) throw Error("The disk is full.");
        seen_.frames.push_back(frame.rgb[0]);
    }
    bool finish_slice() override { return ++seen_.slices == 3; }

    int fails_at = -1;

  private:
    Seen& seen_;
};

Image frame(int number, int side = 2) {
    Image image(side, side);
    image.rgb[0] = static_cast<std::uint8_t>(number);
    return image;
}

void add_all(EncoderThread& encoder, int count) {
    for (int i = 0; i < count; ++i) {
        Image next = frame(i);
        while (!encoder.add(next, milliseconds(1))) EXPECT_FALSE(next.empty());
        EXPECT_TRUE(next.empty());
    }
}

TEST(EncoderThread, EncodesAllInOrderOnItsOwnThread) {
    Seen seen;
    {
        EncoderThread encoder(std::make_unique<WatchedRecorder>(seen));
        Image sample = frame(77);
        ASSERT_TRUE(encoder.add_sample(sample, milliseconds(1000)));
        add_all(encoder, 200);
        while (!encoder.finish(milliseconds(1))) {
        }
        EXPECT_EQ(encoder.encoded(), 200);
        EXPECT_EQ(encoder.finished_slices(), 3);
    }
    ASSERT_EQ(seen.frames.size(), 200u);
    for (int i = 0; i < 200; ++i) EXPECT_EQ(seen.frames[static_cast<std::size_t>(i)], i);
    EXPECT_EQ(seen.samples, std::vector<int>{77});
    EXPECT_NE(seen.thread, std::this_thread::get_id());
    EXPECT_TRUE(seen.gone);
}

TEST(EncoderThread, WaitsNoLongerThanItWasToldTo) {
    Seen seen;
    seen.held = true;
    EncoderThread encoder(std::make_unique<WatchedRecorder>(seen));
    int taken = 0;
    Image next = frame(1);
    while (encoder.add(next, milliseconds(20)) && taken < 50) {
        ++taken;
        next = frame(1);
    }
    EXPECT_GE(taken, 8);
    EXPECT_LE(taken, 9);  // eight wait, one is being encoded
    EXPECT_FALSE(next.empty());
    const auto began = std::chrono::steady_clock::now();
    EXPECT_FALSE(encoder.add(next, milliseconds(5)));
    EXPECT_FALSE(encoder.finish(milliseconds(5)));
    EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(2000));
    seen.held = false;
}

TEST(EncoderThread, HoldsFewLargeFrames) {
    Seen seen;
    seen.held = true;
    EncoderThread encoder(std::make_unique<WatchedRecorder>(seen));
    int taken = 0;
    for (Image next = frame(1, 2800); taken < 20 && encoder.add(next, milliseconds(20));
         next = frame(1, 2800))
        ++taken;
    EXPECT_GE(taken, 2);
    EXPECT_LE(taken, 3);  // of 23.5 MB each: two wait, one is being encoded
    seen.held = false;
}

TEST(EncoderThread, TellsOfAFailureAgainAndAgain) {
    Seen seen;
    auto recorder = std::make_unique<WatchedRecorder>(seen);
    recorder->fails_at = 3;
    EncoderThread encoder(std::move(recorder));
    EXPECT_THROW(
        {
            add_all(encoder, 50);
            while (!encoder.finish(milliseconds(1))) {
            }
        },
        Error);
    EXPECT_TRUE(seen.gone);  // what was half written is gone when the failure is told
    Image next = frame(9);
    try {
        encoder.add(next, milliseconds(1));
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "The disk is full.");
    }
    EXPECT_THROW(encoder.finish(milliseconds(1)), Error);
    EXPECT_EQ(encoder.encoded(), 3);
}

TEST(EncoderThread, AbandonedEndsAtOnce) {
    for (int frames = 0; frames < 30; ++frames) {
        Seen seen;
        {
            EncoderThread encoder(std::make_unique<WatchedRecorder>(seen));
            add_all(encoder, frames);
            if (frames % 3 == 0) encoder.finish(milliseconds(0));
        }
        EXPECT_TRUE(seen.gone);
    }
}

}  // namespace
}  // namespace progan
