// The thread boundary, over a backend whose speed the test decides. Run under ThreadSanitizer too.
#include "core/engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "core/engine/schedule.h"
#include "core/support/error.h"
#include "tests/engine/engine_fixture.h"

namespace progan {
namespace {

using test::CountingJob;
using test::face;
using test::FakeBackend;
using test::Gate;
using test::hold_at;

class EngineTest : public test::EngineFixture {};

TEST_F(EngineTest, ReportsTheBackendThenTheModelThenFaces) {
    engine_.emplace(options());
    const std::uint64_t epoch = engine_->open_model("first", "auto");
    const std::uint64_t id = engine_->submit(Purpose::main_view, face(7));
    const FaceReady ready = face_of(id);
    ASSERT_GE(log_.size(), 3u);
    EXPECT_EQ(std::get<BackendReady>(log_[0]).version, "fake 1");
    const ModelReady& model = std::get<ModelReady>(log_[1]);
    EXPECT_EQ(model.epoch, epoch);
    EXPECT_EQ(model.device, "cuda:0");
    EXPECT_EQ(model.model.path, "first");
    EXPECT_EQ(ready.epoch, epoch);
    EXPECT_EQ(ready.image.width, 4);
    EXPECT_EQ(ready.image.rgb[0], 7);
}

TEST_F(EngineTest, NewestWinsAndTheRunningOneFinishes) {
    Gate running, go_on;
    std::vector<float> made;
    control_.on_generate = [&](float value) {
        made.push_back(value);
        if (value == 1) {
            running.open();
            go_on.wait();
        }
    };
    start();
    const std::uint64_t first = engine_->submit(Purpose::main_view, face(1));
    running.wait();
    for (int value = 2; value <= 50; ++value)
        engine_->submit(Purpose::main_view, face(static_cast<float>(value)));
    const std::uint64_t last = engine_->submit(Purpose::main_view, face(51));
    go_on.open();
    face_of(last);
    EXPECT_EQ(made, (std::vector<float>{1, 51}));
    // The one that ran was finished; it may have been dropped from the queue only because the newer one was
    // there already.
    for (const FaceReady& ready : all_of<FaceReady>())
        EXPECT_TRUE(ready.request_id == first || ready.request_id == last);
}

TEST_F(EngineTest, AFaceIsDeliveredWhileNewerOnesWait) {
    Gate second_running, go_on;
    control_.on_generate = hold_at(2, second_running, go_on);
    start();
    const std::uint64_t first = engine_->submit(Purpose::main_view, face(1));
    face_of(first);
    engine_->submit(Purpose::main_view, face(2));
    second_running.wait();
    const std::uint64_t third = engine_->submit(Purpose::main_view, face(3));
    go_on.open();
    face_of(third);
    EXPECT_GE(all_of<FaceReady>().size(), 2u);
}

TEST_F(EngineTest, ThumbnailsGiveWayToTheMainViewFaceByFace) {
    std::vector<float> made;
    Gate in_first, go_on;
    control_.on_generate = [&](float value) {
        made.push_back(value);
        if (value == 10) {
            in_first.open();
            go_on.wait();
        }
    };
    start();
    RenderRequest set{{Latent(2, 10.0f), Latent(2, 11.0f), Latent(2, 12.0f)}, 0, 1};
    const std::uint64_t thumbnails = engine_->submit(Purpose::thumbnails, set);
    in_first.wait();
    engine_->submit(Purpose::main_view, face(1));
    go_on.open();
    wait_for<FaceReady>([&](const FaceReady& f) { return f.request_id == thumbnails && f.index == 2; });
    EXPECT_EQ(made, (std::vector<float>{10, 1, 11, 12}));
}

TEST_F(EngineTest, FacesOfAnOlderModelCarryItsEpoch) {
    Gate running, go_on;
    control_.on_generate = hold_at(1, running, go_on);
    start();
    const std::uint64_t old_request = engine_->submit(Purpose::main_view, face(1));
    running.wait();
    const std::uint64_t second_epoch = engine_->open_model("second", "cpu");
    go_on.open();
    wait_for<ModelReady>([&](const ModelReady& ready) { return ready.epoch == second_epoch; });
    const FaceReady ready = face_of(engine_->submit(Purpose::main_view, face(2)));
    EXPECT_EQ(ready.epoch, second_epoch);
    for (const FaceReady& old : all_of<FaceReady>()) {
        if (old.request_id != old_request) continue;
        EXPECT_EQ(old.epoch, epoch_);
    }
    EXPECT_GT(second_epoch, epoch_);
}

TEST_F(EngineTest, AFailedLoadKeepsTheModelThatWasThere) {
    start();
    const std::uint64_t id = engine_->open_model("broken", "cpu");
    const auto failure = wait_for<Failure>();
    EXPECT_EQ(failure.what, Failure::What::model);
    EXPECT_EQ(failure.id, id);
    EXPECT_EQ(failure.message, "broken is not a model.");
    EXPECT_EQ(face_of(engine_->submit(Purpose::main_view, face(5))).epoch, epoch_);
}

TEST_F(EngineTest, AFaceThatComesAtOnceIsTakenOutOfTheEvents) {
    start();
    const std::uint64_t id = engine_->submit(Purpose::main_view, face(5));
    const std::optional<FaceReady> ready = engine_->wait_for_face(id, std::chrono::seconds(60));
    ASSERT_TRUE(ready);
    EXPECT_EQ(ready->request_id, id);
    EXPECT_EQ(ready->epoch, epoch_);
    for (const Event& event : engine_->poll()) EXPECT_FALSE(std::holds_alternative<FaceReady>(event));
}

TEST_F(EngineTest, AFaceThatIsLateIsNotWaitedFor) {
    Gate go_on;
    control_.on_generate = [&](float) { go_on.wait(); };
    start();
    const std::uint64_t id = engine_->submit(Purpose::main_view, face(5));
    EXPECT_FALSE(engine_->wait_for_face(id, std::chrono::milliseconds(1)));
    go_on.open();
    EXPECT_EQ(face_of(id).request_id, id);
}

TEST_F(EngineTest, ALargeModelReportsItsProgress) {
    control_.on_load = [](const ProgressReport& progress) {
        for (int done = 0; done <= 1000; ++done) progress(done, 1000);
    };
    start();
    const std::vector<ModelProgress> reports = all_of<ModelProgress>();
    ASSERT_FALSE(reports.empty());
    for (const ModelProgress& report : reports) {
        EXPECT_EQ(report.id, epoch_);
        EXPECT_EQ(report.total, 1000);
    }
}

TEST_F(EngineTest, ALoadIsCancelledWhileItIsUnderWay) {
    start();
    Gate under_way;
    control_.on_load = [&](const ProgressReport& progress) {
        while (true) {  // until progress() throws
            progress(1, 2);
            under_way.open();
            std::this_thread::yield();
        }
    };
    const std::uint64_t id = engine_->open_model("second", "cpu");
    under_way.wait();
    engine_->cancel_model(id);
    EXPECT_EQ(wait_for<ModelCancelled>().id, id);
    EXPECT_EQ(face_of(engine_->submit(Purpose::main_view, face(5))).epoch, epoch_);
}

TEST_F(EngineTest, ALoadIsCancelledWhileItWaits) {
    Gate running, go_on;
    control_.on_generate = hold_at(1, running, go_on);
    start();
    engine_->submit(Purpose::main_view, face(1));
    running.wait();
    const std::uint64_t id = engine_->open_model("second", "cpu");
    engine_->cancel_model(id);
    engine_->cancel_model(id);  // once more: ignored
    EXPECT_EQ(wait_for<ModelCancelled>().id, id);
    go_on.open();
    EXPECT_EQ(face_of(engine_->submit(Purpose::main_view, face(5))).epoch, epoch_);
}

TEST_F(EngineTest, ANewerLoadEndsTheOneUnderWay) {
    start();
    Gate under_way;
    std::atomic<int> loads = 0;
    control_.on_load = [&](const ProgressReport& progress) {
        if (loads++ > 0) return;
        while (true) {
            progress(1, 2);
            under_way.open();
            std::this_thread::yield();
        }
    };
    const std::uint64_t older = engine_->open_model("second", "cpu");
    under_way.wait();
    const std::uint64_t newer = engine_->open_model("third", "cpu");
    EXPECT_EQ(wait_for<ModelCancelled>().id, older);
    EXPECT_EQ(wait_for<ModelReady>().epoch, newer);
}

TEST_F(EngineTest, AnUnknownDeviceIsRefusedAndABrokenGpuFallsBackToTheCpu) {
    control_.broken_devices = {"cuda:0"};
    start("cuda");
    const ModelReady ready = all_of<ModelReady>().front();
    EXPECT_EQ(ready.device, "cpu");
    EXPECT_NE(ready.note.find("out of memory"), std::string::npos);
    engine_->open_model("second", "tpu");
    EXPECT_NE(wait_for<Failure>().message.find("'tpu'"), std::string::npos);
}

TEST_F(EngineTest, TheCpuGoesOnWhereAGpuFailsInTheMiddleOfASession) {
    start("cuda");
    EXPECT_EQ(all_of<ModelReady>().front().device, "cuda:0");
    face_of(engine_->submit(Purpose::main_view, face(1)));
    control_.gpu_fails_at = 2;
    EXPECT_EQ(face_of(engine_->submit(Purpose::main_view, face(2))).image.rgb[0], 2);
    const std::vector<DeviceLost> lost = all_of<DeviceLost>();
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].device, "cpu");
    EXPECT_EQ(lost[0].note, "cuda:0 failed (out of memory); continuing on the CPU");
    EXPECT_EQ(face_of(engine_->submit(Purpose::main_view, face(3))).epoch, epoch_);
    EXPECT_EQ(control_.generators, 1);
}

