#include "app/explorer/features/photo/photo_controller.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

#include "app/explorer/features/photo/photo_geometry.h"
#include "app/explorer/state/photo_crop.h"
#include "core/engine/faces_job.h"
#include "core/engine/latest.h"
#include "core/files/sha256.h"
#include "core/image/difference.h"
#include "core/image/image_file.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/import/import.h"
#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "core/project/alignment.h"
#include "core/project/photo_projector.h"
#include "core/project/picture_loss.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kShownSide = 1024;       ///< pixels that the photo on screen has at most
constexpr int kAverageFaces = 64;      ///< of the model's average face
constexpr std::int64_t kSteps = 1000;  ///< of progress
constexpr auto kHandRests = std::chrono::milliseconds(200);
constexpr auto kMaxPause = std::chrono::seconds(3);  ///< a search must not stand still for longer
constexpr auto kLook = std::chrono::milliseconds(10);

std::shared_ptr<const Image> shared(Image image) {
    return std::make_shared<const Image>(std::move(image));
}

Image shrunk_for_screen(const Image& image) {
    const int side = std::max(image.width, image.height);
    if (side <= kShownSide) return image;
    const auto length = [&](int of) {
        return std::max(1, static_cast<int>(std::lround(static_cast<double>(of) * kShownSide / side)));
    };
    return resize(image, length(image.width), length(image.height), ResizeFilter::smooth);
}

Image average_of(const std::vector<Image>& faces) {
    Image average = faces.at(0);
    for (std::size_t i = 0; i < average.rgb.size(); ++i) {
        std::size_t sum = 0;
        for (const Image& face : faces) sum += face.rgb[i];
        average.rgb[i] = static_cast<std::uint8_t>((sum + faces.size() / 2) / faces.size());
    }
    return average;
}

/// One core is left to the window.
int search_threads() {
    return std::max(1, processor_count() - 1);
}

}  // namespace

struct PhotoController::Photo {
    Image image;
    std::shared_ptr<const Image> shown;
    std::string sha256;
};

/// Used by one search at a time: one that was cancelled may still be at its last step.
struct PhotoController::Workshop {
    std::mutex mutex;
    std::unique_ptr<PhotoProjector> projector;
};

struct PhotoController::Course {
    struct Status {
        bool preparing = true;
        double part = 0;
        std::size_t candidates = 0;
        std::vector<Latent> leading;
        std::vector<PhotoCurvePoint> curve;
    };
    Latest<Status> status;
    std::atomic<bool> enough = false;
    std::atomic<Clock::duration::rep> hand_until = 0;

    // The search's own.
    Status now;

    void tell(const SearchProgress& progress) {
        const int side = resolution(progress.level);
        now.part = progress.done;
        now.candidates = progress.candidates;
        now.leading.assign(progress.leading.begin(), progress.leading.end());
        if (now.curve.empty() || now.curve.back().side != side || now.curve.back().error != progress.error)
            now.curve.push_back({progress.done, side, progress.error});
        status.put(now);
    }

    /// While the hand drags, the cores are the window's. `report` is where the search can be cancelled.
    void give_way(const std::function<void()>& report) const {
        const auto until = Clock::now() + kMaxPause;
        while (Clock::now() < until && Clock::now().time_since_epoch().count() < hand_until) {
            report();
            std::this_thread::sleep_for(kLook);
        }
        report();
    }
};

PhotoController::PhotoController(const FeatureContext& context, Keep keep)
    : state_(context.state),
      view_(context.state.photo),
      engine_(context.engine),
      actions_(context.actions),
      notifier_(context.notifier),
      keep_(std::move(keep)),
      workshop_(std::make_shared<Workshop>()),
      shared_(context.engine, context.notifier, [this](std::vector<PhotoPlace> in_file) {
          places_ = shared_.with_own(places_, std::move(in_file));
          places_read();
      }) {}

PhotoController::~PhotoController() = default;

// Photos.

void PhotoController::show() {
    view_.show = true;
    look();
    follow_model();
}

void PhotoController::open(const fs::path& path) {
    add({path, "", path.filename().string()});
}

void PhotoController::open_png(std::string png) {
    add({"", std::move(png), tr("Pasted picture")});
}

