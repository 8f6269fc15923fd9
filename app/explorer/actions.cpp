#include "app/explorer/actions.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <random>
#include <utility>

#include "app/explorer/session.h"
#include "core/documents/face_picture.h"
#include "core/documents/journey_file.h"
#include "core/files/atomic_file.h"
#include "core/latent/rotation.h"
#include "core/record/export_job.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan {
namespace {

constexpr std::uint32_t kFirstSeed = 15;
constexpr double kInfoSeconds = 5;
constexpr std::uint32_t kLargestRandomSeed = 999999;  // short enough to say aloud and to type
constexpr float kRandomDegrees = 12;
constexpr double kSecondsALevel = 1;    // of growing
constexpr int kEntriesToLookAt = 1000;  // of a folder that is dropped

std::string in_quotes(const std::string& text) {
    return "\"" + text + "\"";
}

std::vector<std::string> split_tags(const std::string& text) {
    std::vector<std::string> tags;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        std::string tag = text.substr(begin, end - begin);
        const auto first = tag.find_first_not_of(' ');
        if (first != std::string::npos)
            tags.push_back(tag.substr(first, tag.find_last_not_of(' ') - first + 1));
        begin = end + 1;
    }
    return tags;
}

std::string time_stamp() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d-%H%M%S", &local);
    return text;
}

std::filesystem::path recordings_folder(const AppState& state) {
    return state.record.folder.empty() ? state.data_dir / "recordings"
                                       : std::filesystem::path(state.record.folder);
}

bool is_picture_name(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return extension == ".png" || extension == ".jpg" || extension == ".jpeg";
}

/// Whether a folder looks like pictures to train on.
bool holds_pictures(const std::filesystem::path& path) {
    std::error_code error;
    int looked_at = 0;
    for (std::filesystem::recursive_directory_iterator at(path, error), end; !error && at != end;
         at.increment(error)) {
        if (is_picture_name(at->path())) return true;
        if (++looked_at == kEntriesToLookAt) break;
    }
    return false;
}

std::mt19937& random_engine() {
    static std::mt19937 engine{std::random_device{}()};
    return engine;
}

/// A path in the folder that no file has yet: walk-2026-05-04-090807.gif, then ...-2.gif.
std::filesystem::path unused_path(const std::filesystem::path& folder, const std::string& stem,
                                  std::string_view extension) {
    std::filesystem::path path = folder / (stem + std::string(extension));
    for (int n = 2; std::filesystem::exists(path); ++n)
        path = folder / (stem + "-" + std::to_string(n) + std::string(extension));
    return path;
}

}  // namespace

Actions::Actions(AppState& state, Engine& engine, std::function<double()> clock)
    : state_(state), engine_(engine), clock_(std::move(clock)) {}

// Faces.

Face Actions::face_from_seed(std::uint32_t seed) const {
    Face face;
    const auto size = static_cast<std::size_t>(state_.model->spec.latent_size);
    face.base = latent_from_seed(seed, size, state_.settings.seed_mode);
    face.degrees.assign(size, 0.0f);
    face.seed = seed;
    face.label = "Seed " + std::to_string(seed);
    return face;
}

/// Locked sliders keep their degrees on the new face: that is what a lock is for.
void Actions::show_face(Face face) {
    for (std::size_t i = 0; i < face.degrees.size() && i < state_.locked.size(); ++i)
        if (state_.locked[i] && i < state_.face.degrees.size()) face.degrees[i] = state_.face.degrees[i];
    for (const auto& [axis, degrees] : state_.face.turns)
        if (state_.locked_axes.contains(axis)) face.turns[axis] = degrees;
    state_.face = std::move(face);
    state_.locked.resize(state_.face.base.size(), 0);
    state_.follow = Follow::sliders;
    state_.timeline.playing = false;
}

void Actions::pick_seed(std::uint32_t seed) {
    if (state_.model) show_face(face_from_seed(seed));
}

void Actions::random_seed() {
    pick_seed(std::uniform_int_distribution<std::uint32_t>(0, kLargestRandomSeed)(random_engine()));
}

void Actions::step_seed(int by) {
    const std::int64_t from = state_.face.seed.value_or(0);
    const std::int64_t to = std::clamp<std::int64_t>(from + by, 0, kLargestSeed);
    pick_seed(static_cast<std::uint32_t>(to));
}

void Actions::set_seed_mode(SeedMode mode) {
    if (mode == state_.settings.seed_mode) return;
    state_.settings.seed_mode = mode;
    if (state_.face.seed) pick_seed(*state_.face.seed);
}

