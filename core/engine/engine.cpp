#include "core/engine/engine.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "core/engine/previews.h"
#include "core/model/devices/fallback_generator.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBackgroundTurn = 4;  // every so many slices one is a background job's
constexpr int kBakingTurn = 10;     // beside jobs, every so many slices one is for baking
// While the hand drags without a pause, a job still gets a slice this often: an export must not stand still.
constexpr auto kJobPatience = std::chrono::milliseconds(500);
constexpr auto kBackgroundPatience = std::chrono::milliseconds(3000);  // nobody waits for those
constexpr auto kModelReportPause = std::chrono::milliseconds(50);
// Without a newer request for this long after a preview, the hand rests. A moving one asks every frame.
constexpr auto kRest = std::chrono::milliseconds(60);

ModelInfo info_of(const Model& model) {
    return {model.spec,
            model.sha256,
            model.path.string(),
            model.file_bytes,
            model.parameter_count(),
            model.origin,
            first_layer_weight(model)};
}

/// Why the model cannot make what the request asks for, or nothing.
std::string misfit(const RenderRequest& request, const ModelSpec& spec) {
    for (const Latent& latent : request.latents)
        if (latent.size() != static_cast<std::size_t>(spec.latent_size))
            return "The face has a latent of " + std::to_string(latent.size()) +
                   " numbers, the model needs " + std::to_string(spec.latent_size) + ".";
    if (!has_to_rgb(spec, request.level))
        return "The model has no picture at level " + std::to_string(request.level) + ".";
    return {};
}

/// The time a face took, without pauses.
class FaceClock {
  public:
    double ms() const { return std::chrono::duration<double, std::milli>(Clock::now() - began_).count(); }
    template <class Pause>
    void pause(Pause pause) {
        const auto now = Clock::now();
        pause();
        began_ += Clock::now() - now;
    }

  private:
    Clock::time_point began_ = Clock::now();
};

}  // namespace

