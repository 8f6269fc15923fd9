// Faces that take longer than the hand allows. Run under ThreadSanitizer too.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "core/engine/engine.h"
#include "core/engine/preview_policy.h"
#include "core/model/preview/preview_heads.h"
#include "tests/engine/engine_fixture.h"

namespace progan {
namespace {

using test::fake_model;
using test::Gate;

/// Faces of a model that takes longer than the hand allows from level 4 on.
class EnginePreviewTest : public test::EngineFixture {
  protected:
    static RenderRequest slow_face(float value) { return {{Latent(2, value)}, 5, 1}; }

    /// Opens the slow model and shows its first face, which tells the engine how slow it is.
    void start_slow() {
        control_.on_level = [this](float value, int level) {
            if (level == 4) std::this_thread::sleep_for(std::chrono::milliseconds(40));
            if (on_level_) on_level_(value, level);
        };
        engine_.emplace(options());
        engine_->open_model("deep", "cpu");
        EXPECT_FALSE(face_of(engine_->submit(Purpose::main_view, slow_face(1))).preview);
    }
    void wait_for_fitting() {
        wait_for<PreviewFitting>([](const PreviewFitting& fitting) { return fitting.done == fitting.total; });
    }
    FaceReady face_of(std::uint64_t id, bool preview = false) {
        return wait_for<FaceReady>([id, preview](const FaceReady& ready) {
            return ready.request_id == id && ready.preview == preview;
        });
    }

    std::function<void(float, int)> on_level_;  ///< set while the worker is idle
};

TEST_F(EnginePreviewTest, ASlowFaceIsShownCoarselyFirst) {
    start_slow();
    wait_for_fitting();
    const std::uint64_t id = engine_->submit(Purpose::main_view, slow_face(2));
    const FaceReady preview = face_of(id, true);
    EXPECT_EQ(preview.level, 5);
    EXPECT_EQ(preview.image.width, 32);
    const FaceReady whole = face_of(id);
    EXPECT_EQ(whole.image.width, 128);
    EXPECT_EQ(whole.image.rgb[0], 2);
}

TEST_F(EnginePreviewTest, SharpeningEndsWhenTheHandMovesOn) {
    start_slow();
    wait_for_fitting();
    Gate sharpening, go_on;
    std::vector<float> whole;
    on_level_ = [&](float value, int level) {
        if (value == 2 && level == 4) {
            sharpening.open();
            go_on.wait();
        }
    };
    control_.on_generate = [&](float value) { whole.push_back(value); };
    const std::uint64_t id = engine_->submit(Purpose::main_view, slow_face(2));
    sharpening.wait();
    const std::uint64_t next = engine_->submit(Purpose::main_view, slow_face(3));
    go_on.open();
    face_of(next);
    EXPECT_EQ(whole, (std::vector<float>{3}));
    for (const FaceReady& ready : all_of<FaceReady>()) EXPECT_TRUE(ready.request_id != id || ready.preview);
    engine_.reset();
}

TEST_F(EnginePreviewTest, AnotherModelEndsTheSharpeningToo) {
    start_slow();
    wait_for_fitting();
    Gate sharpening, go_on;
    on_level_ = [&](float value, int level) {
        if (value == 2 && level == 4) {
            sharpening.open();
            go_on.wait();
        }
    };
    const std::uint64_t id = engine_->submit(Purpose::main_view, slow_face(2));
    sharpening.wait();
    const std::uint64_t epoch = engine_->open_model("first", "cpu");
    go_on.open();
    wait_for<ModelReady>([&](const ModelReady& ready) { return ready.epoch == epoch; });
    for (const FaceReady& ready : all_of<FaceReady>()) EXPECT_TRUE(ready.request_id != id || ready.preview);
    engine_.reset();
}

TEST_F(EnginePreviewTest, FittingGivesWayToAFaceAndGoesOn) {
    Gate fitting, go_on;
    std::atomic<bool> held = false;
    on_level_ = [&](float value, int level) {
        if (value == 1 || value == 2 || level != 0 || held.exchange(true)) return;
        fitting.open();  // the first face of the fit: its latent is none of ours
        go_on.wait();
    };
    start_slow();
    fitting.wait();
    const std::uint64_t id = engine_->submit(Purpose::main_view, slow_face(2));
    go_on.open();
    wait_for<FaceReady>([&](const FaceReady& ready) { return ready.request_id == id; });
    EXPECT_TRUE(all_of<PreviewFitting>().empty());
    wait_for_fitting();
    engine_.reset();
}

TEST_F(EnginePreviewTest, FittedHeadsAreThereTheNextTime) {
    preview_folder_ = folder_;
    start_slow();
    wait_for_fitting();
    const int fitted = control_.faces_fitted;
    EXPECT_GT(fitted, 0);
    engine_.reset();
    log_.clear();
    checked_ = 0;
    start_slow();
    face_of(engine_->submit(Purpose::main_view, slow_face(2)), true);
    engine_.reset();
    EXPECT_EQ(control_.faces_fitted, fitted);
}

TEST_F(EnginePreviewTest, ADamagedFileOfHeadsIsFittedAnew) {
    preview_folder_ = folder_;
    std::ofstream(preview_heads_path(folder_, "deep")) << "not a file of heads";
    start_slow();
    wait_for_fitting();
    engine_.reset();
    EXPECT_EQ(load_preview_heads(preview_heads_path(folder_, "deep"), fake_model("deep").spec).size(), 2u);
}

TEST(PreviewPolicy, TakesTheHighestLevelThatIsFastEnough) {
    PreviewPolicy policy;
    EXPECT_TRUE(policy.follows(8));
    EXPECT_EQ(policy.level_for(8, {3, 4, 5}), std::nullopt);  // nothing is known yet
    policy.reached(3, 10);
    policy.reached(4, 20);
    policy.reached(5, 40);
    policy.reached(8, 200);
    EXPECT_FALSE(policy.follows(8));
    EXPECT_EQ(policy.level_for(8, {3, 4, 5}), 4);
    EXPECT_EQ(policy.level_for(4, {3}), std::nullopt);
    EXPECT_EQ(policy.level_for(8, {5}), 5);  // none is: better than nothing
    EXPECT_EQ(policy.level_for(8, {}), std::nullopt);
    EXPECT_EQ(policy.level_for(5, {3, 4, 5}), 4);
}

TEST(PreviewPolicy, WhatPreviewsReallyTakeCountsMore) {
    PreviewPolicy policy;
    policy.reached(3, 10);
    policy.reached(4, 20);
    policy.reached(8, 200);
    for (int i = 0; i < 5; ++i) policy.previewed(4, 45);  // the window draws meanwhile
    EXPECT_EQ(policy.level_for(8, {3, 4}), 3);
    for (int i = 0; i < 19; ++i) policy.rested();
    EXPECT_EQ(policy.level_for(8, {3, 4}), 3);
    policy.rested();
    EXPECT_EQ(policy.level_for(8, {3, 4}), 4);
}

}  // namespace
}  // namespace progan