Face Actions::first_face() const {
    return face_from_seed(kFirstSeed);
}

void Actions::restore_face(const Face& face) {
    state_.face = face;
    state_.follow = Follow::sliders;
    state_.timeline.playing = false;
}

/// A slider moved while an interpolated face is shown goes on from that face, so that nothing jumps under the
/// hand.
void Actions::turn_slider(std::size_t index, float degrees) {
    if (!state_.model || index >= state_.face.degrees.size() || state_.locked[index]) return;
    if (state_.follow == Follow::journey) keep_journey_face();
    state_.face.degrees[index] = std::isfinite(degrees) ? std::clamp(degrees, -90.0f, 90.0f) : 0.0f;
}

void Actions::reset_slider(std::size_t index) {
    turn_slider(index, 0);
}

void Actions::reset_sliders() {
    for (std::size_t i = 0; i < state_.face.degrees.size(); ++i)
        if (!state_.locked[i]) state_.face.degrees[i] = 0;
    std::erase_if(state_.face.turns,
                  [this](const auto& turn) { return !state_.locked_axes.contains(turn.first); });
}

void Actions::turn_axis(const std::string& axis, float degrees) {
    if (!state_.model || state_.locked_axes.contains(axis)) return;
    if (state_.follow == Follow::journey) keep_journey_face();
    const float turn = std::isfinite(degrees) ? std::clamp(degrees, -90.0f, 90.0f) : 0.0f;
    if (turn == 0)
        state_.face.turns.erase(axis);
    else
        state_.face.turns[axis] = turn;
}

void Actions::toggle_axis_lock(const std::string& axis) {
    if (state_.locked_axes.erase(axis) == 0) state_.locked_axes.insert(axis);
}

void Actions::show_latent(Latent latent, std::string label) {
    if (!state_.model || latent.size() != static_cast<std::size_t>(state_.model->spec.latent_size)) return;
    Face face;
    face.base = std::move(latent);
    face.degrees.assign(face.base.size(), 0.0f);
    face.label = std::move(label);
    unlock_all();  // the very face, with nothing turned
    show_face(std::move(face));
}

void Actions::show_picked(const PickedFace& face) {
    if (!state_.model || face.latent.size() != static_cast<std::size_t>(state_.model->spec.latent_size))
        return;
    show_latent(face.latent, face.label);
    state_.face.seed = face.seed;
}

void Actions::randomise_sliders() {
    if (!state_.model) return;
    if (state_.follow == Follow::journey) keep_journey_face();
    std::normal_distribution<float> turn(0, kRandomDegrees);
    for (std::size_t i = 0; i < state_.face.degrees.size(); ++i)
        if (!state_.locked[i]) state_.face.degrees[i] = std::clamp(turn(random_engine()), -90.0f, 90.0f);
}

void Actions::toggle_lock(std::size_t index) {
    if (index < state_.locked.size()) state_.locked[index] ^= 1;
}

void Actions::unlock_all() {
    std::fill(state_.locked.begin(), state_.locked.end(), std::uint8_t{0});
    state_.locked_axes.clear();
}

void Actions::keep_journey_face() {
    if (!state_.model || state_.follow != Follow::journey) return;
    const PickedFace shown = current_face(state_);
    Face face;
    face.base = shown.latent;
    // Locked sliders are kept by show_face; their turn is taken out first, so that the face stays as it is
    // seen.
    face.degrees.assign(face.base.size(), 0.0f);
    face.label = shown.label;
    face.seed = shown.seed;
    unlock_all();
    show_face(std::move(face));
}

void Actions::show_journey(Journey journey) {
    if (!state_.model || journey.keyframes.empty()) return;
    journey.model_sha256 = state_.model->sha256;
    journey.model_name = state_.model->spec.name;
    state_.journey = std::move(journey);
    const double memory_mib = state_.timeline.memory_mib;
    state_.timeline = {};
    state_.timeline.memory_mib = memory_mib;
    state_.follow = Follow::journey;
}

void Actions::restore_journey(Journey journey) {
    state_.journey = std::move(journey);
    TimelineView& view = state_.timeline;
    view.playing = false;
    view.selected = std::min(view.selected, static_cast<int>(state_.journey.keyframes.size()) - 1);
    view.playhead = std::min(view.playhead, static_cast<double>(way_length(state_.journey) - 1));
}

// Growth.