void PhotoController::add(Waiting photo) {
    const bool busy = view_.stage == PhotoStage::searching || view_.stage == PhotoStage::reading ||
                      (view_.show && view_.stage != PhotoStage::empty);
    show();
    if (!busy) {
        begin(std::move(photo));
        return;
    }
    waiting_.push_back(std::move(photo));
    view_.waiting = waiting_.size();
}

void PhotoController::next() {
    if (view_.stage == PhotoStage::searching) return;
    forget_photo();
    if (waiting_.empty()) return;
    Waiting photo = std::move(waiting_.front());
    waiting_.pop_front();
    begin(std::move(photo));
}

void PhotoController::begin(Waiting photo) {
    forget_photo();
    view_.waiting = waiting_.size();
    view_.stage = PhotoStage::reading;
    view_.name = photo.name;
    reading_ = engine_.run_aside(
        [photo = std::move(photo)](const ProgressReport& report) {
            auto read = std::make_shared<Photo>();
            read->image =
                photo.png.empty() ? read_image(photo.path) : decode_png(photo.png, photo.name).image;
            report(1, 2);
            if (std::min(read->image.width, read->image.height) < kMinPhotoSide)
                throw Error("{}: The photo has only {} x {} pixels, but must have at least {} per side.",
                            photo.name, read->image.width, read->image.height, kMinPhotoSide);
            read->sha256 = sha256_hex(std::as_bytes(std::span(read->image.rgb)));
            read->shown = shared(shrunk_for_screen(read->image));
            return std::shared_ptr<const Photo>(std::move(read));
        },
        [this](Result<std::shared_ptr<const Photo>> read) { read_done(std::move(read)); });
}

void PhotoController::read_done(Result<std::shared_ptr<const Photo>> photo) {
    if (!photo) {
        view_.stage = PhotoStage::empty;
        if (!photo.was_cancelled()) view_.problem = photo.error();
        return;
    }
    photo_ = *photo;
    view_.stage = PhotoStage::placing;
    view_.picture = photo_->shown;
    view_.scale = static_cast<double>(photo_->image.width) / photo_->shown->width;
    view_.active = 0;
    find_place();
}

/// As it was placed before, or its central square.
void PhotoController::find_place() {
    if (!photo_ || !view_.of_model) return;
    const auto placed = placed_.find(photo_->sha256);
    const PhotoPlace* kept = remembered(photo_place_id(photo_->sha256));
    view_.anchors = placed != placed_.end() ? placed->second
                    : kept                  ? kept->anchors
                           : central_anchors(photo_->image.width, photo_->image.height, *view_.of_model);
    make_crop();
}

/// What other runs have placed is known from now on.
void PhotoController::places_read() {
    if (!state_.model || model_ != state_.model->sha256) return;
    if (const PhotoPlace* said = remembered(model_place_id(model_)); said && !view_.of_model)
        view_.of_model = said->anchors;
    if (view_.stage == PhotoStage::placing) find_place();
}

void PhotoController::forget_photo() {
    reading_.abandon();
    searching_.abandon();
    course_.reset();
    photo_.reset();
    PhotoState fresh;
    fresh.show = view_.show;
    fresh.waiting = view_.waiting;
    fresh.average = view_.average;
    fresh.of_model = view_.of_model;
    fresh.asked_of_model = view_.asked_of_model;
    fresh.ghost = view_.ghost;
    fresh.uploaded = std::move(view_.uploaded);
    view_ = std::move(fresh);
}

void PhotoController::close() {
    view_.show = false;
    if (view_.stage == PhotoStage::searching || view_.stage == PhotoStage::found) return;
    waiting_.clear();
    view_.waiting = 0;
    forget_photo();
}

// Placing.

void PhotoController::place(const FaceAnchors& anchors) {
    if (!view_.of_model) {
        view_.asked_of_model = anchors;
        return;
    }
    if (view_.stage != PhotoStage::placing) return;
    view_.anchors = anchors;
    placed_[photo_->sha256] = anchors;
    make_crop();
}

void PhotoController::reset_place() {
    if (!view_.of_model)
        view_.asked_of_model = usual_anchors();
    else if (photo_)
        place(central_anchors(photo_->image.width, photo_->image.height, *view_.of_model));
}

