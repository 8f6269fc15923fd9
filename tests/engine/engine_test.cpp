// The thread boundary, over a backend whose speed the test decides. Run under ThreadSanitizer too.
#include "core/engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

#include "core/engine/preview_policy.h"
#include "core/model/preview/preview_heads.h"
#include "core/support/error.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

/// Lets one thread wait for another without sleeping.
class Gate {
  public:
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return open_; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

/// A generator that says when it works on the face of this value, and then waits.
std::function<void(float)> hold_at(float held, Gate& running, Gate& go_on) {
    return [held, &running, &go_on](float value) {
        if (value != held) return;
        running.open();
        go_on.wait();
    };
}

/// What a test decides about the fake generator, and sees of it.
struct Control {
    std::function<void(float first_component)> on_generate;          ///< on the worker, before the picture
    std::function<void(float first_component, int level)> on_level;  ///< on the worker, before it is reached
    std::function<void(const ProgressReport&)> on_load;              ///< on the worker, before the model
    std::atomic<int> faces_fitted{0};                                ///< for previews
    std::atomic<int> generators{0};                                  ///< alive
    std::set<std::string> broken_devices;
    std::atomic<float> gpu_fails_at{-1};  ///< the face on which a GPU fails
};

class FakeGenerator : public Generator {
  public:
    FakeGenerator(ModelSpec spec, Control& control, std::string device)
        : spec_(std::move(spec)), control_(control), device_(std::move(device)) {
        ++control_.generators;
    }
    ~FakeGenerator() override { --control_.generators; }
    const ModelSpec& spec() const override { return spec_; }
    Image generate(std::span<const float> latent, int level, double) override {
        if (control_.on_generate) control_.on_generate(latent[0]);
        if (device_ != "cpu" && latent[0] == control_.gpu_fails_at) throw DeviceError("out of memory");
        Image image(resolution(level), resolution(level));
        for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(latent[0]);
        return image;
    }
    std::vector<float> generate_values(std::span<const float>, int level, double) override {
        const auto side = static_cast<std::size_t>(resolution(level));
        return std::vector<float>(3 * side * side);
    }
    Image generate_watched(std::span<const float> latent, int level, double alpha,
                           const LevelReached& reached) override {
        watch(latent[0], level, reached);
        return generate(latent, level, alpha);
    }
    std::vector<float> generate_values_watched(std::span<const float> latent, int level, double alpha,
                                               const LevelReached& reached) override {
        watch(latent[0], level, reached);
        ++control_.faces_fitted;
        return generate_values(latent, level, alpha);
    }

  private:
    class SoFar final : public FaceSoFar {
      public:
        explicit SoFar(int level) : level_(level) {}
        int level() const override { return level_; }
        Image picture(const RgbHead&) const override { return Image(resolution(level_), resolution(level_)); }
        std::vector<float> features(std::span<const int> pixels) const override {
            return std::vector<float>(pixels.size(), 1.0f);
        }

      private:
        int level_;
    };

    void watch(float value, int level, const LevelReached& reached) const {
        for (int i = 0; i < level; ++i) {
            if (control_.on_level) control_.on_level(value, i);
            if (reached) reached(SoFar(i));
        }
    }

    ModelSpec spec_;
    Control& control_;
    std::string device_;
};

class FakeBackend : public Backend {
  public:
    explicit FakeBackend(Control& control) : control_(control) {}
    std::string version() const override { return "fake 1"; }
    std::vector<Device> devices() const override { return {{"cpu", "CPU"}, {"cuda:0", "GPU"}}; }
    std::unique_ptr<Generator> create(const Model& model, const std::string& device) override {
        if (control_.broken_devices.contains(device)) throw Error("out of memory");
        return std::make_unique<FakeGenerator>(model.spec, control_, device);
    }