void Actions::set_age(double age) {
    if (!state_.model) return;
    const ModelSpec& spec = state_.model->spec;
    state_.growth.age = std::clamp(age, first_age(spec), last_age(spec));
    state_.growth.grown_up = state_.growth.age >= last_age(spec);
}

void Actions::toggle_growing() {
    if (!state_.model) return;
    GrowthView& growth = state_.growth;
    growth.playing = !growth.playing;
    if (growth.playing && growth.grown_up) set_age(first_age(state_.model->spec));
}

void Actions::grow(double seconds) {
    if (!state_.model || !state_.growth.playing) return;
    set_age(current_age(state_) + seconds / kSecondsALevel);
    if (state_.growth.grown_up) state_.growth.playing = false;
}

void Actions::record_growth() {
    if (!state_.model) return;
    const std::filesystem::path path = unused_path(recordings_folder(state_), "growth-" + time_stamp(),
                                                   file_extension(state_.record.format));
    const ModelSpec& spec = state_.model->spec;
    const int fading = std::max(1, static_cast<int>(state_.record.fps * kSecondsALevel));
    GrowthExportOptions options;
    options.latent = current_latent(state_);
    options.film = {first_age(spec), last_age(spec), std::max(1, fading / 2), fading};
    options.recorder = recorder_options(path);
    start_export(path, frame_count(options.film), [options](std::shared_ptr<Generator> generator) {
        return make_export_job(std::move(generator), options);
    });
}

// Favourites.

Favourite* Actions::find_favourite(const std::string& id) {
    for (Favourite& favourite : state_.favourites)
        if (favourite.id == id) return &favourite;
    return nullptr;
}

bool Actions::fits_model(const Favourite& favourite) {
    if (!state_.model) return false;
    const auto needed = static_cast<std::size_t>(state_.model->spec.latent_size);
    if (favourite.latent.size() != needed) {
        notify_error(in_quotes(favourite.name) + " has a latent of " +
                     std::to_string(favourite.latent.size()) + " numbers, this model needs " +
                     std::to_string(needed) + ": open the model \"" + favourite.model_name + "\" to see it.");
        return false;
    }
    if (favourite.model_sha256 != state_.model->sha256)
        notify(in_quotes(favourite.name) + " was kept with another model (" + favourite.model_name +
               "), so it looks different here.");
    return true;
}

void Actions::add_favourite() {
    if (state_.model) keep_face(current_face(state_));
}

void Actions::keep_face(const PickedFace& face) {
    if (!state_.model) return;
    Favourite favourite;
    favourite.id = new_favourite_id();
    favourite.created = utc_now_iso8601();
    favourite.latent = face.latent;
    favourite.seed = face.seed;
    favourite.name = face.label;
    favourite.model_sha256 = state_.model->sha256;
    favourite.model_name = state_.model->spec.name;
    state_.favourites.push_back(favourite);
    const bool on_screen = !state_.shown.empty() && !state_.shown_request.latents.empty() &&
                           state_.shown_request.latents[0] == favourite.latent &&
                           is_whole_face(state_, state_.shown_request);
    if (on_screen) picture_made(favourite.latent, state_.shown);
    save_favourites();
    notify("Kept as " + in_quotes(favourite.name) + ".");
}

void Actions::picture_made(const Latent& latent, const Image& image) {
    if (!state_.model) return;
    for (Favourite& favourite : state_.favourites) {
        if (!favourite.image.empty() || favourite.latent != latent ||
            favourite.model_sha256 != state_.model->sha256)
            continue;
        favourite.image = "favourites/" + favourite.id + ".png";
        engine_.run_task([path = state_.data_dir / favourite.image, image, favourite] {
            write_face_picture(path, image, {favourite});
        });
        save_favourites();
    }
}

void Actions::open_favourite(const std::string& id) {
    if (const Favourite* favourite = find_favourite(id)) show_favourite(*favourite);
}

void Actions::open_picture(const std::filesystem::path& path) {
    try {
        const std::vector<Favourite> faces = faces_of_picture(path);
        if (faces.empty()) {
            notify_error(path.filename().string() +
                         " is a picture that carries no face: those that this program saves do.");
            return;
        }
        if (faces.size() > 1)
            notify(path.filename().string() + " carries " + std::to_string(faces.size()) +
                   " faces: the first is shown.");
        if (state_.model)
            show_favourite(faces.front());
        else
            state_.dropped = faces.front();
        show(CenterView::face);
    } catch (const Error& error) {
        notify_error(error.what());
    }
}