TEST_F(EngineTest, AGpuThatFailsAfterTheModelFileHasChangedIsAnErrorOfThatFace) {
    start("cuda");
    other_model_in_file_ = true;
    control_.gpu_fails_at = 2;
    engine_->submit(Purpose::main_view, face(2));
    EXPECT_NE(wait_for<Failure>().message.find("has changed since it was opened"), std::string::npos);
    EXPECT_EQ(face_of(engine_->submit(Purpose::main_view, face(3))).image.rgb[0], 3);
}

TEST_F(EngineTest, AnErrorBecomesAValueAndTheNextRequestWorks) {
    control_.on_generate = [](float value) {
        if (value == 1) throw Error("the device is lost");
        if (value == 2) throw 42;
    };
    start();
    for (const float value : {1.0f, 2.0f}) {
        const std::uint64_t id = engine_->submit(Purpose::main_view, face(value));
        const auto failure = wait_for<Failure>();
        EXPECT_EQ(failure.what, Failure::What::render);
        EXPECT_EQ(failure.id, id);
        EXPECT_FALSE(failure.message.empty());
        EXPECT_EQ(face_of(engine_->submit(Purpose::main_view, face(9))).image.rgb[0], 9);
    }
    for (const Purpose purpose : {Purpose::main_view, Purpose::prefetch}) {
        const std::uint64_t misfit = engine_->submit(purpose, face(1, 3));
        const auto failure = wait_for<Failure>([&](const Failure& f) { return f.id == misfit; });
        EXPECT_EQ(failure.message, "The face has a latent of 3 numbers, but the model needs 2.");
        EXPECT_EQ(failure.purpose, purpose);
    }
}

