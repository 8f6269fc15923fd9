// The part of App that hears the engine.
#include <variant>

#include "app/explorer/shell/app.h"
#include "app/explorer/shell/session/session.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace {

/// Progress alone does not deserve sixty frames per second: the pacer gives it some.
bool wants_frame(const Event& event) {
    const auto* frame = std::get_if<FaceReady>(&event);
    return (frame == nullptr || frame->purpose != Purpose::prefetch) &&
           !std::holds_alternative<ModelProgress>(event);
}

}  // namespace

/// The one place where the engine's results are taken, but for the faces that come at once. Those of tasks
/// and jobs go to the closures of whoever holds their tickets.
void App::drain_engine() {
    const Drained drained = engine_.drain([this](const Event& event) {
        std::visit([this](const auto& happened) { handle(happened); }, event);
        if (wants_frame(event)) pacer_.want_frame();
    });
    if (drained.results > 0) pacer_.want_frame();
    if (drained.progress > 0) pacer_.progress();
}

void App::handle(const BackendReady& ready) {
    state_.backend_ready = true;
    state_.backend_version = ready.version;
    state_.devices = ready.devices;
    crash_report_.note("Computes with", ready.version);
}

void App::handle(const ModelProgress& progress) {
    if (progress.id != state_.opening || progress.total <= 0) return;
    state_.opening_part = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    pacer_.progress();
}

void App::handle(const ModelCancelled& cancelled) {
    if (cancelled.id != state_.opening) return;  // a newer one is being opened
    state_.opening = 0;
    features_.notifier.info(trf("Opening {} was cancelled.", state_.opening_path.filename().string()));
    open_next_model();
}

void App::handle(const ModelReady& ready) {
    const bool other = !state_.model || state_.model->sha256 != ready.model.sha256;
    features_.model_opened(ready);
    if (other) thumbnails_.forget();
    crash_report_.note("Model", fmt::format("{0}, {1} x {1}, on {2}", ready.model.spec.name,
                                            resolution(ready.model.spec.last_level), ready.device));
    meter_.model_changed();
    state_.preview_fitting = {};
    state_.settings.model_path = is_default_model(ready.model.path) ? "" : ready.model.path;
    main_view_.model_changed();
    first_request_ = engine_.supersede(Purpose::main_view);
    shared_.watch(features_.shared_files());
    features_.model.open_next();
}

void App::handle(const DeviceLost& lost) {
    features_.model.device_lost(lost);
}

void App::handle(const FaceReady& frame) {
    switch (frame.purpose) {
        case Purpose::main_view:
            show(frame);
            return;
        case Purpose::pair:
            features_.compare.face_made(frame);
            return;
        case Purpose::thumbnails:
            if (const std::optional<NamedLatent> face = thumbnails_.frame(frame))
                features_.favourites.picture_made(*face, frame.image);
            return;
        case Purpose::levels:
            thumbnails_.level_frame(frame);
            return;
        case Purpose::channels:  // ChannelsReady
            return;
        case Purpose::prefetch:
            features_.timeline.face_made(frame);
            return;
    }
}

void App::show(const FaceReady& frame) {
    if (main_view_.receive(frame)) meter_.face_received(frame);
}

void App::handle(const ChannelsReady& ready) {
    features_.layers.maps_made(ready);
}

void App::handle(const PreviewFitting& fitting) {
    state_.preview_fitting = fitting;
}

void App::handle(const Failure& failure) {
    switch (failure.what) {
        case Failure::What::backend:
            state_.backend_failure = failure.message;  // shown in the middle of the window
            return;
        case Failure::What::model:
            model_failed(failure);
            return;
        case Failure::What::render:
            face_failed(failure);
            return;
        case Failure::What::job:
        case Failure::What::task:  // without a ticket: something could not be saved
            features_.notifier.error(failure.message);
            return;
    }
}

void App::model_failed(const Failure& failure) {
    const std::filesystem::path file = failure.id == state_.opening ? state_.opening_path : "";
    if (failure.id == state_.opening) state_.opening = 0;
    open_next_model();
    features_.notifier.cannot_open(file, failure.message);
}

void App::face_failed(const Failure& failure) {
    if (failure.purpose == Purpose::prefetch) {  // whoever looks at the frame itself gets the sentence
        features_.timeline.face_failed(failure.id);
        return;
    }
    if (failure.purpose == Purpose::channels && features_.layers.failed(failure.id, failure.message)) return;
    if (failure.purpose == Purpose::levels) thumbnails_.level_failed(failure.id);
    if (failure.id < first_request_) return;  // it was asked of the model before
    features_.notifier.error(failure.message);
}

/// What was given together with it follows; one that cannot be opened must not leave the window without any.
void App::open_next_model() {
    if (!features_.model.open_next()) features_.model.open_instead();
}

}  // namespace progan