void Actions::show_favourite(const Favourite& favourite) {
    if (!fits_model(favourite)) return;
    show_latent(favourite.latent, favourite.name);
    state_.face.seed = favourite.seed;
}

void Actions::rename_favourite(const std::string& id, const std::string& name, const std::string& tags) {
    Favourite* favourite = find_favourite(id);
    if (!favourite) return;
    if (!name.empty()) favourite->name = name;
    favourite->tags = split_tags(tags);
    save_favourites();
}

void Actions::delete_favourite(const std::string& id) {
    for (std::size_t i = 0; i < state_.favourites.size(); ++i) {
        if (state_.favourites[i].id != id) continue;
        state_.deleted = {i, state_.favourites[i]};
        state_.favourites.erase(state_.favourites.begin() + static_cast<std::ptrdiff_t>(i));
        save_favourites();
        // The picture stays on disk: undo must work, and a stray PNG costs less than a lost one.
        std::erase_if(state_.notifications, [](const Notification& n) { return n.undo_delete; });
        notify(in_quotes(state_.deleted->second.name) + " deleted.");
        state_.notifications.back().undo_delete = true;
        state_.notifications.back().until = clock_() + 15;
        return;
    }
}

void Actions::undo_delete() {
    if (!state_.deleted) return;
    const std::size_t at = std::min(state_.deleted->first, state_.favourites.size());
    state_.favourites.insert(state_.favourites.begin() + static_cast<std::ptrdiff_t>(at),
                             state_.deleted->second);
    state_.deleted.reset();
    std::erase_if(state_.notifications, [](const Notification& n) { return n.undo_delete; });
    save_favourites();
}

void Actions::favourites_restored() {
    state_.deleted.reset();
    std::erase_if(state_.notifications, [](const Notification& n) { return n.undo_delete; });
    save_favourites();
}

void Actions::save_favourites() {
    if (!state_.favourites_writable) return;
    engine_.run_task([path = favourites_path(state_), text = favourites_to_json(state_.favourites)] {
        write_file_atomically(path, text);
    });
}

// Recording.

void Actions::start_recording() {
    record_to(unused_path(recordings_folder(state_), "faces-" + time_stamp(),
                          file_extension(state_.record.format)));
}

void Actions::record_to(const std::filesystem::path& path) {
    if (!state_.model) return;
    ExportOptions options;
    options.journey = shown_journey(state_);
    options.recorder = recorder_options(path);
    options.recorder.fps = options.journey.fps;
    options.level = state_.model->spec.last_level;
    options.alpha = state_.model->spec.alpha;
    start_export(path, frame_count(options.journey), [options](std::shared_ptr<Generator> generator) {
        return make_export_job(std::move(generator), options);
    });
}

std::filesystem::path Actions::recording_path(const std::string& name, bool with_time) const {
    const std::string stem = with_time ? name + "-" + time_stamp() : name;
    return unused_path(recordings_folder(state_), stem, file_extension(state_.record.format));
}

std::filesystem::path Actions::unused_file(const std::filesystem::path& folder, const std::string& stem,
                                           std::string_view extension) const {
    return unused_path(folder, stem + "-" + time_stamp(), extension);
}

RecorderOptions Actions::recorder_options(const std::filesystem::path& path) const {
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

void Actions::start_export(const std::filesystem::path& path, std::int64_t frames, Engine::MakeJob make) {
    RunningJob job;
    job.title = "Recording " + path.filename().string();
    job.progress.total = frames;
    job.started = clock_();
    job.id = engine_.start_job([path, make = std::move(make)](std::shared_ptr<Generator> generator) {
        std::filesystem::create_directories(path.parent_path());
        return make(std::move(generator));
    });
    state_.jobs.push_back(std::move(job));
}

void Actions::cancel_job(std::uint64_t id) {
    for (RunningJob& job : state_.jobs)
        if (job.id == id) job.cancelling = true;
    engine_.cancel_job(id);
}

// Model and machinery.

void Actions::cancel_opening() {
    engine_.cancel_model(state_.opening);
}

void Actions::open_model(const std::string& path) {
    state_.opening_part = 0;
    state_.opening_path = path;
    state_.opening = engine_.open_model(path, state_.settings.device);
}

void Actions::open_default_model() {
    try {
        state_.settings.model_path.clear();
        open_model(default_model_path().string());
    } catch (const std::exception& error) {
        notify_error(error.what());
    }
}

/// A folder is a training run, or pictures to train on; other code bases keep models in folders, too.
void Actions::open_dropped(const std::string& path) {
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::path(path) / "events.jsonl", error)) {
        const TrainingForm form = state_.training.form;
        state_.training = {};
        state_.training.form = form;
        state_.training.folder = path;
        show(CenterView::training);
    } else if (holds_pictures(path)) {
        state_.training.form.data = path;
        if (!state_.training.folder.empty())
            notify("The pictures are noted for the next run: close the one shown to begin it.");
        show(CenterView::training);
    } else if (is_picture_name(path)) {
        open_picture(path);
    } else {
        open_model(path);
    }
}