TEST_F(EngineTest, ABackendThatCannotBeOpenedFailsEveryModelButNotTasks) {
    EngineOptions without = options();
    without.open_backend = []() -> std::unique_ptr<Backend> { throw Error("no LibTorch here"); };
    engine_.emplace(std::move(without));
    EXPECT_EQ(wait_for<Failure>().what, Failure::What::backend);
    engine_->open_model("first", "cpu");
    EXPECT_EQ(wait_for<Failure>([](const Failure& f) { return f.what == Failure::What::model; }).message,
              "no LibTorch here");
    std::atomic<bool> ran = false;
    const std::uint64_t task = engine_->run_task([&] { ran = true; });
    EXPECT_EQ(wait_for<TaskDone>().id, task);
    EXPECT_TRUE(ran);
}

TEST_F(EngineTest, JobsRunOneAfterAnotherAndReport) {
    start();
    std::atomic<int> alive = 0;
    std::atomic<int> most_alive = 0;
    const auto make = [&](const std::shared_ptr<Generator>& generator) {
        EXPECT_NE(generator, nullptr);
        return std::make_unique<CountingJob>(
            5, alive, [&](std::int64_t) { most_alive = std::max(most_alive.load(), alive.load()); });
    };
    const std::uint64_t first = engine_->start_job(make), second = engine_->start_job(make);
    const auto finished = [](std::uint64_t id) {
        return [id](const JobReport& r) { return r.id == id && r.state == JobReport::State::finished; };
    };
    EXPECT_EQ(wait_for<JobReport>(finished(first)).text, "Counted.");
    wait_for<JobReport>(finished(second));
    EXPECT_EQ(most_alive, 1);
    EXPECT_EQ(alive, 0);
}

