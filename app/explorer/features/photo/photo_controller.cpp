#include "app/explorer/features/photo/photo_controller.h"

#include <utility>
#include <vector>

#include "app/explorer/features/photo/photo_geometry.h"
#include "app/explorer/state/photo_crop.h"
#include "core/engine/faces_job.h"
#include "core/image/image_file.h"
#include "core/latent/seeds.h"
#include "core/project/alignment.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr int kAverageFaces = 64;  ///< of the model's average face

Image average_of(const std::vector<Image>& faces) {
    Image average = faces.at(0);
    for (std::size_t i = 0; i < average.rgb.size(); ++i) {
        std::size_t sum = 0;
        for (const Image& face : faces) sum += face.rgb[i];
        average.rgb[i] = static_cast<std::uint8_t>((sum + faces.size() / 2) / faces.size());
    }
    return average;
}

}  // namespace

PhotoController::PhotoController(const FeatureContext& context, Keep keep)
    : state_(context.state),
      view_(context.state.photo),
      engine_(context.engine),
      actions_(context.actions),
      notifier_(context.notifier),
      keep_(std::move(keep)),
      queue_(context.engine),
      marks_(
          context.engine, context.notifier, [this] { marks_read(); },
          [this] { state_.photo_places_unsaved = !marks_.all_saved(); }),
      search_(context.engine, {[this](PhotoSearchStatus status) { told(std::move(status)); },
                               [this](Result<PhotoFound> found) { ended(std::move(found)); },
                               [this] { view_.ready = search_.is_ready(); }}) {}

// Photos.

void PhotoController::show() {
    view_.show = true;
    look();
    follow_model();
    prepare_search();
}

void PhotoController::open(const fs::path& path) {
    add({path, "", path.filename().string()});
}

void PhotoController::open_png(std::string png) {
    add({"", std::move(png), tr("Pasted picture")});
}

void PhotoController::add(PhotoSource photo) {
    const bool busy = is_busy();
    queue_.add(std::move(photo));
    view_.waiting = queue_.size();
    show();
    if (!busy) take_next();
}

/// Whether the photo that is worked on, or what was found for it, would be lost if it made room.
bool PhotoController::is_busy() const {
    if (view_.stage == PhotoStage::empty) return false;
    const bool dealt_with = view_.stage == PhotoStage::found && (view_.used || view_.kept);
    return view_.show || !dealt_with;
}

void PhotoController::next() {
    if (view_.stage != PhotoStage::searching) take_next();
}

void PhotoController::take_next() {
    forget_photo();
    if (queue_.size() > 0) {
        view_.stage = PhotoStage::reading;
        view_.name =
            queue_.take([this](Result<std::shared_ptr<const Photo>> read) { read_done(std::move(read)); });
        view_.waiting = queue_.size();
    }
    prepare_search();
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
    prepare_search();
}

void PhotoController::forget_photo() {
    queue_.abandon();
    search_.abandon();
    photo_.reset();
    PhotoState fresh;
    fresh.show = view_.show;
    fresh.waiting = view_.waiting;
    fresh.ready = view_.ready;
    fresh.stops = view_.stops;
    fresh.average = view_.average;
    fresh.of_model = view_.of_model;
    fresh.asked_of_model = view_.asked_of_model;
    fresh.ghost = view_.ghost;
    fresh.uploaded = std::move(view_.uploaded);
    view_ = std::move(fresh);
}

void PhotoController::close() {
    view_.show = false;
    const bool stays = view_.stage == PhotoStage::searching || view_.stage == PhotoStage::found;
    if (!stays && queue_.size() == 0) forget_photo();
    prepare_search();
}

void PhotoController::forget_all() {
    if (view_.stage == PhotoStage::searching) return;
    queue_.clear();
    view_.waiting = 0;
    forget_photo();
    prepare_search();
}

// Placing.

/// As it was placed before, or its central square.
void PhotoController::find_place() {
    if (!photo_ || !view_.of_model) return;
    const std::optional<FaceAnchors> known = marks_.of_photo(photo_->sha256);
    view_.anchors =
        known ? *known : central_anchors(photo_->image.width, photo_->image.height, *view_.of_model);
    make_crop();
}

