#include "app/explorer/features/photo/photo_search.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <thread>
#include <utility>

#include "core/engine/latest.h"
#include "core/image/difference.h"
#include "core/import/import.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/project/alignment.h"
#include "core/project/photo_projector.h"
#include "core/project/picture_loss.h"
#include "core/support/error.h"

namespace progan {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kSteps = 1000;  ///< of progress
constexpr auto kHandRests = std::chrono::milliseconds(200);
constexpr auto kMaxPause = std::chrono::seconds(3);  ///< a search must not stand still for longer
constexpr auto kLook = std::chrono::milliseconds(10);

std::shared_ptr<const Image> shared(Image image) {
    return std::make_shared<const Image>(std::move(image));
}

/// One core is left to the window.
int search_threads() {
    return std::max(1, processor_count() - 1);
}

}  // namespace

/// Used by one search at a time: one that was cancelled may still be at its last step.
struct PhotoSearch::Workshop {
    std::mutex mutex;
    std::unique_ptr<PhotoProjector> projector;
};

class PhotoSearch::RightOfWay {
  public:
    void hand_moves() { until_ = (Clock::now() + kHandRests).time_since_epoch().count(); }
    std::size_t stops() const { return stops_; }

    /// Stands still while the hand drags. `report` is where the work can be cancelled.
    void give(const std::function<void()>& report) {
        report();
        const auto most = Clock::now() + kMaxPause;
        if (!hand_drags()) return;
        ++stops_;
        while (Clock::now() < most && hand_drags()) {
            std::this_thread::sleep_for(kLook);
            report();
        }
    }

  private:
    bool hand_drags() const { return Clock::now().time_since_epoch().count() < until_; }

    std::atomic<Clock::duration::rep> until_ = 0;
    std::atomic<std::size_t> stops_ = 0;
};

struct PhotoSearch::Course {
    Latest<PhotoSearchStatus> status;
    std::atomic<bool> enough = false;

    // The search's own.
    PhotoSearchStatus now;

    void tell(const SearchProgress& progress) {
        const int side = resolution(progress.level);
        now.preparing = false;
        now.part = progress.done;
        now.candidates = progress.candidates;
        now.evaluations = progress.evaluations;
        now.leading.assign(progress.leading.begin(), progress.leading.end());
        if (now.curve.empty() || now.curve.back().side != side || now.curve.back().error != progress.error)
            now.curve.push_back({progress.done, side, progress.error});
        status.put(now);
    }
};

PhotoSearch::PhotoSearch(Engine& engine, Told told)
    : engine_(engine), told_(std::move(told)), way_(std::make_shared<RightOfWay>()) {}

PhotoSearch::~PhotoSearch() = default;

// The model.

void PhotoSearch::prepare(const PhotoModel& model) {
    if (model_ != model.sha256) forget_model();
    if (workshop_ || preparing_.pending()) return;
    model_ = model.sha256;
    preparing_ = engine_.run_aside(
        [model, way = way_](const ProgressReport& report) {
            const Model read = open_any_model(model.path, {}, report);
            if (read.sha256 != model.sha256)
                throw Error("{} has changed since the model was opened.", model.path);
            auto workshop = std::make_shared<Workshop>();
            workshop->projector = std::make_unique<PhotoProjector>(
                read, ProjectorOptions{.threads = search_threads()},
                [&](std::int64_t done, std::int64_t total) { way->give([&] { report(done, total); }); });
            return workshop;
        },
        [this](Result<std::shared_ptr<Workshop>> workshop) { prepared(std::move(workshop)); },
        [this](const JobReport& report) {
            if (!wanted_ || report.progress.total <= 0) return;
            PhotoSearchStatus status;
            status.part =
                static_cast<double>(report.progress.done) / static_cast<double>(report.progress.total);
            told_.status(std::move(status));
        });
}

void PhotoSearch::prepared(Result<std::shared_ptr<Workshop>> workshop) {
    if (workshop) workshop_ = *workshop;
    told_.readiness();
    std::optional<PhotoTask> wanted = std::exchange(wanted_, std::nullopt);
    if (!wanted) return;
    if (workshop) {
        begin(std::move(*wanted));
        return;
    }
    course_.reset();
    told_.ended(workshop.was_cancelled() ? Result<PhotoFound>::cancelled()
                                         : Result<PhotoFound>::failed(workshop.error()));
}

void PhotoSearch::stop_preparing() {
    if (!wanted_) preparing_.abandon();
}

void PhotoSearch::forget_model() {
    abandon();
    preparing_.abandon();
    workshop_.reset();
    model_.clear();
    told_.readiness();
}

// A search.

void PhotoSearch::start(const PhotoModel& model, PhotoTask task) {
    abandon();
    prepare(model);
    course_ = std::make_shared<Course>();
    if (workshop_)
        begin(std::move(task));
    else
        wanted_ = std::move(task);
}

void PhotoSearch::begin(PhotoTask task) {
    searching_ = engine_.run_aside(
        [course = course_, workshop = workshop_, way = way_, task = std::move(task),
         sha256 = model_](const ProgressReport& report) {
            const std::lock_guard lock(workshop->mutex);
            report(0, kSteps);
            PhotoProjector& projector = *workshop->projector;
            const AlignedPhoto crop = align(task.photo->image, task.anchors, task.of_model,
                                            resolution(projector.spec().last_level));
            const SearchResult result =
                projector.search(crop.picture, crop.weights, {}, [&](const SearchProgress& progress) {
                    course->tell(progress);
                    const std::int64_t done = std::lround(kSteps * progress.done);
                    way->give([&] { report(done, kSteps); });
                    return !course->enough;
                });
            const Difference change = difference(crop.picture, result.face);
            return PhotoFound{result.latent,
                              shared(crop.picture),
                              shared(result.face),
                              shared(heat_map(change, heat_scale(change))),
                              psnr(result.squared_error),
                              projector.closeness(crop.picture, result.face),
                              projector.bank().size(),
                              result.complete,
                              sha256};
        },
        [this](Result<PhotoFound> found) {
            tell_course();
            course_.reset();
            told_.ended(std::move(found));
        },
        [this](const JobReport&) { tell_course(); });
}

void PhotoSearch::tell_course() {
    if (!course_) return;
    if (std::optional<PhotoSearchStatus> status = course_->status.take()) told_.status(std::move(*status));
}

void PhotoSearch::good_enough() {
    if (course_) course_->enough = true;
}

void PhotoSearch::cancel() {
    searching_.cancel();
    if (!wanted_) return;
    abandon();
    told_.ended(Result<PhotoFound>::cancelled());
}

void PhotoSearch::abandon() {
    wanted_.reset();
    searching_.abandon();
    course_.reset();
}

void PhotoSearch::hand_moves() {
    way_->hand_moves();
}

std::size_t PhotoSearch::stops() const {
    return way_->stops();
}

}  // namespace progan