TEST_F(EngineTest, ABackgroundJobGoesOnBesideOneInTurnWithFewerSlices) {
    start();
    std::atomic<int> alive = 0, background = 0, background_meanwhile = -1;
    const std::uint64_t first = engine_->start_job(
        [&](const std::shared_ptr<Generator>&) {
            return std::make_unique<CountingJob>(std::int64_t{1} << 60, alive,
                                                 [&](std::int64_t) { ++background; });
        },
        JobRank::background);
    wait_for<JobReport>([&](const JobReport& r) { return r.id == first; });
    int at_start = 0;
    const std::uint64_t second = engine_->start_job([&](const std::shared_ptr<Generator>&) {
        return std::make_unique<CountingJob>(100, alive, [&](std::int64_t done) {
            if (done == 0) at_start = background;
            if (done == 99) background_meanwhile = background - at_start;
        });
    });
    wait_for<JobReport>(
        [&](const JobReport& r) { return r.id == second && r.state == JobReport::State::finished; });
    EXPECT_GE(background_meanwhile, 25);
    EXPECT_LE(background_meanwhile, 40);
    engine_->cancel_job(first);
    wait_for<JobReport>(
        [&](const JobReport& r) { return r.id == first && r.state == JobReport::State::cancelled; });
    EXPECT_EQ(alive, 0);
}

TEST_F(EngineTest, BackgroundJobsTakeTurns) {
    start();
    std::atomic<int> alive = 0, slices = 0;
    const auto counting = [&](const std::shared_ptr<Generator>&) {
        return std::make_unique<CountingJob>(std::int64_t{1} << 60, alive, [&](std::int64_t) { ++slices; });
    };
    const std::uint64_t endless = engine_->start_job(counting, JobRank::background);
    const std::uint64_t other = engine_->start_job(
        [&](const std::shared_ptr<Generator>&) { return std::make_unique<CountingJob>(5, alive, nullptr); },
        JobRank::background);
    wait_for<JobReport>(  // though the first one never ends
        [&](const JobReport& r) { return r.id == other && r.state == JobReport::State::finished; });
    EXPECT_GE(slices, 4);
    engine_->cancel_job(endless);
    wait_for<JobReport>([](const JobReport& r) { return r.state == JobReport::State::cancelled; });
}

TEST_F(EngineTest, AFaceGoesBeforeTheNextSliceOfAJob) {
    start();
    std::atomic<int> alive = 0;
    Gate in_slice, go_on;
    std::atomic<std::int64_t> slices_at_face = -1, slices = 0;
    control_.on_generate = [&](float) { slices_at_face = slices.load(); };
    engine_->start_job([&](const std::shared_ptr<Generator>&) {
        return std::make_unique<CountingJob>(100, alive, [&](std::int64_t done) {
            ++slices;
            if (done == 0) {
                in_slice.open();
                go_on.wait();
            }
        });
    });
    in_slice.wait();
    const std::uint64_t id = engine_->submit(Purpose::main_view, face(1));
    go_on.open();
    face_of(id);
    EXPECT_EQ(slices_at_face, 1);
    wait_for<JobReport>([](const JobReport& r) { return r.state == JobReport::State::finished; });
}

TEST_F(EngineTest, PrefetchingGoesAfterEverythingAndStopsForTheHand) {
    std::vector<float> made;
    Gate in_first, go_on;
    control_.on_generate = [&](float value) { made.push_back(value); };
    control_.on_level = [&](float value, int level) {
        if (value != 10 || level != 1) return;
        in_first.open();
        go_on.wait();
    };
    engine_.emplace(options());
    engine_->open_model("deep", "cpu");
    wait_for<ModelReady>();
    const auto of = [](float value) { return RenderRequest{{Latent(2, value)}, 5, 1}; };
    const RenderRequest frames{{Latent(2, 10.0f), Latent(2, 11.0f)}, 5, 1};
    const std::uint64_t prefetching = engine_->submit(Purpose::prefetch, frames);
    in_first.wait();
    engine_->submit(Purpose::thumbnails, of(5));
    engine_->submit(Purpose::main_view, of(1));
    go_on.open();
    wait_for<FaceReady>([&](const FaceReady& f) { return f.request_id == prefetching && f.index == 1; });
    // The face that was being prefetched is begun again when the others are done.
    EXPECT_EQ(made, (std::vector<float>{1, 5, 10, 11}));
}

