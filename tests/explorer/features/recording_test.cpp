// Recording without a window: exports and what becomes of them, how large they will be, and animations that
// lead back to their journey.
#include "app/explorer/features/recording/recording_controller.h"

#include <gtest/gtest.h>

#include <future>

#include "app/explorer/shell/features.h"
#include "core/files/atomic_file.h"
#include "core/files/partial_path.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class RecordingTest : public ::testing::Test {
  protected:
    RecordingTest() {
        state.data_dir = folder.path;
        engine.emplace(test::plain_engine_with_model());
        features.emplace(state, *engine, [this] { return now; });
        // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): the features are made here
        recording = &features->recording;
        engine->open_model("plain", "cpu");
        EXPECT_TRUE(until([&] { return state.model.has_value(); }));
        state.record.format = AnimationFormat::png_sequence;
        state.record.size = 16;
        state.record.folder = (folder.path / "recordings").string();
    }

    /// Frames until the condition holds, at most a minute.
    bool until(const std::function<bool()>& condition) {
        return test::frames_until(
            *engine, *features, condition, [&] { recording->tick(now += Seconds{0.05}); },
            [&](const Event& event) {
                if (const auto* ready = std::get_if<ModelReady>(&event)) features->model_opened(*ready);
            });
    }
    std::string last_said() const {
        return state.notifications.empty() ? "" : state.notifications.back().text;
    }

    test::StateFolder folder{"recording"};
    Time now;
    AppState state;
    std::optional<Engine> engine;
    std::optional<Features> features;
    RecordingController* recording = nullptr;  ///< of the features
};

TEST_F(RecordingTest, AnExportIsARunningJobUntilItIsSaved) {
    state.recording.name = "walk";
    recording->start();
    ASSERT_EQ(state.jobs.size(), 1u);
    EXPECT_EQ(state.jobs[0].progress.total, recording->frames());
    ASSERT_TRUE(until([&] { return state.jobs.empty(); }));
    EXPECT_EQ(last_said().find("Saved " + std::to_string(recording->frames()) + " frames to "), 0u)
        << last_said();
    EXPECT_EQ(state.recording.picture_of, 0u);
    EXPECT_TRUE(fs::exists(folder.path / "recordings"));
}

TEST_F(RecordingTest, TwoOfOneNameAreTwoFilesThoughNoneIsThereYet) {
    state.recording.name = "walk";
    recording->start();
    recording->start();
    ASSERT_EQ(state.jobs.size(), 2u);
    EXPECT_EQ(state.jobs[0].title, "Recording walk");
    EXPECT_EQ(state.jobs[1].title, "Recording walk-2");
    ASSERT_TRUE(until([&] { return state.jobs.empty(); }));
    const PartialPath elsewhere(folder.path / "recordings" / "walk-3", PartialPath::Kind::folder);
    recording->start();  // another window is writing walk-3
    EXPECT_EQ(state.jobs[0].title, "Recording walk-4");
    ASSERT_TRUE(until([&] { return state.jobs.empty(); }));
}

TEST_F(RecordingTest, ACancelledExportLeavesNothingAndTheOtherGoesOn) {
    std::promise<void> cancelled;  // tasks go before jobs: neither is begun before
    engine->run_task([&] { cancelled.get_future().wait(); });
    recording->record_to(folder.path / "one");
    recording->record_to(folder.path / "two");
    ASSERT_EQ(state.jobs.size(), 2u);
    EXPECT_EQ(state.jobs[0].title, "Recording one");
    recording->cancel_job(state.jobs[0].id);
    EXPECT_TRUE(state.jobs[0].cancelling);
    EXPECT_FALSE(state.jobs[1].cancelling);
    recording->cancel_job(77);  // there is none
    cancelled.set_value();
    ASSERT_TRUE(until([&] { return state.jobs.empty(); }));
    ASSERT_EQ(state.notifications.size(), 2u);
    EXPECT_EQ(state.notifications[0].text, "Cancelled. Nothing was saved.");
    EXPECT_NE(last_said().find("two"), std::string::npos) << last_said();
    EXPECT_FALSE(fs::exists(folder.path / "one"));
    EXPECT_TRUE(fs::is_directory(folder.path / "two"));
}

TEST_F(RecordingTest, AnExportThatFailsSaysWhy) {
    write_file_atomically(folder.path / "file", "in the way");
    recording->record_to(folder.path / "file" / "walk.gif");
    ASSERT_TRUE(until([&] { return state.jobs.empty(); }));
    EXPECT_NE(last_said().find("file"), std::string::npos) << last_said();
    EXPECT_EQ(state.notifications.back().kind, Notification::Kind::error);
}

TEST_F(RecordingTest, TheSizeIsEstimatedAnewWhenTheSettingsChange) {
    state.show_record = true;
    ASSERT_TRUE(until([&] { return state.recording.estimating; }));
    EXPECT_FALSE(state.recording.estimated_bytes);
    ASSERT_TRUE(until([&] { return state.recording.estimated_bytes.has_value(); }));
    EXPECT_FALSE(state.recording.estimating);
    const std::optional<double> small = state.recording.estimated_bytes;
    EXPECT_GT(small, 100);
    state.record.size = 256;
    recording->tick(now += Seconds{0.05});
    EXPECT_FALSE(state.recording.estimated_bytes);
    ASSERT_TRUE(until([&] { return state.recording.estimated_bytes.has_value(); }));
    EXPECT_GT(state.recording.estimated_bytes, small);
    // Changed and changed back before anything was estimated.
    state.record.loops = 3;
    recording->tick(now += Seconds{0.05});
    state.record.loops = 0;
    recording->tick(now += Seconds{0.05});
    EXPECT_FALSE(state.recording.estimated_bytes);
    ASSERT_TRUE(until([&] { return state.recording.estimated_bytes.has_value(); }));
    // Closed while it is under way: the next time it is begun again.
    state.record.size = 16;
    ASSERT_TRUE(until([&] { return state.recording.estimating; }));
    state.show_record = false;
    recording->tick(now += Seconds{0.05});
    EXPECT_FALSE(state.recording.estimating);
    state.show_record = true;
    ASSERT_TRUE(until([&] { return state.recording.estimated_bytes.has_value(); }));
    EXPECT_EQ(state.recording.estimated_bytes, small);
}

TEST_F(RecordingTest, AnAnimationLeadsBackToItsJourney) {
    state.record.format = AnimationFormat::gif;  // whose files are read on the engine's thread
    features->timeline.replace(1, face_of_seed(state, 99));
    const Journey recorded = state.journey;
    recording->record_to(folder.path / "walk.gif");
    ASSERT_TRUE(until([&] { return state.jobs.empty(); }));
    features->timeline.start_anew();
    ASSERT_NE(state.journey.keyframes[1].seed, 99u);
    recording->open_animation(folder.path / "walk.gif");
    ASSERT_TRUE(until([&] { return state.journey.keyframes[1].seed == 99u; }));
    EXPECT_EQ(state.journey.keyframes[1].latent, recorded.keyframes[1].latent);
    const std::size_t said = state.notifications.size();
    recording->open_animation(folder.path / "none.gif");
    ASSERT_TRUE(until([&] { return state.notifications.size() > said; }));
    EXPECT_NE(last_said().find("none.gif"), std::string::npos) << last_said();
}

}  // namespace
}  // namespace progan