/// What other runs have placed is known from now on.
void PhotoController::marks_read() {
    if (!state_.model || model_ != state_.model->sha256) return;
    if (!view_.of_model) view_.of_model = marks_.of_model(model_);
    if (view_.stage == PhotoStage::placing) find_place();
}

void PhotoController::place(const FaceAnchors& anchors) {
    if (!view_.of_model) {
        view_.asked_of_model = anchors;
        return;
    }
    if (view_.stage != PhotoStage::placing) return;
    view_.anchors = anchors;
    marks_.place(photo_->sha256, anchors);
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
        AlignedPhoto crop = align(*view_.picture, scaled(view_.anchors, 1 / view_.scale), *view_.of_model,
                                  resolution(state_.model->spec.last_level));
        view_.crop = std::make_shared<const Image>(std::move(crop.picture));
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
    marks_.keep_of_model(state_.model->sha256, view_.asked_of_model);
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
    if (lost) place_again();
    search_.forget_model();
    follow_model();
    prepare_search();
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
        marks_read();
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
        [request =
             RenderRequest{std::move(latents), state_.model->spec.last_level, state_.model->spec.alpha}](
            std::shared_ptr<Generator> generator) { return make_faces_job(std::move(generator), request); },
        {.done =
             [this](Result<std::vector<Image>> faces) {
                 if (faces)
                     view_.average = std::make_shared<const Image>(average_of(*faces));
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

/// The model is made ready for the search while the person places the marks.
void PhotoController::prepare_search() {
    const bool known = state_.model && state_.model->sha256 == model_;
    if (!view_.show)
        search_.stop_preparing();
    else if (known && view_.stage == PhotoStage::placing)
        search_.prepare({state_.model->path, model_});
}

void PhotoController::start() {
    if (view_.stage != PhotoStage::placing || !obstacle().empty()) return;
    view_.stage = PhotoStage::searching;
    view_.problem.clear();
    view_.found.reset();
    view_.curve.clear();
    view_.leading.clear();
    view_.preparing = !search_.is_ready();
    view_.ending = false;
    view_.part = 0;
    view_.evaluations = 0;
    view_.began = notifier_.now();
    search_.start({state_.model->path, model_}, {photo_, view_.anchors, *view_.of_model});
}

void PhotoController::told(PhotoSearchStatus status) {
    if (view_.preparing && !status.preparing) view_.began = notifier_.now();
    view_.stops = search_.stops();
    view_.preparing = status.preparing;
    view_.part = status.part;
    view_.candidates = status.candidates;
    view_.evaluations = status.evaluations;
    view_.leading = std::move(status.leading);
    view_.curve = std::move(status.curve);
}

void PhotoController::ended(Result<PhotoFound> found) {
    if (!found) {
        view_.stage = PhotoStage::placing;
        if (!found.was_cancelled()) {
            view_.problem = found.error();
            if (!view_.show) notifier_.error(view_.problem);
        }
        if (found.was_cancelled()) prepare_search();  // else it would fail again
        return;
    }
    view_.stage = PhotoStage::found;
    view_.found = std::move(*found);
    view_.used = view_.kept = false;
    if (!view_.show) notifier_.info(trf("Found the face nearest to {}.", view_.name));
}

void PhotoController::good_enough() {
    if (view_.stage != PhotoStage::searching) return;
    search_.good_enough();
    view_.ending = true;
}

void PhotoController::cancel() {
    search_.cancel();
}

void PhotoController::place_again() {
    if (view_.stage != PhotoStage::searching && view_.stage != PhotoStage::found) return;
    search_.abandon();
    view_.found.reset();
    view_.curve.clear();
    view_.leading.clear();
    view_.stage = PhotoStage::placing;
    view_.problem.clear();
    prepare_search();
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
    if (photo_) marks_.keep_of_photo(photo_->sha256, view_.anchors);
    crops_.add(engine_.run_task(
        [path = photo_crop_path(state_.data_dir, id), crop = view_.found->crop] { write_png(path, *crop); },
        [this](const Result<void>& written) {
            if (!written) notifier_.error(written.error());
        }));
}

}  // namespace progan
