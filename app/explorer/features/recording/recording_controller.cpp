#include "app/explorer/features/recording/recording_controller.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/state/queries.h"
#include "core/documents/embedded_journey.h"
#include "core/files/append_file.h"
#include "core/files/partial_path.h"
#include "core/files/unused_path.h"
#include "core/record/export_job.h"
#include "core/support/error.h"
#include "core/support/translate.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

constexpr Seconds kEstimateAfter{0.4};  // without a change
constexpr Seconds kFlushAfter{0.5};     // as much is lost if the program is killed
constexpr Seconds kSyncAfter{5};        // as much may be lost if the power fails
constexpr Seconds kMaxTake = std::chrono::minutes(30);
constexpr std::size_t kMaxTakesListed = 30;
constexpr std::uintmax_t kMaxBytesLookedAt = std::uintmax_t{1} << 30;

fs::path recordings_folder(const AppState& state) {
    return saving_folder(state.record.folder, state.data_dir / "recordings");
}

std::string without_folder(const fs::path& path) {
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

}  // namespace

RecordingController::~RecordingController() {
    if (state_.recording.taking) stop_take();
}

// What is recorded.

void RecordingController::choose(const fs::path& take) {
    RecordingState& view = state_.recording;
    take_.reset();
    view.take.clear();
    view.takes_problem.clear();
    if (take.empty()) return;
    try {
        auto opened = std::make_shared<SessionRecording>(take);
        const std::size_t size = opened->info().latent_size;
        if (state_.model && size != static_cast<std::size_t>(state_.model->spec.latent_size))
            throw Error(tr_plural("{1} holds latents of {0} number, but this model takes {2}.",
                                  "{1} holds latents of {0} numbers, but this model takes {2}.",
                                  static_cast<std::int64_t>(size), without_folder(take),
                                  state_.model->spec.latent_size));
        if (state_.model && opened->info().model_sha256 != state_.model->sha256)
            notifier_.info(trf("{} was made with another model ({}), so its faces look different here.",
                               without_folder(take), opened->info().model_name));
        take_ = std::move(opened);
        view.take = take;
    } catch (const std::exception&) {
        view.takes_problem = current_error_sentence();
    }
}

double RecordingController::fps() const {
    return take_ ? state_.record.fps : shown_journey(state_).fps;
}

void RecordingController::set_fps(double fps) {
    if (state_.recording.take.empty())
        journey_.set_fps(fps);
    else
        state_.record.fps = std::clamp(fps, 1.0, 120.0);
}

std::int64_t RecordingController::frames() const {
    if (take_) return take_->frame_count(state_.record.fps);
    if (state_.timeline.sound.drive) return state_.timeline.sound.drive->frame_count();
    const Journey& journey = shown_journey(state_);
    return journey.keyframes.empty() ? 0 : frame_count(journey);
}

std::variant<ExportOptions, SessionExportOptions> RecordingController::what_is_recorded(
    const fs::path& path) const {
    RecorderOptions recorder = recorder_options(path);
    recorder.fps = fps();
    const int level = state_.model->spec.last_level;
    const double alpha = state_.model->spec.alpha;
    const int pictures = state_.record.pictures;
    if (take_) return SessionExportOptions{take_, std::move(recorder), level, alpha, pictures};
    ExportOptions options{shown_journey(state_), std::move(recorder), level, alpha, pictures};
    if (state_.timeline.sound.drive) options.sound_curve = state_.timeline.sound.drive->curve();
    return options;
}

/// A journey that follows a sound is not recorded as if it followed none.
bool RecordingController::lacks_sound() {
    const TimelineSound& sound = state_.timeline.sound;
    if (!state_.journey.sound || sound.drive) return false;
    if (sound.problem.empty())
        notifier_.info(tr("The journey's sound is still being analysed. Try again in a moment."));
    else
        notifier_.error(trf("{} The journey follows this sound: choose another one in Animate, or remove it.",
                            sound.problem));
    return true;
}