/// Of the photo on screen: the hand does not wait for all the pixels of a large one.
void PhotoController::make_crop() {
    view_.problem.clear();
    view_.crop.reset();
    if (!state_.model || !photo_ || !view_.of_model) return;
    try {
        view_.crop = shared(align(*view_.picture, scaled(view_.anchors, 1 / view_.scale), *view_.of_model,
                                  resolution(state_.model->spec.last_level))
                                .picture);
    } catch (const Error& error) {
        view_.problem = error.what();
    }
}

void PhotoController::confirm_model() {
    if (!state_.model || view_.of_model) return;
    try {
        validate(view_.asked_of_model);
    } catch (const Error& error) {
        view_.problem = error.what();
        return;
    }
    view_.problem.clear();
    view_.of_model = view_.asked_of_model;
    remember(model_place_id(state_.model->sha256), view_.asked_of_model);
    find_place();
}

bool PhotoController::can_ask_model() const {
    return state_.model && !state_.model->anchors && view_.of_model && view_.stage == PhotoStage::placing;
}

void PhotoController::ask_model() {
    if (!can_ask_model()) return;
    view_.asked_of_model = *view_.of_model;
    view_.of_model.reset();
    view_.crop.reset();
    view_.problem.clear();
}

// The model.

void PhotoController::model_opened() {
    const std::string now = state_.model ? state_.model->sha256 : "";
    if (now == model_) return;
    const bool lost = view_.stage == PhotoStage::searching || view_.stage == PhotoStage::found;
    const bool searched = view_.stage == PhotoStage::searching;
    workshop_ = std::make_shared<Workshop>();
    if (lost) place_again();
    follow_model();
    if (searched) {
        view_.problem = trf("The search in {} ended because another model was opened.", view_.name);
        if (!view_.show) notifier_.info(view_.problem);
    }
}

/// Its average face, and where its eyes and mouth are: from its file, or as a person said.
void PhotoController::follow_model() {
    if (!state_.model) return;
    const bool another = model_ != state_.model->sha256;
    if (another) {
        model_ = state_.model->sha256;
        view_.average.reset();
        view_.of_model = state_.model->anchors;
        view_.asked_of_model = usual_anchors();
        averaging_.abandon();
        places_read();
    }
    if (view_.show || view_.stage != PhotoStage::empty) make_average();
}

void PhotoController::make_average() {
    if (view_.average || averaging_.pending()) return;
    std::vector<Latent> latents;
    for (std::uint32_t seed = 0; seed < kAverageFaces; ++seed)
        latents.push_back(latent_from_seed(seed, static_cast<std::size_t>(state_.model->spec.latent_size),
                                           SeedMode::numpy));
    averaging_ = engine_.start_job(
        [latents = std::move(latents), level = state_.model->spec.last_level,
         alpha = state_.model->spec.alpha](std::shared_ptr<Generator> generator) {
            return make_faces_job(std::move(generator), latents, level, alpha);
        },
        {.done =
             [this](Result<std::vector<Image>> faces) {
                 if (faces)
                     view_.average = shared(average_of(*faces));
                 else if (!faces.was_cancelled())
                     view_.problem = faces.error();
             }},
        JobRank::in_turn);
}

// The search.

std::string PhotoController::obstacle() const {
    if (!state_.model) return tr("No model is open.");
    if (state_.model->sha256 != model_ || !view_.of_model) return tr("The model's marks are not set yet.");
    if (view_.stage == PhotoStage::placing && view_.crop) return "";
    return view_.problem.empty() ? tr("There is no photo yet.") : view_.problem;
}