TEST_F(EngineTest, WhatCanWaitIsDoneOnceTheHandRests) {
    std::vector<float> made;
    control_.on_generate = [&](float value) { made.push_back(value); };
    engine_.emplace(options());
    engine_->open_model("deep", "cpu");
    wait_for<ModelReady>();
    const auto of = [](float value) { return RenderRequest{{Latent(2, value)}, 5, 1}; };
    engine_->hand_moves();
    const auto moved = std::chrono::steady_clock::now();
    const std::uint64_t prefetching = engine_->submit(Purpose::prefetch, of(10));
    engine_->submit(Purpose::thumbnails, of(5));
    engine_->submit(Purpose::main_view, of(1));
    // Nothing more is asked of the engine: it wakes by itself.
    wait_for<FaceReady>([&](const FaceReady& face) { return face.request_id == prefetching; });
    EXPECT_EQ(made, (std::vector<float>{1, 5, 10}));
    EXPECT_GE(std::chrono::steady_clock::now() - moved, kHandRests);
}

TEST_F(EngineTest, BesideAJobALittleIsPrefetched) {
    start();
    std::atomic<int> alive = 0;
    std::atomic<std::int64_t> done = 0;
    Gate begun, go_on;
    engine_->start_job([&](const std::shared_ptr<Generator>&) {
        return std::make_unique<CountingJob>(1000, alive, [&](std::int64_t slices) {
            begun.open();
            go_on.wait();
            done = slices;
        });
    });
    begun.wait();
    RenderRequest frames{{}, 0, 1};
    for (int i = 0; i < 10; ++i) frames.latents.emplace_back(std::size_t{2}, static_cast<float>(i));
    const std::uint64_t id = engine_->submit(Purpose::prefetch, frames);
    std::atomic<std::int64_t> at_last = 0;
    control_.on_generate = [&](float value) {
        if (value == 9) at_last = done.load();
    };
    go_on.open();
    wait_for<FaceReady>([&](const FaceReady& f) { return f.request_id == id && f.index == 9; });
    EXPECT_GE(at_last, 80);
    EXPECT_LE(at_last, 120);
    wait_for<JobReport>([](const JobReport& r) { return r.state == JobReport::State::finished; });
}

TEST_F(EngineTest, ASupersededRequestIsNotMadeAndItsIdIsOlder) {
    std::vector<float> made;
    Gate running, go_on;
    control_.on_generate = [&](float value) {
        made.push_back(value);
        if (value != 1) return;
        running.open();
        go_on.wait();
    };
    start();
    engine_->submit(Purpose::main_view, face(1));
    running.wait();
    const std::uint64_t waiting = engine_->submit(Purpose::main_view, face(2));
    EXPECT_GT(engine_->supersede(Purpose::main_view), waiting);
    go_on.open();
    face_of(engine_->submit(Purpose::main_view, face(3)));
    EXPECT_EQ(made, (std::vector<float>{1, 3}));
}

TEST_F(EngineTest, ACancelledJobIsDestroyedAndReported) {
    start();
    std::atomic<int> alive = 0;
    Gate begun;
    const std::uint64_t id = engine_->start_job([&](const std::shared_ptr<Generator>&) {
        return std::make_unique<CountingJob>(std::int64_t{1} << 60, alive,
                                             [&](std::int64_t) { begun.open(); });
    });
    begun.wait();
    engine_->cancel_job(id);
    wait_for<JobReport>([](const JobReport& r) { return r.state == JobReport::State::cancelled; });
    EXPECT_EQ(alive, 0);
    engine_->cancel_job(id);  // once more: ignored
    face_of(engine_->submit(Purpose::main_view, face(1)));
}

TEST_F(EngineTest, AFailingJobIsReportedAndTheNextOneRuns) {
    start();
    std::atomic<int> alive = 0;
    const std::uint64_t failing = engine_->start_job([&](const std::shared_ptr<Generator>&) {
        return std::make_unique<CountingJob>(9, alive, [](std::int64_t done) {
            if (done == 3) throw Error("the disk is full");
        });
    });
    const std::uint64_t unmade = engine_->start_job(
        [](const std::shared_ptr<Generator>&) -> std::unique_ptr<Job> { throw Error("cannot begin"); });
    const std::uint64_t sound = engine_->start_job(
        [&](const std::shared_ptr<Generator>&) { return std::make_unique<CountingJob>(2, alive); });
    EXPECT_EQ(wait_for<Failure>([&](const Failure& f) { return f.id == failing; }).message,
              "the disk is full");
    EXPECT_EQ(wait_for<Failure>([&](const Failure& f) { return f.id == unmade; }).message, "cannot begin");
    wait_for<JobReport>(
        [&](const JobReport& r) { return r.id == sound && r.state == JobReport::State::finished; });
    EXPECT_EQ(alive, 0);
}