void RecordingController::start() {
    if (!state_.model || frames() == 0 || (!take_ && lacks_sound())) return;
    const std::string name = without_folder(state_.recording.name);
    const fs::path path = recording_path(name.empty() ? (take_ ? "take" : "faces") : name, name.empty());
    cancel_estimate();  // it would only be in the way
    start_export(path, frames(), [what = what_is_recorded(path)](std::shared_ptr<Generator> generator) {
        return std::visit([&](const auto& options) { return make_export_job(generator, options); }, what);
    });
}

// How large it will be.

RecordingController::EstimateOf RecordingController::estimate_of() const {
    return {state_.record, take_ ? Journey() : shown_journey(state_), !take_ && state_.timeline.sound.drive,
            state_.recording.take, state_.model ? state_.model->sha256 : ""};
}

void RecordingController::cancel_estimate() {
    if (estimating_) estimated_.reset();
    estimating_.abandon();
    state_.recording.estimating = false;
}

void RecordingController::estimate_if_due() {
    RecordingState& view = state_.recording;
    if (!state_.show_record || !state_.model || frames() == 0) return;
    EstimateOf now = estimate_of();
    if (!asked_for_ || !(*asked_for_ == now)) {
        asked_for_ = std::move(now);
        asked_since_ = now_;
        view.estimated_bytes.reset();
        estimated_.reset();
        cancel_estimate();
        return;
    }
    const bool known = estimated_ && *estimated_ == *asked_for_;
    if (known || estimating_ || now_ - asked_since_ < kEstimateAfter) return;
    estimated_ = asked_for_;
    view.estimating = true;
    estimating_ = engine_.start_job(
        [what = what_is_recorded("estimate")](std::shared_ptr<Generator> generator) {
            return std::visit([&](const auto& options) { return make_estimate_job(generator, options); },
                              what);
        },
        {.done = [this](const Result<std::int64_t>& bytes) { size_estimated(bytes); }}, JobRank::background);
}

void RecordingController::size_estimated(const Result<std::int64_t>& bytes) {
    state_.recording.estimating = false;
    if (bytes)
        state_.recording.estimated_bytes = static_cast<double>(*bytes);
    else if (bytes.was_cancelled())
        estimated_.reset();
    else
        state_.recording.estimated_bytes = 0;  // the recording itself will tell what is wrong
}

// What a person does.

void RecordingController::toggle_take() {
    RecordingState& view = state_.recording;
    if (view.taking) {
        stop_take();
        return;
    }
    if (!state_.model) return;
    try {
        taking_to_ = make_unused_file(takes_folder(), "take-" + time_stamp(), ".take");
    } catch (const Error& error) {
        notifier_.error(error.what());
        return;
    }
    taking_model_ = state_.model->sha256;
    view.taking = true;
    view.took_from = now_;
    view.samples = 0;
    last_sample_.clear();
    edits_lost_ = false;
    flushed_ = synced_ = now_;
    unsaved_ = session_recording_header(
        {static_cast<std::size_t>(state_.model->spec.latent_size), taking_model_, state_.model->spec.name});
    take_sample_now(false);
}

void RecordingController::take_sample_now(bool last) {
    RecordingState& view = state_.recording;
    Latent latent = current_latent(state_);
    const double time = (now_ - view.took_from).count();
    const bool other_model = !state_.model || state_.model->sha256 != taking_model_;
    if (last && !last_sample_.empty()) latent = last_sample_;  // the hand rested until now
    if (other_model && !last) return;
    edits_lost_ = edits_lost_ || !current_edits(state_).empty();
    const bool first = view.samples == 0;
    if (latent.empty() || (!first && time <= last_time_) || (!last && latent == last_sample_)) return;
    unsaved_ += progan::session_recording_sample(time, latent);
    last_sample_ = std::move(latent);
    last_time_ = time;
    ++view.samples;
}

