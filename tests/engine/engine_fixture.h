// An engine over a backend whose speed the test decides.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/engine.h"
#include "core/support/error.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan::test {

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
inline std::function<void(float)> hold_at(float held, Gate& running, Gate& go_on) {
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
    Image generate(std::span<const float> latent, int level, double alpha,
                   const LevelCallback& reached) override {
        watch(latent[0], level, reached);
        return generate(latent, level, alpha);
    }
    std::vector<float> generate_values(std::span<const float> latent, int level, double alpha,
                                       const LevelCallback& reached) override {
        watch(latent[0], level, reached);
        ++control_.faces_fitted;
        return generate_values(latent, level, alpha);
    }
    bool shows_features() const override { return device_ == "cpu"; }
    /// The pictures are as dark as the edits of channel 0 make them.
    Image generate(std::span<const float> latent, int level, double alpha, const LevelCallback& reached,
                   const ChannelEdits& edits) override {
        if (!shows_features()) return Generator::generate(latent, level, alpha, reached, edits);
        Image image = generate(latent, level, alpha, reached);
        for (std::uint8_t& value : image.rgb)
            value = static_cast<std::uint8_t>(static_cast<float>(value) * strength_of(edits, 0, 0));
        return image;
    }
    /// Channel c is the latent's first number plus c at every pixel but the first, where it is 0.
    LevelFeatures features(std::span<const float> latent, int level, const ChannelEdits& edits) override {
        if (!shows_features()) return Generator::features(latent, level, edits);
        const int side = resolution(level), channels = spec_.channels[static_cast<std::size_t>(level)];
        LevelFeatures result{level, side, channels, {}, {}};
        for (int pixel = 0; pixel < side * side; ++pixel) {
            result.norms.push_back(static_cast<float>(pixel));
            for (int c = 0; c < channels; ++c)
                result.values.push_back(
                    pixel == 0 ? 0.0f : (latent[0] + static_cast<float>(c)) * strength_of(edits, level, c));
        }
        return result;
    }

  private:
    // NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): nothing can derive from it
    class SoFar final : public IntermediateFace {
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

    void watch(float value, int level, const LevelCallback& reached) const {
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

inline Model fake_model(const std::string& path) {
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

inline RenderRequest face(float value, std::size_t size = 2) {
    return {{Latent(size, value)}, 0, 1};
}

class EngineFixture : public InTemporaryFolder {
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

    /// Polls, as the window does after each wake, until there is what `condition` looks for.
    void poll_until(const std::function<bool()>& condition) {
        while (true) {
            int seen = 0;
            {
                const std::lock_guard lock(mutex_);
                seen = wakes_;
            }
            for (Event& event : engine_->poll()) log_.push_back(std::move(event));
            if (condition()) return;
            std::unique_lock lock(mutex_);
            if (!woken_.wait_for(lock, std::chrono::seconds(60), [&] { return wakes_ != seen; })) {
                ADD_FAILURE() << "the engine has been silent for a minute";
                return;
            }
        }
    }

    /// Until an event of this kind satisfies the condition.
    template <typename Kind>
    Kind wait_for(const std::function<bool(const Kind&)>& condition = {}) {
        Kind result{};
        poll_until([&] {
            while (checked_ < log_.size()) {
                const Kind* found = std::get_if<Kind>(&log_[checked_++]);
                if (!found || (condition && !condition(*found))) continue;
                result = *found;
                return true;
            }
            return false;
        });
        return result;
    }

    FaceReady face_of(std::uint64_t id) {
        return wait_for<FaceReady>([id](const FaceReady& ready) { return ready.request_id == id; });
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

}  // namespace progan::test