  private:
    Control& control_;
};

Model fake_model(const std::string& path) {
    if (path == "broken") throw Error("broken is not a model.");
    Model model;
    model.spec.latent_size = path == "wide" ? 4 : 2;
    model.spec.channels = {1};
    model.spec.to_rgb_levels = {0};
    if (path == "deep") {
        model.spec.channels = {1, 1, 1, 1, 1, 1};
        model.spec.to_rgb_levels = {5};
        model.spec.last_level = 5;
    }
    model.sha256 = path;
    model.path = path;
    return model;
}

RenderRequest face(float value, std::size_t size = 2) {
    return {{Latent(size, value)}, 0, 1};
}

class EngineTest : public test::InTemporaryFolder {
  protected:
    EngineOptions options() {
        return {.open_backend = [this] { return std::make_unique<FakeBackend>(control_); },
                .load_model =
                    [this](const std::string& path, const ProgressReport& progress) {
                        if (control_.on_load) control_.on_load(progress);
                        Model model = fake_model(path);
                        if (other_model_in_file_) model.sha256 = "other";
                        return model;
                    },
                .preview_folder = preview_folder_,
                .wake = [this] { wake(); }};
    }

    void wake() {
        const std::lock_guard lock(mutex_);
        ++wakes_;
        woken_.notify_all();
    }

    void start(const std::string& device = "cpu") {
        engine_.emplace(options());
        epoch_ = engine_->open_model("first", device);
        wait_for<ModelReady>();
    }

    /// Polls, as the window does after each wake, until an event of this kind satisfies the condition.
    template <typename Kind>
    Kind wait_for(const std::function<bool(const Kind&)>& condition = {}) {
        while (true) {
            int seen = 0;
            {
                const std::lock_guard lock(mutex_);
                seen = wakes_;
            }
            for (Event& event : engine_->poll()) log_.push_back(std::move(event));
            for (; checked_ < log_.size(); ++checked_) {
                const Kind* found = std::get_if<Kind>(&log_[checked_]);
                if (found && (!condition || condition(*found))) return *std::get_if<Kind>(&log_[checked_++]);
            }
            std::unique_lock lock(mutex_);
            if (!woken_.wait_for(lock, std::chrono::seconds(60), [&] { return wakes_ != seen; })) {
                ADD_FAILURE() << "the engine has been silent for a minute";
                return {};
            }
        }
    }

    FrameReady frame_of(std::uint64_t id) {
        return wait_for<FrameReady>([id](const FrameReady& frame) { return frame.request_id == id; });
    }

    template <typename Kind>
    std::vector<Kind> all_of() const {
        std::vector<Kind> result;
        for (const Event& event : log_)
            if (const Kind* found = std::get_if<Kind>(&event)) result.push_back(*found);
        return result;
    }

    // Before the engine, so that they are there as long as its thread.
    std::mutex mutex_;
    std::condition_variable woken_;
    int wakes_ = 0;