void RecordingController::flush(bool last) {
    if (unsaved_.empty()) return;
    const auto append = last || now_ - synced_ > kSyncAfter ? append_durably : append_to_file;
    if (append == append_durably) synced_ = now_;
    engine_.run_task(
        [append, path = taking_to_, bytes = std::exchange(unsaved_, {})] { append(path, bytes); });
    flushed_ = now_;
}

void RecordingController::stop_take() {
    RecordingState& view = state_.recording;
    take_sample_now(true);
    flush(true);
    view.taking = false;
    notifier_.info(trf("Session of {:.1f} s recorded as {}. You can render it in the recording dialog.",
                       (now_ - view.took_from).count(), taking_to_.filename().string()));
    if (edits_lost_)
        notifier_.info(tr("A session recording contains only latents, not your changes under Layers."));
}

void RecordingController::list_takes() {
    RecordingState& view = state_.recording;
    view.takes.clear();
    std::error_code error;
    std::vector<fs::path> paths;
    for (const fs::directory_entry& entry : fs::directory_iterator(takes_folder(), error))
        if (entry.path().extension() == ".take") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end(), std::greater<>());  // their names say the time
    for (const fs::path& path : paths) {
        if (view.takes.size() == kMaxTakesListed) break;
        try {
            if (fs::file_size(path) < kMaxBytesLookedAt)
                view.takes.push_back({path, SessionRecording(path).seconds()});
        } catch (const std::exception&) {  // one that cannot be read is not offered
        }
    }
}

// Animations that carry a journey.

void RecordingController::open_session_recording(const fs::path& path) {
    choose(path);
    if (!state_.recording.takes_problem.empty())
        notifier_.error(state_.recording.takes_problem);
    else
        state_.show_record = true;
}

void RecordingController::open_animation(const fs::path& path) {
    const std::string extension = path.extension().string();
    if (extension == ".png" || extension == ".apng" || fs::is_directory(path)) {  // read in no time
        try {
            take_read({path, journey_text_of(path)});
        } catch (const std::exception&) {
            notifier_.cannot_open(path, current_error_sentence());
        }
        return;
    }
    reading_.add(engine_.run_task([path] { return journey_text_of(path); },
                                  [this, path](Result<std::optional<std::string>> text) {
                                      if (text)
                                          take_read({path, std::move(*text)});
                                      else
                                          notifier_.cannot_open(path, text.error());
                                  }));
}

void RecordingController::take_read(Read read) {
    read_.push_back(std::move(read));
    open_read();
}

void RecordingController::open_read() {
    if (!state_.model) return;
    for (const Read& read : std::exchange(read_, {})) {
        if (read.text)
            journey_.open(*read.text, read.path);
        else
            notifier_.cannot_open(read.path, trf("{} carries no journey. Animations recorded by this program "
                                                 "do, unless another program has changed them.",
                                                 read.path.filename().string()));
    }
}

// Time and results.

void RecordingController::tick(Time now) {
    now_ = now;
    RecordingState& view = state_.recording;
    if (state_.show_record && !dialog_was_open_) list_takes();
    dialog_was_open_ = state_.show_record;
    if (!state_.show_record && estimating_) {
        cancel_estimate();
        asked_for_.reset();
    }
    estimate_if_due();
    open_read();
    if (!view.taking) return;
    take_sample_now(false);
    if (!state_.model || state_.model->sha256 != taking_model_ || now_ - view.took_from > kMaxTake)
        stop_take();
    else if (now_ - flushed_ > kFlushAfter)
        flush();
}

std::optional<Time> RecordingController::next_tick() const {
    std::optional<Time> next;
    if (state_.show_record && asked_for_ && !state_.recording.estimating && !state_.recording.estimated_bytes)
        next = std::max(asked_since_, now_) + kEstimateAfter;
    if (state_.recording.taking) next = earlier(next, now_ + kFlushAfter);
    return next;
}

// Jobs.