void PhotoController::start() {
    if (view_.stage != PhotoStage::placing || !obstacle().empty()) return;
    view_.stage = PhotoStage::searching;
    view_.problem.clear();
    view_.found.reset();
    view_.curve.clear();
    view_.leading.clear();
    view_.preparing = true;
    view_.ending = false;
    view_.part = 0;
    view_.began = notifier_.now();
    course_ = std::make_shared<Course>();
    searching_ = engine_.run_aside(
        [course = course_, workshop = workshop_, photo = photo_, anchors = view_.anchors,
         of_model = *view_.of_model, path = state_.model->path, sha256 = state_.model->sha256,
         name = view_.name](const ProgressReport& report) {
            const std::lock_guard lock(workshop->mutex);
            report(0, kSteps);
            if (!workshop->projector) {
                const Model model = open_any_model(path, {}, report);
                if (model.sha256 != sha256)
                    throw Error("{} is no longer the model that was opened from it.", path);
                workshop->projector = std::make_unique<PhotoProjector>(
                    model, ProjectorOptions{.threads = search_threads()},
                    [&](std::int64_t done, std::int64_t total) {
                        course->now.part = static_cast<double>(done) / static_cast<double>(total);
                        course->status.put(course->now);
                        course->give_way([&] { report(done, total); });
                    });
            }
            PhotoProjector& projector = *workshop->projector;
            course->now.preparing = false;
            const AlignedPhoto crop =
                align(photo->image, anchors, of_model, resolution(projector.spec().last_level));
            const SearchResult result =
                projector.search(crop.picture, crop.weights, {}, [&](const SearchProgress& progress) {
                    course->tell(progress);
                    const std::int64_t done = std::lround(kSteps * progress.done);
                    course->give_way([&] { report(done, kSteps); });
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
        [this](Result<PhotoFound> found) { ended(std::move(found)); },
        [this](const JobReport&) {
            if (course_) told(*course_);
        });
}

void PhotoController::told(Course& course) {
    std::optional<Course::Status> status = course.status.take();
    if (!status) return;
    if (view_.preparing && !status->preparing) view_.began = notifier_.now();
    view_.preparing = status->preparing;
    view_.part = status->part;
    view_.candidates = status->candidates;
    view_.leading = std::move(status->leading);
    view_.curve = std::move(status->curve);
}

void PhotoController::ended(Result<PhotoFound> found) {
    if (course_) told(*course_);
    course_.reset();
    if (!found) {
        view_.stage = PhotoStage::placing;
        if (!found.was_cancelled()) {
            view_.problem = found.error();
            if (!view_.show) notifier_.error(view_.problem);
        }
        return;
    }
    view_.stage = PhotoStage::found;
    view_.found = std::move(*found);
    view_.used = view_.kept = false;
    if (!view_.show) notifier_.info(trf("The face nearest to {} is found.", view_.name));
}

void PhotoController::good_enough() {
    if (!course_) return;
    course_->enough = true;
    view_.ending = true;
}

void PhotoController::cancel() {
    searching_.cancel();
}

void PhotoController::place_again() {
    if (view_.stage != PhotoStage::searching && view_.stage != PhotoStage::found) return;
    searching_.abandon();
    course_.reset();
    view_.found.reset();
    view_.curve.clear();
    view_.leading.clear();
    view_.stage = PhotoStage::placing;
    view_.problem.clear();
}

void PhotoController::hand_moves() {
    if (course_) course_->hand_until = (Clock::now() + kHandRests).time_since_epoch().count();
}

// What was found.

void PhotoController::use() {
    if (!view_.found || !state_.model || state_.model->sha256 != view_.found->model_sha256) return;
    actions_.show_latent({view_.found->latent, {}, fs::path(view_.name).stem().string()});
    actions_.show(CenterView::face);
    view_.used = true;
    view_.show = false;
}

void PhotoController::keep() {
    if (!view_.found || view_.kept || !state_.model || state_.model->sha256 != view_.found->model_sha256)
        return;
    const std::string id =
        keep_({view_.found->latent, {}, fs::path(view_.name).stem().string()}, *view_.found->face);
    view_.kept = true;
    if (photo_) remember(photo_place_id(photo_->sha256), view_.anchors);
    crops_.add(engine_.run_task(
        [path = photo_crop_path(state_.data_dir, id), crop = view_.found->crop] { write_png(path, *crop); },
        [this](const Result<void>& written) {
            if (!written) notifier_.error(written.error());
        }));
}

// Places that are kept.

void PhotoController::open_store() {
    if (shared_.store()) return;
    shared_.open(std::make_shared<PhotoPlaceStore>(photo_place_store(places_path())), {});
}

void PhotoController::look() {
    open_store();
    shared_.look();
}

const PhotoPlace* PhotoController::remembered(const std::string& id) const {
    const auto found =
        std::find_if(places_.begin(), places_.end(), [&](const PhotoPlace& place) { return place.id == id; });
    return found == places_.end() ? nullptr : &*found;
}

void PhotoController::remember(const std::string& id, const FaceAnchors& anchors) {
    if (PhotoPlace* known = find_by_id(places_, id))
        known->anchors = anchors;
    else
        places_.push_back({id, anchors});
    open_store();
    shared_.send(places_);
}

}  // namespace progan