/// The worker thread and all that is shared with it. Members behind mutex_ are marked; the others are the
/// worker's own.
class Engine::Worker {
  public:
    explicit Worker(EngineOptions options)
        : options_(std::move(options)), previews_(options_.preview_folder), thread_([this] { run(); }) {}

    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        work_there_.notify_one();
        thread_.join();
    }

    std::uint64_t open_model(std::string path, std::string device) {
        return post([&](std::uint64_t id) {
            model_load_ = ModelLoad{id, std::move(path), std::move(device)};
        });
    }

    void cancel_model(std::uint64_t id) {
        bool waited = false;
        post([&](std::uint64_t) {
            cancelled_load_ = id;
            waited = model_load_ && model_load_->id == id;
            if (waited) model_load_.reset();
        });
        if (waited) emit(ModelCancelled{id});
    }

    std::uint64_t submit(Purpose purpose, RenderRequest request) {
        return post([&](std::uint64_t id) {
            slots_[static_cast<std::size_t>(purpose)] = Render{id, purpose, std::move(request), 0};
        });
    }

    std::uint64_t supersede(Purpose purpose) {
        return post([&](std::uint64_t) { slots_[static_cast<std::size_t>(purpose)].reset(); });
    }

    std::uint64_t start_job(MakeJob make, JobRank rank) {
        return post([&](std::uint64_t id) {
            jobs_.push_back({id, std::move(make), nullptr, false, Clock::now(), rank});
        });
    }

    void cancel_job(std::uint64_t id) {
        post([&](std::uint64_t) {
            for (QueuedJob& job : jobs_)
                if (job.id == id) job.cancelled = true;
        });
    }

    std::uint64_t run_task(std::function<void()> task) {
        return post([&](std::uint64_t id) { tasks_.push_back({id, std::move(task)}); });
    }

    std::vector<Event> poll() {
        const std::lock_guard lock(mutex_);
        return std::exchange(events_, {});
    }

    std::optional<FrameReady> wait_for_frame(std::uint64_t request_id, std::chrono::microseconds patience) {
        std::unique_lock lock(mutex_);
        std::optional<FrameReady> result;
        event_there_.wait_for(lock, patience, [&] {
            for (auto event = events_.begin(); event != events_.end(); ++event) {
                auto* frame = std::get_if<FrameReady>(&*event);
                if (frame == nullptr || frame->request_id != request_id) continue;
                result = std::move(*frame);
                events_.erase(event);
                return true;
            }
            return false;
        });
        return result;
    }

  private:
    struct ModelLoad {
        std::uint64_t id;
        std::string path, device;
    };
    struct Render {
        std::uint64_t id;
        Purpose purpose;
        RenderRequest request;
        std::size_t next;  ///< index of the latent to make next
    };
    struct Task {
        std::uint64_t id;
        std::function<void()> run;
    };
    struct QueuedJob {
        std::uint64_t id;
        MakeJob make;
        std::unique_ptr<Job> job;  ///< made and stepped by the worker only
        bool cancelled;
        Clock::time_point last_slice;
        JobRank rank;
    };

    /// Puts work in under the lock with a new id, then wakes the worker.
    template <class Put>
    std::uint64_t post(Put put) {
        std::uint64_t id = 0;
        {
            const std::lock_guard lock(mutex_);
            id = ++last_id_;
            put(id);
        }
        work_there_.notify_one();
        return id;
    }

    void emit(Event event) {
        {
            const std::lock_guard lock(mutex_);
            if (const auto* report = std::get_if<JobReport>(&event)) drop_older_report(*report);
            if (std::holds_alternative<ModelProgress>(event))
                std::erase_if(events_,
                              [](const Event& old) { return std::holds_alternative<ModelProgress>(old); });
            if (const auto* frame = std::get_if<FrameReady>(&event)) drop_older_frame(*frame);
            events_.push_back(std::move(event));
        }
        event_there_.notify_all();
        if (options_.wake) options_.wake();
    }

    // A window that stalls must not make the queue grow: of progress and of the main view only the newest is
    // of use.
    void drop_older_report(const JobReport& news) {
        std::erase_if(events_, [&](const Event& event) {
            const auto* old = std::get_if<JobReport>(&event);
            return old && old->id == news.id && old->state == JobReport::State::running;
        });
    }
    void drop_older_frame(const FrameReady& news) {
        if (news.purpose != Purpose::main_view) return;
        std::erase_if(events_, [](const Event& event) {
            const auto* old = std::get_if<FrameReady>(&event);
            return old && old->purpose == Purpose::main_view;
        });
    }

    void fail(Failure::What what, std::uint64_t id) { emit(Failure{what, id, current_error_sentence()}); }

    void run() {
        open_backend();
        std::unique_lock lock(mutex_);
        while (true) {
            work_there_.wait(lock, [this] { return stopping_ || has_work(); });
            if (stopping_) break;
            take_one(lock);
        }
        // What was to be saved is saved; everything else is dropped, jobs unfinished.
        std::deque<Task> tasks = std::move(tasks_);
        lock.unlock();
        for (Task& task : tasks) run_one(task);
        jobs_.clear();
        generator_.reset();
        backend_.reset();
    }

    bool has_work() const {
        if (!tasks_.empty()) return true;
        if (!backend_) return model_load_.has_value() || !jobs_.empty();  // to be refused
        if (model_load_) return true;
        if (!generator_) return std::any_of(jobs_.begin(), jobs_.end(), is_cancelled);
        return faces_wait() || baking() || !jobs_.empty() || previews_.wants_fitting();
    }

    /// No job that somebody waits for, or has cancelled.
    bool background_only() const {
        return std::all_of(jobs_.begin(), jobs_.end(), [](const QueuedJob& job) {
            return job.rank == JobRank::background && !job.cancelled;
        });
    }

    static bool is_cancelled(const QueuedJob& job) { return job.cancelled; }

    /// Faces that somebody waits for.
    bool faces_wait() const {
        return std::any_of(slots_.begin(), slots_.end(), [](const auto& slot) {
            return slot.has_value() && slot->purpose != Purpose::baking;
        });
    }

    std::optional<Render>& baking() { return slots_[static_cast<std::size_t>(Purpose::baking)]; }
    const std::optional<Render>& baking() const { return slots_[static_cast<std::size_t>(Purpose::baking)]; }

    /// Runs the most urgent piece of work. Tasks (small file writes) go first, so that a long drag cannot
    /// keep a favourite from the disk; then a model, the face under the hand, thumbnails, a slice of the
    /// job, the previews' fitting, and frames to bake.
    void take_one(std::unique_lock<std::mutex>& lock) {
        if (!tasks_.empty()) {
            Task task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            run_one(task);
        } else if (model_load_) {
            ModelLoad load = *std::exchange(model_load_, std::nullopt);
            lock.unlock();
            load_model(load);
        } else if (Render* render = generator_ ? next_render() : nullptr) {
            if (render->purpose == Purpose::main_view) {
                Render now = *std::exchange(slots_[static_cast<std::size_t>(render->purpose)], std::nullopt);
                lock.unlock();
                make_face(now);
            } else {
                thumbnail_slice(lock, *render);
            }
        } else if (!jobs_.empty() && !(background_only() && previews_.wants_fitting()) &&
                   !(baking() && ++idle_slices_ % kBakingTurn == 0)) {
            job_slice(lock);
        } else if (background_only() && previews_.wants_fitting()) {
            lock.unlock();
            fit_previews();
        } else if (generator_ && baking()) {
            thumbnail_slice(lock, *baking());
        }
        if (!lock.owns_lock()) lock.lock();
    }

    Render* next_render() {
        const auto now = Clock::now();
        const auto waits = [&](JobRank rank, Clock::duration patience) {
            Clock::time_point last{};  // slice of a job of that rank
            for (const QueuedJob& job : jobs_)
                if (job.rank == rank) last = std::max(last, job.last_slice);
            return last != Clock::time_point{} && now - last > patience;
        };
        const bool job_waits =
            waits(JobRank::in_turn, kJobPatience) ||
            (!previews_.wants_fitting() && waits(JobRank::background, kBackgroundPatience));
        if (job_waits) return nullptr;
        for (auto& slot : slots_)
            if (slot && slot->purpose != Purpose::baking) return &*slot;
        return nullptr;
    }

    void open_backend() {
        try {
            std::unique_ptr<Backend> backend = options_.open_backend();
            BackendReady ready{backend->version(), backend->devices()};
            {
                const std::lock_guard lock(mutex_);
                backend_ = std::move(backend);
            }
            emit(std::move(ready));
        } catch (...) {
            backend_failure_ = current_error_sentence();
            emit(Failure{Failure::What::backend, 0, backend_failure_});
        }
    }

    void run_one(Task& task) {
        try {
            task.run();
            emit(TaskDone{task.id});
        } catch (...) {
            fail(Failure::What::task, task.id);
        }
    }

    void load_model(const ModelLoad& load) {
        try {
            if (!backend_) throw Error(backend_failure_);
            const std::string device = resolve_device(load.device, backend_->devices());
            const ProgressReport progress = [&](std::int64_t done, std::int64_t total) {
                report_model(load.id, done, total);
            };
            Model model = read_model(load.path, progress);
            ModelReady ready{load.id, info_of(model), device, "", ""};
            std::shared_ptr<Generator> generator;
            try {
                generator = on_device(model, device);
            } catch (const std::exception& error) {
                if (device == "cpu") throw;
                generator = backend_->create_and_empty(model, "cpu");
                ready.device = "cpu";
                ready.note =
                    "The model runs on the CPU, because " + device + " could not be used: " + error.what();
            }
            ready.arithmetic = generator->arithmetic();
            {
                const std::lock_guard lock(mutex_);
                generator_ = std::move(generator);
            }
            epoch_ = load.id;
            previews_.model_opened(ready.model.spec, ready.model.sha256);
            emit(std::move(ready));
        } catch (const Cancelled&) {
            emit(ModelCancelled{load.id});
        } catch (...) {
            fail(Failure::What::model, load.id);
        }
    }

    Model read_model(const std::string& path, const ProgressReport& progress) const {
        return options_.load_model(path, progress);
    }

    /// On another device than the CPU: one that the CPU takes over from when the device fails.
    std::shared_ptr<Generator> on_device(Model& model, const std::string& device) {
        const std::string path = model.path.string(), sha256 = model.sha256;
        std::unique_ptr<Generator> generator = backend_->create_and_empty(model, device);
        if (device == "cpu") return generator;
        return with_fallback(std::move(generator), [this, device, path, sha256](const std::string& reason) {
            std::unique_ptr<Generator> other = reopen_on_cpu(*backend_, read_model(path, {}), path, sha256);
            emit(DeviceLost{"cpu", other->arithmetic(),
                            "The model goes on on the CPU, because " + device + " failed: " + reason});
            return other;
        });
    }

    /// A load's progress; it ends here if it was cancelled, a newer one waits, or the program quits.
    void report_model(std::uint64_t id, std::int64_t done, std::int64_t total) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || model_load_ || cancelled_load_ == id) throw Cancelled();
        }
        const auto now = Clock::now();
        if (now - last_model_report_ < kModelReportPause) return;
        last_model_report_ = now;
        emit(ModelProgress{id, done, total});
    }

    enum class Made { face, nothing, stopped };

    /// One face of the request, unless something more urgent came while it was baked.
    Made make_face(const Render& render) {
        try {
            const std::string problem = misfit(render.request, generator_->spec());
            if (!problem.empty()) throw Error(problem);
            if (render.request.latents.empty()) throw Error("A picture was asked for without a latent.");
            FrameReady frame;
            frame.request_id = render.id;
            frame.epoch = epoch_;
            frame.purpose = render.purpose;
            frame.index = render.next;
            frame.level = render.request.level;
            FaceClock clock;
            LevelReached reached;
            if (render.purpose == Purpose::main_view)
                reached = preview_on_the_way(render.request, frame, clock);
            if (render.purpose == Purpose::baking)
                reached = [this](const FaceSoFar&) { stop_if_something_waits(false); };
            const Latent& latent = render.request.latents[render.next];
            frame.image =
                generator_->generate_watched(latent, render.request.level, render.request.alpha, reached);
            frame.generator_ms = clock.ms();
            if (render.purpose == Purpose::main_view)
                previews_.policy().reached(render.request.level, frame.generator_ms);
            emit(std::move(frame));
            return Made::face;
        } catch (const Cancelled&) {  // its preview was shown, and a newer face waits; or it was baked
            return Made::stopped;
        } catch (...) {
            fail(Failure::What::render, render.id);
            return Made::nothing;
        }
    }

    /// For the face under the hand: shows a preview of it if the whole takes long. What comes after the
    /// preview waits for the hand to rest, and ends when it does not.
    LevelReached preview_on_the_way(const RenderRequest& request, const FrameReady& whole, FaceClock& clock) {
        return [this, &whole, &clock, preview = previews_.level_for(request.level),
                shown = false](const FaceSoFar& face) mutable {
            previews_.policy().reached(face.level(), clock.ms());
            if (face.level() == preview) {
                FrameReady frame = whole;
                frame.preview = true;
                frame.image = previews_.picture(face);
                frame.generator_ms = clock.ms();
                previews_.policy().previewed(face.level(), frame.generator_ms);
                emit(std::move(frame));
                shown = true;
                clock.pause([this] { wait_for_rest(); });
            }
            if (shown) stop_if_another_waits();
        };
    }

    /// Until the hand rests or there is something newer to show.
    void wait_for_rest() {
        std::unique_lock lock(mutex_);
        work_there_.wait_for(lock, kRest, [this] { return stopping_ || another_face_waits(); });
        if (!stopping_ && !another_face_waits()) previews_.policy().rested();
    }

    bool another_face_waits() const {
        return slots_[static_cast<std::size_t>(Purpose::main_view)] || model_load_;
    }

    void stop_if_another_waits() {
        const std::lock_guard lock(mutex_);
        if (stopping_ || another_face_waits()) throw Cancelled();
    }

    /// Work in idle moments ends when there is something more urgent.
    void stop_if_something_waits(bool also_for_jobs) {
        const std::lock_guard lock(mutex_);
        if (stopping_ || model_load_ || faces_wait() || !tasks_.empty() ||
            (also_for_jobs && !background_only()))
            throw Cancelled();
    }

    void fit_previews() {
        try {
            const Previews::Progress progress =
                previews_.fit_a_little(*generator_, [this] { stop_if_something_waits(true); });
            emit(PreviewFitting{progress.done, progress.total});
        } catch (const Cancelled&) {  // goes on when there is time again
        } catch (...) {               // previews are made by the levels' own heads then
            previews_.give_up_fitting();
        }
    }

    /// One face of a set; the rest stays in its slot, unless a newer set has taken it meanwhile.
    void thumbnail_slice(std::unique_lock<std::mutex>& lock, Render& slot) {
        const Render now = slot;
        lock.unlock();
        const Made made = make_face(now);
        lock.lock();
        auto& waiting = slots_[static_cast<std::size_t>(now.purpose)];
        if (!waiting || waiting->id != now.id || made == Made::stopped) return;
        if (made == Made::nothing || ++waiting->next >= waiting->request.latents.size()) waiting.reset();
    }

    /// A cancelled one, else the first in turn, or now and then one of the background: these take turns.
    QueuedJob& next_job() {
        const auto first = [this](auto fits) { return std::find_if(jobs_.begin(), jobs_.end(), fits); };
        const auto cancelled = first(is_cancelled);
        if (cancelled != jobs_.end()) return *cancelled;
        const auto in_turn = first([](const QueuedJob& job) { return job.rank == JobRank::in_turn; });
        auto background = jobs_.end();
        for (auto job = jobs_.begin(); job != jobs_.end(); ++job)
            if (job->rank == JobRank::background &&
                (background == jobs_.end() || job->last_slice < background->last_slice))
                background = job;
        if (in_turn == jobs_.end()) return *background;
        if (background == jobs_.end()) return *in_turn;
        return ++shared_slices_ % kBackgroundTurn == 0 ? *background : *in_turn;
    }

    void job_slice(std::unique_lock<std::mutex>& lock) {
        QueuedJob& queued =
            next_job();  // only the worker removes jobs, and elements of a deque stay where they are
        const bool cancelled = queued.cancelled;
        queued.last_slice = Clock::now();
        lock.unlock();
        bool ended = true;
        try {
            if (cancelled) {
                queued.job.reset();
                emit(JobReport{queued.id, JobReport::State::cancelled, {}, "", nullptr});
            } else {
                ended = step(queued);
            }
        } catch (const Cancelled&) {
            queued.job.reset();
            emit(JobReport{queued.id, JobReport::State::cancelled, {}, "", nullptr});
        } catch (...) {
            const std::string sentence = current_error_sentence();
            queued.job.reset();
            emit(Failure{Failure::What::job, queued.id, sentence});
        }
        lock.lock();
        if (!ended) return;
        std::erase_if(jobs_, [ended_id = queued.id](const QueuedJob& job) { return job.id == ended_id; });
        if (!jobs_.empty()) jobs_.front().last_slice = Clock::now();
    }

    /// Returns true if the job has ended.
    bool step(QueuedJob& queued) {
        if (!queued.job) {
            if (!generator_) throw Error(backend_failure_);
            queued.job = queued.make(generator_);
        }
        const JobProgress progress = queued.job->step();
        const bool finished = progress.done >= progress.total;
        JobReport report{queued.id, finished ? JobReport::State::finished : JobReport::State::running,
                         progress, finished ? queued.job->result() : queued.job->title(),
                         queued.job->picture()};
        if (finished) queued.job.reset();
        emit(std::move(report));
        return finished;
    }

    const EngineOptions options_;

    std::mutex mutex_;
    std::condition_variable work_there_, event_there_;
    // Behind mutex_:
    bool stopping_ = false;
    std::uint64_t last_id_ = 0;
    std::optional<ModelLoad> model_load_;
    std::uint64_t cancelled_load_ = 0;
    std::array<std::optional<Render>, kPurposeCount> slots_;
    std::deque<Task> tasks_;
    std::deque<QueuedJob> jobs_;
    std::vector<Event> events_;

    // Written by the worker under mutex_, read by the worker without it:
    std::unique_ptr<Backend> backend_;
    std::shared_ptr<Generator> generator_;

    // The worker's own:
    std::string backend_failure_;
    std::uint64_t epoch_ = 0;
    Clock::time_point last_model_report_{};
    int idle_slices_ = 0;    ///< beside baking
    int shared_slices_ = 0;  ///< of jobs, while there are some of both ranks
    Previews previews_;

    std::thread thread_;  ///< last: it starts when all else is there
};

Engine::Engine(EngineOptions options) : worker_(std::make_unique<Worker>(std::move(options))) {}
Engine::~Engine() = default;
std::uint64_t Engine::open_model(std::string path, std::string device) {
    return worker_->open_model(std::move(path), std::move(device));
}
std::uint64_t Engine::submit(Purpose purpose, RenderRequest request) {
    return worker_->submit(purpose, std::move(request));
}
std::uint64_t Engine::supersede(Purpose purpose) {
    return worker_->supersede(purpose);
}
std::uint64_t Engine::start_job(MakeJob make, JobRank rank) {
    return worker_->start_job(std::move(make), rank);
}
void Engine::cancel_model(std::uint64_t id) {
    worker_->cancel_model(id);
}
void Engine::cancel_job(std::uint64_t id) {
    worker_->cancel_job(id);
}
std::uint64_t Engine::run_task(std::function<void()> task) {
    return worker_->run_task(std::move(task));
}
std::vector<Event> Engine::poll() {
    return worker_->poll();
}
std::optional<FrameReady> Engine::wait_for_frame(std::uint64_t request_id,
                                                 std::chrono::microseconds patience) {
    return worker_->wait_for_frame(request_id, patience);
}

}  // namespace progan