void RecordingController::record_to(const fs::path& path) {
    if (!state_.model || lacks_sound()) return;
    ExportOptions options;
    options.journey = shown_journey(state_);
    if (state_.timeline.sound.drive) options.sound_curve = state_.timeline.sound.drive->curve();
    options.recorder = recorder_options(path);
    options.recorder.fps = options.journey.fps;
    options.level = state_.model->spec.last_level;
    options.alpha = state_.model->spec.alpha;
    const std::int64_t frames = options.sound_curve.empty()
                                    ? frame_count(options.journey)
                                    : static_cast<std::int64_t>(options.sound_curve.size());
    start_export(path, frames, [options](std::shared_ptr<Generator> generator) {
        return make_export_job(std::move(generator), options);
    });
}

fs::path RecordingController::recording_path(const std::string& name, bool with_time) const {
    const std::string stem = with_time ? name + "-" + time_stamp() : name;
    // Nor the name of a recording that still waits, here, or is being written, in whatever window.
    const auto is_taken = [this](const fs::path& path) {
        return is_being_written(path) ||
               std::any_of(exports_.begin(), exports_.end(),
                           [&](const auto& waiting) { return waiting.second.path == path; });
    };
    return unused_path(recordings_folder(state_), stem, file_extension(state_.record.format), is_taken);
}

RecorderOptions RecordingController::recorder_options(const fs::path& path) const {
    const RecordSettings& settings = state_.record;
    RecorderOptions options;
    options.path = path;
    options.format = settings.format;
    options.fps = settings.fps;
    options.size = settings.size;
    options.smooth = settings.smooth;
    options.loops = settings.loops;
    options.dithering = settings.dithering;
    options.columns = settings.columns;
    return options;
}

void RecordingController::start_export(const fs::path& path, std::int64_t frames, MakeJob make) {
    RunningJob job;
    job.title = trf("Recording {}", path.filename().string());
    job.progress.total = frames;
    job.started = notifier_.now();
    job.id = ++last_export_;
    Ticket ticket = engine_.start_job(
        [path, make = std::move(make)](std::shared_ptr<Generator> generator) {
            fs::create_directories(path.parent_path());
            return make(std::move(generator));
        },
        {.progress = [this, id = job.id](const JobReport& report) { show_progress(id, report); },
         .done = [this, id = job.id](const Result<std::string>& saved) { export_ended(id, saved); }});
    exports_[job.id] = {path, std::move(ticket)};
    state_.jobs.push_back(std::move(job));
}

void RecordingController::show_progress(std::uint64_t id, const JobReport& report) {
    for (RunningJob& job : state_.jobs) {
        if (job.id != id) continue;
        if (job.progress.done == 0) job.started = notifier_.now();
        job.progress = report.progress;
    }
    if (!report.picture) return;
    picture_ = report.picture;
    state_.recording.picture_of = id;
}

void RecordingController::export_ended(std::uint64_t id, const Result<std::string>& saved) {
    const auto ended = exports_.find(id);
    const fs::path file = ended == exports_.end() ? fs::path() : ended->second.path;
    if (ended != exports_.end()) exports_.erase(ended);
    std::erase_if(state_.jobs, [&](const RunningJob& job) { return job.id == id; });
    if (state_.recording.picture_of == id) state_.recording.picture_of = 0;
    if (saved)
        notifier_.saved(*saved, file);
    else if (saved.was_cancelled())
        notifier_.info(tr("Cancelled. Nothing was saved."));
    else
        notifier_.error(saved.error());
}

void RecordingController::cancel_job(std::uint64_t id) {
    for (RunningJob& job : state_.jobs)
        if (job.id == id) job.cancelling = true;
    if (const auto found = exports_.find(id); found != exports_.end()) found->second.ticket.cancel();
}

void RecordingController::record_growth(const GrowthFilm& film) {
    GrowthExportOptions options;
    options.latent = current_latent(state_);
    options.edits = current_edits(state_);
    options.film = film;
    const fs::path path = recording_path("growth", true);
    options.recorder = recorder_options(path);
    start_export(path, frame_count(film), [options](std::shared_ptr<Generator> generator) {
        return make_export_job(std::move(generator), options);
    });
}

}  // namespace progan