void Actions::show(CenterView center) {
    if (state_.center != center) state_.growth.playing = false;
    state_.center = center;
}

void Actions::set_device(const std::string& device) {
    if (device == state_.settings.device) return;
    state_.settings.device = device;
    if (state_.model) open_model(state_.model->path);
}

/// A face and keys of another latent size mean nothing to the new model: they start anew from their seeds.
void Actions::model_ready(const ModelReady& ready) {
    if (!state_.model || state_.model->sha256 != ready.model.sha256) {
        state_.axes.clear();  // Axes brings those of this model
        ++state_.axes_given;
    }
    state_.model = ready.model;
    state_.device = ready.device;
    state_.arithmetic = ready.arithmetic;
    state_.epoch = ready.epoch;
    if (state_.opening <= ready.epoch) state_.opening = 0;
    const auto size = static_cast<std::size_t>(ready.model.spec.latent_size);
    if (state_.level > ready.model.spec.last_level || !has_to_rgb(ready.model.spec, current_level(state_)))
        state_.level = -1;
    if (state_.face.base.size() != size) {
        const std::uint32_t seed = state_.face.seed.value_or(kFirstSeed);
        state_.locked.assign(size, 0);
        state_.face = {};
        show_face(face_from_seed(seed));
    }
    fit_journey_to_model();
    if (!ready.note.empty()) notify_error(ready.note);
    if (state_.dropped) show_favourite(*std::exchange(state_.dropped, std::nullopt));
}

/// Keys without a seed are left out; so that nothing is lost, such a journey goes to a file first.
void Actions::fit_journey_to_model() {
    Journey& journey = state_.journey;
    const auto size = static_cast<std::size_t>(state_.model->spec.latent_size);
    if (!journey.keyframes.empty() && journey.keyframes[0].latent.size() == size) return;
    const auto without_seed = [](const Keyframe& key) { return !key.seed; };
    if (std::any_of(journey.keyframes.begin(), journey.keyframes.end(), without_seed)) {
        const std::filesystem::path path =
            unused_path(state_.data_dir / "journeys", "of-the-model-before-" + time_stamp(), ".json");
        engine_.run_task([path, text = journey_to_json(shown_journey(state_))] {
            std::filesystem::create_directories(path.parent_path());
            write_file_atomically(path, text);
        });
        notify("The journey of the model before was kept as " + path.string() + ".");
        std::erase_if(journey.keyframes, without_seed);
    }
    for (Keyframe& key : journey.keyframes) key.latent = face_of_seed(state_, *key.seed).latent;
    if (journey.keyframes.empty()) journey = fresh_journey(state_);
    journey.model_sha256 = state_.model->sha256;
    journey.model_name = state_.model->spec.name;
    state_.timeline.playhead = 0;
    state_.timeline.playing = false;
    state_.timeline.selected = 0;
}

void Actions::device_lost(const DeviceLost& lost) {
    state_.device = lost.device;
    state_.arithmetic = lost.arithmetic;
    notify_error(lost.note);
}

// Notifications.

void Actions::notify(std::string text) {
    state_.notifications.push_back(
        {Notification::Kind::info, std::move(text), clock_() + kInfoSeconds, false});
}

void Actions::notify_error(std::string text) {
    for (const Notification& shown : state_.notifications)
        if (shown.text == text) return;
    state_.notifications.push_back({Notification::Kind::error, std::move(text), 0, false});
}

void Actions::close_notification(std::size_t index) {
    if (index < state_.notifications.size())
        state_.notifications.erase(state_.notifications.begin() + static_cast<std::ptrdiff_t>(index));
}

void Actions::save_session() {
    engine_.run_task(
        [path = session_path(state_), text = session_to_json(state_)] { write_file_atomically(path, text); });
}

}  // namespace progan