TEST_F(EngineTest, AJobKeepsItsGeneratorWhenAnotherModelIsOpened) {
    start();
    std::atomic<int> alive = 0;
    Gate begun, go_on;
    std::shared_ptr<Generator> kept;
    engine_->start_job([&](const std::shared_ptr<Generator>& generator) {
        EXPECT_EQ(generator->spec().latent_size, 2);
        kept = generator;
        return std::make_unique<CountingJob>(3, alive, [&](std::int64_t done) {
            if (done == 0) begun.open(), go_on.wait();
            EXPECT_EQ(kept->spec().latent_size, 2);
        });
    });
    begun.wait();
    engine_->open_model("wide", "cpu");
    go_on.open();
    wait_for<JobReport>([](const JobReport& r) { return r.state == JobReport::State::finished; });
    EXPECT_EQ(control_.generators, 2);
    kept.reset();
    EXPECT_EQ(control_.generators, 1);
}

TEST_F(EngineTest, DestroyedWhileBusyItJoinsSavesAndLeavesNothing) {
    start();
    std::atomic<int> alive = 0, saved = 0;
    Gate begun;
    engine_->start_job([&](const std::shared_ptr<Generator>&) {
        return std::make_unique<CountingJob>(std::int64_t{1} << 60, alive,
                                             [&](std::int64_t) { begun.open(); });
    });
    begun.wait();
    for (int i = 0; i < 20; ++i) {
        engine_->submit(Purpose::main_view, face(static_cast<float>(i)));
        engine_->run_task([&] { ++saved; });
    }
    engine_.reset();
    EXPECT_EQ(saved, 20);
    EXPECT_EQ(alive, 0);
    EXPECT_EQ(control_.generators, 0);
}

TEST_F(EngineTest, DestroyedBeforeTheBackendIsOpen) {
    Gate opening, go_on;
    EngineOptions slow = options();
    slow.open_backend = [&] {
        opening.open();
        go_on.wait();
        return std::make_unique<FakeBackend>(control_);
    };
    engine_.emplace(std::move(slow));
    opening.wait();
    engine_->open_model("first", "cpu");
    std::thread opener([&] { go_on.open(); });
    engine_.reset();
    opener.join();
    EXPECT_EQ(control_.generators, 0);
}

TEST_F(EngineTest, StartStopStart) {
    for (int i = 0; i < 20; ++i) {
        start();
        if (i % 2 == 0) face_of(engine_->submit(Purpose::main_view, face(1)));
        engine_->submit(Purpose::main_view, face(2));
        engine_.reset();
        EXPECT_EQ(control_.generators, 0);
    }
}

TEST_F(EngineTest, AStalledWindowFindsOneFaceAndOneReportNotThousands) {
    start();
    std::atomic<int> alive = 0, faces = 0;
    control_.on_generate = [&](float) { ++faces; };
    engine_->start_job(
        [&](const std::shared_ptr<Generator>&) { return std::make_unique<CountingJob>(1000, alive); });
    // No poll in between, as when the window does not draw.
    for (int i = 0; i < 200; ++i) {
        const int before = faces;
        engine_->submit(Purpose::main_view, face(static_cast<float>(i % 200)));
        while (faces == before) std::this_thread::yield();
    }
    Gate drained;
    engine_->run_task([&] { drained.open(); });
    drained.wait();
    EXPECT_LE(engine_->poll().size(), 8u);
    engine_.reset();  // before what its thread uses here
}

TEST_F(EngineTest, ALongDragKeepsItsOrder) {
    start();
    std::uint64_t last = 0;
    for (int i = 0; i < 2000; ++i) {
        last = engine_->submit(Purpose::main_view, face(static_cast<float>(i % 256)));
        if (i % 7 == 0)
            for (Event& event : engine_->poll()) log_.push_back(std::move(event));
    }
    EXPECT_EQ(face_of(last).image.rgb[0], 1999 % 256);
    std::uint64_t before = 0;
    for (const FaceReady& ready : all_of<FaceReady>()) {
        EXPECT_GT(ready.request_id, before);
        before = ready.request_id;
    }
}

}  // namespace
}  // namespace progan
