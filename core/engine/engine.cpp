#include "core/engine/engine.h"

#include <deque>
#include <thread>
#include <type_traits>
#include <utility>

#include "core/engine/aside.h"
#include "core/engine/event_queue.h"
#include "core/engine/face_maker.h"
#include "core/engine/inbox.h"
#include "core/engine/model_loader.h"
#include "core/support/error.h"
#include "core/support/memory.h"

namespace progan {

/// The worker thread and what it shares with the caller: work goes in by the inbox, events come out of the
/// queue.
class Engine::Worker {
  public:
    explicit Worker(EngineOptions options)
        : events(std::move(options.wake)),
          open_backend_(std::move(options.open_backend)),
          loader_(std::move(options.load_model), events, inbox),
          faces_(events, inbox, std::move(options.preview_folder)),
          thread_([this] { run(); }) {}

    ~Worker() {
        inbox.stop();
        thread_.join();
    }

    Inbox inbox;
    EventQueue events;

  private:
    void run() {
        loader_.open_backend(open_backend_);
        while (std::optional<Order> order = inbox.take(readiness()))
            std::visit([this](auto& work) { carry_out(work); }, *order);
        // What was to be saved is saved; everything else is dropped, jobs unfinished.
        for (Task& task : inbox.take_tasks()) carry_out(task);
        inbox.drop_jobs();
        faces_.forget_generator();
        loader_.close_backend();
    }

    Readiness readiness() const {
        return {.backend = loader_.has_backend(),
                .generator = faces_.generator() != nullptr,
                .fitting = faces_.wants_fitting()};
    }

    void carry_out(Task& task) {
        try {
            std::exchange(task.run, {})();  // lets go of what it holds before its end is known
            events.emit(TaskDone{task.id});
        } catch (...) {
            events.emit_failure(Failure::What::task, task.id);
        }
    }

    void carry_out(const ModelLoad& load) {
        try {
            ModelLoader::Loaded loaded = loader_.load(load);
            faces_.use(std::move(loaded.generator), loaded.ready.model, load.id);
            events.emit(std::move(loaded.ready));
        } catch (const Cancelled&) {
            events.emit(ModelCancelled{load.id});
        } catch (...) {
            events.emit_failure(Failure::What::model, load.id);
        }
    }

    void carry_out(const Render& render) {
        const FaceMaker::Made made = faces_.make(render);
        const bool kept = render.purpose != Purpose::main_view;  // in its slot, until all its faces are made
        if (kept && made != FaceMaker::Made::stopped)
            inbox.face_done(render, made == FaceMaker::Made::nothing);
    }

    void carry_out(const JobSlice& slice) {
        QueuedJob& queued = *slice.job;
        Event report = JobReport{queued.id, JobReport::State::cancelled, {}, "", nullptr};
        bool ended = true;
        try {
            if (!slice.cancelled) {
                JobReport stepped = step(queued);
                ended = stepped.state == JobReport::State::finished;
                report = std::move(stepped);
            }
        } catch (const Cancelled&) {
        } catch (...) {
            report = Failure{Failure::What::job, queued.id, current_error_sentence()};
        }
        if (ended) queued.job.reset();
        events.emit(std::move(report));
        if (ended) inbox.job_ended(queued.id);
    }

    void carry_out(const Rest&) { return_free_memory(); }

    JobReport step(QueuedJob& queued) {
        if (!queued.job) {
            if (!faces_.generator()) throw Error(loader_.backend_failure());
            queued.job = queued.make(faces_.generator());
        }
        const JobProgress progress = queued.job->step();
        const bool finished = progress.done >= progress.total;
        return {queued.id, finished ? JobReport::State::finished : JobReport::State::running, progress,
                finished ? queued.job->result() : queued.job->title(), queued.job->picture()};
    }

    void carry_out(const FitPreviews&) { faces_.fit_previews(); }

    const std::function<std::unique_ptr<Backend>()> open_backend_;
    ModelLoader loader_;
    FaceMaker faces_;
    std::thread thread_;  ///< last: it starts when all else is there
};

Engine::Engine(EngineOptions options)
    : worker_(std::make_unique<Worker>(std::move(options))),
      aside_(std::make_unique<Aside>(worker_->events)),
      callbacks_(
          std::make_shared<CallbackTable>([inbox = &worker_->inbox, aside = aside_.get()](std::uint64_t id) {
              inbox->cancel_job(id);
              aside->cancel(id);
          })) {}

Engine::~Engine() = default;

std::uint64_t Engine::open_model(std::string path, std::string device) {
    return worker_->inbox.open_model(std::move(path), std::move(device));
}

void Engine::cancel_model(std::uint64_t id) {
    if (worker_->inbox.cancel_model(id)) worker_->events.emit(ModelCancelled{id});
}

std::uint64_t Engine::submit(Purpose purpose, RenderRequest request) {
    return worker_->inbox.submit(purpose, std::move(request));
}

std::uint64_t Engine::supersede(Purpose purpose) {
    return worker_->inbox.supersede(purpose);
}

std::uint64_t Engine::start_job(MakeJob make, JobRank rank) {
    return worker_->inbox.add_job(std::move(make), rank);
}

void Engine::hand_moves() {
    worker_->inbox.hand_moves();
}

void Engine::cancel_job(std::uint64_t id) {
    worker_->inbox.cancel_job(id);
}

std::uint64_t Engine::run_task(std::function<void()> task) {
    return worker_->inbox.add_task(std::move(task));
}

std::uint64_t Engine::run_aside(std::function<void(const ProgressReport&)> work) {
    const std::uint64_t id = worker_->inbox.new_id();
    aside_->add(id, std::move(work));
    return id;
}

Ticket Engine::hold(std::uint64_t id, Callbacks callbacks) {
    return callbacks_->hold(id, std::move(callbacks));
}

Drained Engine::drain(const std::function<void(Event)>& handle) {
    Drained drained;
    for (Event& event : worker_->events.take_all()) {
        switch (callbacks_->deliver(event)) {
            case CallbackTable::Delivered::not_held:
                handle(std::move(event));
                ++drained.events;
                break;
            case CallbackTable::Delivered::progress:
                ++drained.progress;
                break;
            case CallbackTable::Delivered::end:
                ++drained.results;
                break;
            case CallbackTable::Delivered::dropped:
                break;
        }
    }
    return drained;
}

std::vector<Event> Engine::poll() {
    std::vector<Event> events;
    drain([&](Event event) { events.push_back(std::move(event)); });
    return events;
}

std::optional<FaceReady> Engine::wait_for_face(std::uint64_t request_id, std::chrono::microseconds patience) {
    return worker_->events.wait_for_face(request_id, patience);
}

}  // namespace progan