    std::atomic<bool> other_model_in_file_{false};
    Control control_;
    std::filesystem::path preview_folder_;
    std::optional<Engine> engine_;
    std::uint64_t epoch_ = 0;
    std::vector<Event> log_;
    std::size_t checked_ = 0;
};

TEST_F(EngineTest, ReportsTheBackendThenTheModelThenFaces) {
    engine_.emplace(options());
    const std::uint64_t epoch = engine_->open_model("first", "auto");
    const std::uint64_t id = engine_->submit(Purpose::main_view, face(7));
    const FrameReady frame = frame_of(id);
    ASSERT_GE(log_.size(), 3u);
    EXPECT_EQ(std::get<BackendReady>(log_[0]).version, "fake 1");
    const ModelReady& model = std::get<ModelReady>(log_[1]);
    EXPECT_EQ(model.epoch, epoch);
    EXPECT_EQ(model.device, "cuda:0");
    EXPECT_EQ(model.model.path, "first");
    EXPECT_EQ(frame.epoch, epoch);
    EXPECT_EQ(frame.image.width, 4);
    EXPECT_EQ(frame.image.rgb[0], 7);
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
    frame_of(last);
    EXPECT_EQ(made, (std::vector<float>{1, 51}));
    // The one that ran was finished; it may have been dropped from the queue only because the newer one was
    // there already.
    for (const FrameReady& frame : all_of<FrameReady>())
        EXPECT_TRUE(frame.request_id == first || frame.request_id == last);
}

TEST_F(EngineTest, AFaceIsDeliveredWhileNewerOnesWait) {
    Gate second_running, go_on;
    control_.on_generate = hold_at(2, second_running, go_on);
    start();
    const std::uint64_t first = engine_->submit(Purpose::main_view, face(1));
    frame_of(first);
    engine_->submit(Purpose::main_view, face(2));
    second_running.wait();
    const std::uint64_t third = engine_->submit(Purpose::main_view, face(3));
    go_on.open();
    frame_of(third);
    EXPECT_GE(all_of<FrameReady>().size(), 2u);
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
    wait_for<FrameReady>([&](const FrameReady& f) { return f.request_id == thumbnails && f.index == 2; });
    EXPECT_EQ(made, (std::vector<float>{10, 1, 11, 12}));
}

TEST_F(EngineTest, FramesOfAnOlderModelCarryItsEpoch) {
    Gate running, go_on;
    control_.on_generate = hold_at(1, running, go_on);
    start();
    const std::uint64_t old_request = engine_->submit(Purpose::main_view, face(1));
    running.wait();
    const std::uint64_t second_epoch = engine_->open_model("second", "cpu");
    go_on.open();
    wait_for<ModelReady>([&](const ModelReady& ready) { return ready.epoch == second_epoch; });
    const FrameReady frame = frame_of(engine_->submit(Purpose::main_view, face(2)));
    EXPECT_EQ(frame.epoch, second_epoch);
    for (const FrameReady& old : all_of<FrameReady>()) {
        if (old.request_id != old_request) continue;
        EXPECT_EQ(old.epoch, epoch_);
    }
    EXPECT_GT(second_epoch, epoch_);
}

TEST_F(EngineTest, AFailedLoadKeepsTheModelThatWasThere) {
    start();
    const std::uint64_t id = engine_->open_model("broken", "cpu");
    const Failure failure = wait_for<Failure>();
    EXPECT_EQ(failure.what, Failure::What::model);
    EXPECT_EQ(failure.id, id);
    EXPECT_EQ(failure.message, "broken is not a model.");
    EXPECT_EQ(frame_of(engine_->submit(Purpose::main_view, face(5))).epoch, epoch_);
}

TEST_F(EngineTest, AFrameThatComesAtOnceIsTakenOutOfTheEvents) {
    start();
    const std::uint64_t id = engine_->submit(Purpose::main_view, face(5));
    const std::optional<FrameReady> frame = engine_->wait_for_frame(id, std::chrono::seconds(60));
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->request_id, id);
    EXPECT_EQ(frame->epoch, epoch_);
    for (const Event& event : engine_->poll()) EXPECT_FALSE(std::holds_alternative<FrameReady>(event));
}

TEST_F(EngineTest, AFrameThatIsLateIsNotWaitedFor) {
    Gate go_on;
    control_.on_generate = [&](float) { go_on.wait(); };
    start();
    const std::uint64_t id = engine_->submit(Purpose::main_view, face(5));
    EXPECT_FALSE(engine_->wait_for_frame(id, std::chrono::milliseconds(1)));
    go_on.open();
    EXPECT_EQ(frame_of(id).request_id, id);
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
    EXPECT_EQ(frame_of(engine_->submit(Purpose::main_view, face(5))).epoch, epoch_);
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
    EXPECT_EQ(frame_of(engine_->submit(Purpose::main_view, face(5))).epoch, epoch_);
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
    frame_of(engine_->submit(Purpose::main_view, face(1)));
    control_.gpu_fails_at = 2;
    EXPECT_EQ(frame_of(engine_->submit(Purpose::main_view, face(2))).image.rgb[0], 2);
    const std::vector<DeviceLost> lost = all_of<DeviceLost>();
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].device, "cpu");
    EXPECT_EQ(lost[0].note, "The model goes on on the CPU, because cuda:0 failed: out of memory");
    EXPECT_EQ(frame_of(engine_->submit(Purpose::main_view, face(3))).epoch, epoch_);
    EXPECT_EQ(control_.generators, 1);
}

TEST_F(EngineTest, AGpuThatFailsAfterTheModelFileHasChangedIsAnErrorOfThatFace) {
    start("cuda");
    other_model_in_file_ = true;
    control_.gpu_fails_at = 2;
    engine_->submit(Purpose::main_view, face(2));
    EXPECT_NE(wait_for<Failure>().message.find("has changed since it was opened"), std::string::npos);
    EXPECT_EQ(frame_of(engine_->submit(Purpose::main_view, face(3))).image.rgb[0], 3);
}

TEST_F(EngineTest, AnErrorBecomesAValueAndTheNextRequestWorks) {
    control_.on_generate = [](float value) {
        if (value == 1) throw Error("the device is lost");
        if (value == 2) throw 42;
    };
    start();
    for (const float value : {1.0f, 2.0f}) {
        const std::uint64_t id = engine_->submit(Purpose::main_view, face(value));
        const Failure failure = wait_for<Failure>();
        EXPECT_EQ(failure.what, Failure::What::render);
        EXPECT_EQ(failure.id, id);
        EXPECT_FALSE(failure.message.empty());
        EXPECT_EQ(frame_of(engine_->submit(Purpose::main_view, face(9))).image.rgb[0], 9);
    }
    const std::uint64_t misfit = engine_->submit(Purpose::main_view, face(1, 3));
    EXPECT_EQ(wait_for<Failure>([&](const Failure& f) { return f.id == misfit; }).message,
              "The face has a latent of 3 numbers, the model needs 2.");
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

/// Counts up; says when it is destroyed.
class CountingJob : public Job {
  public:
    CountingJob(std::int64_t total, std::atomic<int>& alive, std::function<void(std::int64_t)> on_step = {})
        : total_(total), alive_(alive), on_step_(std::move(on_step)) {
        ++alive_;
    }
    ~CountingJob() override { --alive_; }
    std::string title() const override { return "Counting"; }
    JobProgress step() override {
        if (on_step_) on_step_(done_);
        return {++done_, total_};
    }
    std::string result() const override { return "Counted."; }

  private:
    std::int64_t done_ = 0, total_;
    std::atomic<int>& alive_;
    std::function<void(std::int64_t)> on_step_;
};

TEST_F(EngineTest, JobsRunOneAfterAnotherAndReport) {
    start();
    std::atomic<int> alive = 0;
    std::atomic<int> most_alive = 0;
    const auto make = [&](std::shared_ptr<Generator> generator) {
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
        [&](std::shared_ptr<Generator>) {
            return std::make_unique<CountingJob>(std::int64_t{1} << 60, alive,
                                                 [&](std::int64_t) { ++background; });
        },
        JobRank::background);
    wait_for<JobReport>([&](const JobReport& r) { return r.id == first; });
    int at_start = 0;
    const std::uint64_t second = engine_->start_job([&](std::shared_ptr<Generator>) {
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
    const auto counting = [&](std::shared_ptr<Generator>) {
        return std::make_unique<CountingJob>(std::int64_t{1} << 60, alive, [&](std::int64_t) { ++slices; });
    };
    const std::uint64_t endless = engine_->start_job(counting, JobRank::background);
    const std::uint64_t other = engine_->start_job(
        [&](std::shared_ptr<Generator>) { return std::make_unique<CountingJob>(5, alive, nullptr); },
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
    engine_->start_job([&](std::shared_ptr<Generator>) {
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
    frame_of(id);
    EXPECT_EQ(slices_at_face, 1);
    wait_for<JobReport>([](const JobReport& r) { return r.state == JobReport::State::finished; });
}

TEST_F(EngineTest, BakingGoesAfterEverythingAndStopsForTheHand) {
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
    const std::uint64_t baking = engine_->submit(Purpose::baking, frames);
    in_first.wait();
    engine_->submit(Purpose::thumbnails, of(5));
    engine_->submit(Purpose::main_view, of(1));
    go_on.open();
    wait_for<FrameReady>([&](const FrameReady& f) { return f.request_id == baking && f.index == 1; });
    // The face that was being baked is begun again when the others are done.
    EXPECT_EQ(made, (std::vector<float>{1, 5, 10, 11}));
}

TEST_F(EngineTest, BesideAJobALittleIsBaked) {
    start();
    std::atomic<int> alive = 0;
    std::atomic<std::int64_t> done = 0;
    Gate begun, go_on;
    engine_->start_job([&](std::shared_ptr<Generator>) {
        return std::make_unique<CountingJob>(1000, alive, [&](std::int64_t slices) {
            begun.open();
            go_on.wait();
            done = slices;
        });
    });
    begun.wait();
    RenderRequest frames{{}, 0, 1};
    for (int i = 0; i < 10; ++i) frames.latents.push_back(Latent(2, static_cast<float>(i)));
    const std::uint64_t id = engine_->submit(Purpose::baking, frames);
    std::atomic<std::int64_t> at_last = 0;
    control_.on_generate = [&](float value) {
        if (value == 9) at_last = done.load();
    };
    go_on.open();
    wait_for<FrameReady>([&](const FrameReady& f) { return f.request_id == id && f.index == 9; });
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
    frame_of(engine_->submit(Purpose::main_view, face(3)));
    EXPECT_EQ(made, (std::vector<float>{1, 3}));
}

TEST_F(EngineTest, ACancelledJobIsDestroyedAndReported) {
    start();
    std::atomic<int> alive = 0;
    Gate begun;
    const std::uint64_t id = engine_->start_job([&](std::shared_ptr<Generator>) {
        return std::make_unique<CountingJob>(std::int64_t{1} << 60, alive,
                                             [&](std::int64_t) { begun.open(); });
    });
    begun.wait();
    engine_->cancel_job(id);
    wait_for<JobReport>([](const JobReport& r) { return r.state == JobReport::State::cancelled; });
    EXPECT_EQ(alive, 0);
    engine_->cancel_job(id);  // once more: ignored
    frame_of(engine_->submit(Purpose::main_view, face(1)));
}

TEST_F(EngineTest, AFailingJobIsReportedAndTheNextOneRuns) {
    start();
    std::atomic<int> alive = 0;
    const std::uint64_t failing = engine_->start_job([&](std::shared_ptr<Generator>) {
        return std::make_unique<CountingJob>(9, alive, [](std::int64_t done) {
            if (done == 3) throw Error("the disk is full");
        });
    });
    const std::uint64_t unmade = engine_->start_job(
        [](std::shared_ptr<Generator>) -> std::unique_ptr<Job> { throw Error("cannot begin"); });
    const std::uint64_t sound = engine_->start_job(
        [&](std::shared_ptr<Generator>) { return std::make_unique<CountingJob>(2, alive); });
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
    engine_->start_job([&](std::shared_ptr<Generator> generator) {
        EXPECT_EQ(generator->spec().latent_size, 2);
        kept = std::move(generator);
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
    engine_->start_job([&](std::shared_ptr<Generator>) {
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
        if (i % 2 == 0) frame_of(engine_->submit(Purpose::main_view, face(1)));
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
        [&](std::shared_ptr<Generator>) { return std::make_unique<CountingJob>(1000, alive); });
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
    EXPECT_EQ(frame_of(last).image.rgb[0], 1999 % 256);
    std::uint64_t before = 0;
    for (const FrameReady& frame : all_of<FrameReady>()) {
        EXPECT_GT(frame.request_id, before);
        before = frame.request_id;
    }
}

/// Faces of a model that takes longer than the hand allows from level 4 on.
class EnginePreviewTest : public EngineTest {
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
        EXPECT_FALSE(frame_of(engine_->submit(Purpose::main_view, slow_face(1))).preview);
    }
    void wait_for_fitting() {
        wait_for<PreviewFitting>([](const PreviewFitting& fitting) { return fitting.done == fitting.total; });
    }
    FrameReady frame_of(std::uint64_t id, bool preview = false) {
        return wait_for<FrameReady>([id, preview](const FrameReady& frame) {
            return frame.request_id == id && frame.preview == preview;
        });
    }

    std::function<void(float, int)> on_level_;  ///< set while the worker is idle
};

TEST_F(EnginePreviewTest, ASlowFaceIsShownCoarselyFirst) {
    start_slow();
    wait_for_fitting();
    const std::uint64_t id = engine_->submit(Purpose::main_view, slow_face(2));
    const FrameReady preview = frame_of(id, true);
    EXPECT_EQ(preview.level, 5);
    EXPECT_EQ(preview.image.width, 32);
    const FrameReady whole = frame_of(id);
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
    frame_of(next);
    EXPECT_EQ(whole, (std::vector<float>{3}));
    for (const FrameReady& frame : all_of<FrameReady>()) EXPECT_TRUE(frame.request_id != id || frame.preview);
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
    for (const FrameReady& frame : all_of<FrameReady>()) EXPECT_TRUE(frame.request_id != id || frame.preview);
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
    wait_for<FrameReady>([&](const FrameReady& frame) { return frame.request_id == id; });
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
    frame_of(engine_->submit(Purpose::main_view, slow_face(2)), true);
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
