#include "app/explorer/shell/app.h"

#include <GLFW/glfw3.h>
#include <glad/gl.h>
#include <imgui.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/shell/probe_report.h"
#include "app/explorer/shell/session.h"
#include "app/explorer/shell/shortcuts.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/theme.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/import/import.h"
#include "core/model/devices/local_backend.h"
#include "core/support/error.h"
#include "core/support/paths.h"

namespace progan {
namespace {

constexpr int kSettlingFrames = 3;
constexpr double kJobFrameSeconds = 0.1;      // progress bars
constexpr double kLoadingFrameSeconds = 0.1;  // while LibTorch loads the cores are its
constexpr double kCursorSeconds = 0.4;        // the blinking of a text cursor
constexpr double kSessionSeconds = 1.0;       // after the last input
constexpr double kStallMs = 100;
constexpr double kSharedCoresSeconds = 1 / 30.0;
constexpr double kAtOnceMs = 6;  // a frame waits at most this long for its face
constexpr std::size_t kFrameHistory = 120;
constexpr std::size_t kLargestSession = 64u << 20;

std::atomic<bool> quit_requested = false;

/// Progress alone does not deserve sixty frames a second: next_wake() gives it some.
bool wants_frame(const Event& event) {
    const auto* report = std::get_if<JobReport>(&event);
    const auto* frame = std::get_if<FrameReady>(&event);
    return (report == nullptr || report->state != JobReport::State::running) &&
           (frame == nullptr || frame->purpose != Purpose::baking) &&
           !std::holds_alternative<ModelProgress>(event);
}

}  // namespace

/// Everything that the session file brings back, before there is a window.
AppState App::initial_state() {
    AppState state;
    state.data_dir = std::filesystem::absolute(options_.demo.empty() ? data_dir(options_.data_dir)
                                                                     : data_dir(options_.demo));
    if (!options_.demo.empty()) {
        // The tour begins from nothing and replaces what an earlier tour left.
        if (std::filesystem::exists(state.data_dir / "report.json"))
            std::filesystem::remove_all(state.data_dir / "favourites");
    } else {
        const std::filesystem::path path = session_path(state);
        if (std::filesystem::exists(path)) {
            try {
                session_from_json(read_text_file(path, kLargestSession), path.string(), state);
            } catch (const std::exception& error) {
                std::string text = error.what();
                try {
                    text += " It was set aside as " + set_aside(path).filename().string() + ".";
                } catch (const std::exception&) {  // then it is overwritten by the next session
                }
                state.notifications.push_back({Notification::Kind::error, text, 0, false});
            }
        }
        try {
            LoadedFavourites loaded = load_favourites(favourites_path(state));
            state.favourites = std::move(loaded.favourites);
            if (!loaded.warning.empty())
                state.notifications.push_back({Notification::Kind::error, loaded.warning, 0, false});
        } catch (const std::exception& error) {
            state.favourites_writable = false;
            state.notifications.push_back(
                {Notification::Kind::error,
                 std::string(error.what()) + " Favourites are not saved in this run.", 0, false});
        }
    }
    if (!options_.device.empty()) state.settings.device = options_.device;
    if (options_.scale > 0) state.settings.ui_scale = options_.scale;
    if (options_.width > 0) state.settings.window_width = options_.width;
    if (options_.height > 0) state.settings.window_height = options_.height;
    return state;
}

App::App(AppOptions options)
    : options_(std::move(options)),
      state_(initial_state()),
      window_(state_.settings.window_width, state_.settings.window_height, "ProGAN Explorer"),
      imgui_(window_, kTextPixels, apply_theme),
      engine_(
          {.open_backend = [] { return open_local_backend(); },
           .load_model = [](const std::string& path,
                            const ProgressReport& progress) { return open_any_model(path, {}, progress); },
           .preview_folder = state_.data_dir / "previews",
           .wake = [] { Window::wake(); }}),
      features_(state_, engine_, [] { return Window::now(); }),
      thumbnails_(engine_, pictures_),
      probe_(options_.probe),
      software_gl_(window_.draws_in_software()) {
    if (!options_.demo.empty()) demo_.emplace(state_.data_dir);
    open_first_model();
    for (const auto& file : options_.files) features_.open(std::filesystem::absolute(file));
}

App::~App() = default;

/// A model named on the command line, else the session's, else the default; what cannot be opened is reported
/// by the engine and the default follows.
void App::open_first_model() {
    if (!options_.model.empty()) {
        features_.model.open(std::filesystem::absolute(options_.model).string());
    } else if (!state_.settings.model_path.empty()) {
        features_.model.open(state_.settings.model_path);
    } else {
        features_.model.open_default();
    }
}

float App::ui_scale() const {
    return state_.settings.ui_scale > 0 ? static_cast<float>(state_.settings.ui_scale)
                                        : window_.content_scale();
}

void App::request_quit() {
    quit_requested = true;
    Window::wake();
}

int App::run() {
    const double shortest_frame = 1 / (window_.refresh_rate() * 1.1);
    while (!state_.quit) {
        // Where swapping does not wait for the display, this keeps the window from drawing faster than it.
        const double early = last_frame_began_ + shortest_frame - Window::now();
        if (last_frame_began_ >= 0 && early > 0)
            std::this_thread::sleep_for(std::chrono::duration<double>(early));
        const double now = Window::now(), wake = next_wake(now);
        window_.handle_events(wake < 0 ? -1 : std::max(0.0, wake - now));
        if (window_.should_close() || quit_requested) state_.quit = true;
        if (window_.take_activity()) {
            frames_wanted_ = kSettlingFrames;
            session_check_ = Window::now() + kSessionSeconds;
        }
        drain_engine();
        const double time = Window::now();
        const double due = next_wake(time);
        if (due >= 0 && due <= time && !window_.minimised()) draw_frame(time);
        if (session_check_ >= 0 && Window::now() >= session_check_) save_session_if_changed();
    }
    window_.size(state_.settings.window_width, state_.settings.window_height);
    save_session_if_changed();
    return exit_code_;
}

/// When the next frame is due: in the past means now, negative means only when something happens.
double App::next_wake(double now) const {
    if (window_.minimised()) return now + 0.2;
    if (frames_wanted_ > 0 || state_.timeline.playing || state_.growth.playing || demo_)
        return cores_are_shared() ? std::max(now, last_frame_began_ + kSharedCoresSeconds) : now;
    double wake = -1;
    const auto at = [&](double seconds) { wake = wake < 0 ? seconds : std::min(wake, seconds); };
    if (!state_.backend_ready && state_.backend_failure.empty()) at(last_frame_ + kLoadingFrameSeconds);
    if (job_news_) at(last_frame_ + kJobFrameSeconds);
    if (features_.next_tick() >= 0) at(features_.next_tick());
    if (ImGui::GetIO().WantTextInput) at(last_frame_ + kCursorSeconds);
    for (const Notification& notification : state_.notifications)
        if (notification.until > 0) at(notification.until);
    if (session_check_ >= 0) at(std::max(session_check_, now + 0.01));
    return wake;
}

/// Whether a slow face is being made by the cores that also draw: then frames that show no new face only keep
/// it from coming.
bool App::cores_are_shared() const {
    return software_gl_ && !new_face_ && generator_times_.percentile(50) > kAtOnceMs &&
           state_.submitted_id != state_.shown_id;
}

void App::draw_frame(double now) {
    const double began = Window::now();
    last_frame_began_ = began;
    new_face_ = false;
    if (frames_wanted_ > 0) --frames_wanted_;
    job_news_ = false;
    const bool playing = state_.timeline.playing || state_.growth.playing;
    const double passed = playing && last_playing_ >= 0 ? now - last_playing_ : 0;
    features_.timeline.advance(passed);
    features_.growth.advance(passed);
    last_playing_ = playing ? now : -1;
    features_.tick(now);

    const double input = window_.take_input_time();
    if (input >= 0 && counters_.faces > 0)
        latency_.input(input);  // what was done while loading waits for the load
    const ImGuiIO& io = ImGui::GetIO();
    for (const std::string& path : window_.take_drops()) features_.open(path);
    need_glyphs();
    const std::vector<KeyPress> keys = window_.take_keys();
    for (const KeyPress& press : keys) imgui_.fonts().need(press.character);
    handle_shortcuts(keys, io.WantTextInput, io.NavActive && io.NavVisible, state_, features_);
    if (demo_) demo_->step(state_, features_, now);

    imgui_.begin_frame(ui_scale());
    probe_.begin_frame();
    const bool escape = std::any_of(keys.begin(), keys.end(),
                                    [](const KeyPress& press) { return press.key == GLFW_KEY_ESCAPE; });
    Panel panel{state_, features_.face, features_.face_uses, pictures_, thumbnails_, probe_, now, escape};
    draw_window(panel, features_);
    features_.history.observe(now, gesture_under_way(), wheel_steps() != 0);
    if (submit_request()) show_face_at_once();
    thumbnails_.request_missing(state_);
    imgui_.end_frame();
    if (input_waits()) frames_wanted_ = kSettlingFrames;
    pictures_.end_frame();
    if (demo_ && demo_->take_screenshot_wish()) take_screenshot();
    const double drawn = Window::now();
    window_.swap();
    const double swapped = Window::now();
    note_shown_face(swapped);
    measure(drawn - began, swapped - began);
    last_frame_ = swapped;
    int width = 0, height = 0;
    window_.size(width, height);
    const FrameCache& baking = features_.timeline.baking();
    counters_.baked_frames = baking.baked_count();
    counters_.baked_mib = baking.used_mib();
    if (probe_.enabled()) counters_.change_ratio = features_.timeline.spread().ratio();
    if (probe_.enabled()) probe_.write(probe_report(state_, counters_, width, height), counters_.frames);
    if (demo_ && demo_->finished()) finish_demo(now);
}

/// Whether what changes belongs to something that a hand, or the tour, is still doing.
bool App::gesture_under_way() const {
    const ImGuiIO& io = ImGui::GetIO();
    const bool held = io.MouseDown[0] || io.MouseDown[1] || io.MouseDown[2];
    return held || (ImGui::IsAnyItemActive() && !io.WantTextInput) || (demo_ && demo_->sweeping());
}

/// Whether a face was asked for.
bool App::submit_request() {
    std::optional<RenderRequest> request = request_from_state(state_);
    if (!request || (state_.submitted_id != 0 && *request == state_.submitted)) {
        latency_.frame_without_request();
        return false;
    }
    state_.submitted = *request;
    if (const Image* baked = features_.timeline.baked(*request)) {
        show_baked(*baked);
        return false;
    }
    state_.submitted_id = engine_.submit(Purpose::main_view, std::move(*request));
    latency_.submitted(state_.submitted_id);
    return true;
}

/// The face asked for is there already: it is in the very frame that asked.
void App::show_baked(const Image& image) {
    const double began = Window::now();
    state_.submitted_id = engine_.supersede(Purpose::main_view);
    latency_.submitted(state_.submitted_id);
    state_.shown = image;
    state_.shown_id = state_.submitted_id;
    state_.shown_side = image.width;
    state_.shown_preview = false;
    state_.shown_request = state_.submitted;
    pictures_.show(state_.shown);
    baked_work_.add((Window::now() - began) * 1000);
    counters_.baked_work_p99_ms = baked_work_.percentile(99);
    new_face_ = true;
    face_to_measure_ = state_.shown_id;
    baked_to_measure_ = state_.shown_id;
    ++counters_.faces;
    ++counters_.baked;
    if (is_whole_face(state_, state_.submitted))
        features_.favourites.picture_made(state_.submitted.latents[0], state_.shown);
}

/// A face that takes less than a few milliseconds is in the frame that asked for it and not in the next. Only
/// the pixels of the picture change: what this frame draws stays valid.
void App::show_face_at_once() {
    const double expected_ms = generator_times_.percentile(50);
    if (expected_ms <= 0 || expected_ms > kAtOnceMs / 2 || !state_.jobs.empty()) return;
    const std::optional<FrameReady> frame = engine_.wait_for_frame(
        state_.submitted_id, std::chrono::microseconds(static_cast<int>(kAtOnceMs * 1000)));
    if (frame && frame->epoch == state_.epoch) handle(*frame);
}

/// Where the engine's results are taken, but for the faces that come at once.
void App::drain_engine() {
    for (const Event& event : engine_.poll()) {
        if (!features_.handle(event)) std::visit([this](const auto& happened) { handle(happened); }, event);
        frames_wanted_ = std::max(frames_wanted_, wants_frame(event) ? 1 : 0);
    }
}

void App::handle(const BackendReady& ready) {
    state_.backend_ready = true;
    state_.backend_version = ready.version;
    state_.devices = ready.devices;
}

void App::handle(const ModelProgress& progress) {
    if (progress.id != state_.opening || progress.total <= 0) return;
    state_.opening_part = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    job_news_ = true;
}

void App::handle(const ModelCancelled& cancelled) {
    if (cancelled.id != state_.opening) return;  // a newer one is being opened
    state_.opening = 0;
    features_.notifier.info("Not opened: " + state_.opening_path.filename().string() + " was cancelled.");
    open_default_instead();
}

void App::handle(const ModelReady& ready) {
    const bool other = !state_.model || state_.model->sha256 != ready.model.sha256;
    features_.model_opened(ready);
    if (other) thumbnails_.forget();
    generator_times_.clear();
    preview_times_.clear();
    state_.performance.preview_ms = 0;
    state_.preview_fitting = {};
    state_.settings.model_path = is_default_model(ready.model.path) ? "" : ready.model.path;
    state_.submitted_id = 0;  // the same face again, by the new model
}

void App::handle(const DeviceLost& lost) {
    features_.model.device_lost(lost);
}

void App::handle(const FrameReady& frame) {
    if (frame.purpose == Purpose::levels) {
        thumbnails_.level_frame(frame);
        return;
    }
    if (frame.purpose == Purpose::thumbnails) {
        if (const Latent* latent = thumbnails_.frame(frame))
            features_.favourites.picture_made(*latent, frame.image);
        return;
    }
    const bool sharper = frame.request_id == state_.shown_id && state_.shown_preview && !frame.preview;
    if (frame.epoch < state_.epoch || (frame.request_id <= state_.shown_id && !sharper))
        return;  // older than what is shown
    state_.shown = frame.image;
    state_.shown_id = frame.request_id;
    state_.shown_side = resolution(frame.level);
    state_.shown_preview = frame.preview;
    state_.shown_request = {};
    (frame.preview ? preview_times_ : generator_times_).add(frame.generator_ms);
    state_.performance.generator_ms = generator_times_.percentile(50);
    state_.performance.preview_ms = preview_times_.percentile(50);
    pictures_.show(state_.shown);
    new_face_ = true;
    face_to_measure_ = frame.request_id;
    ++counters_.faces;
    if (frame.preview) ++counters_.previews;
    if (frame.preview || frame.request_id != state_.submitted_id) return;
    state_.shown_request = state_.submitted;
    if (is_whole_face(state_, state_.submitted))
        features_.favourites.picture_made(state_.submitted.latents[0], state_.shown);
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
            if (failure.id == state_.opening) state_.opening = 0;
            open_default_instead();
            break;
        case Failure::What::job:
            std::erase_if(state_.jobs, [&](const RunningJob& job) { return job.id == failure.id; });
            break;
        case Failure::What::task:
            thumbnails_.task_done(failure.id);
            features_.training.task_done(failure.id);
            break;
        case Failure::What::render:
            thumbnails_.level_failed(failure.id);
            break;
    }
    features_.notifier.error(failure.message);
}

void App::handle(const JobReport& report) {
    for (RunningJob& job : state_.jobs) {
        if (job.id != report.id) continue;
        if (job.progress.done == 0) job.started = Window::now();
        job.progress = report.progress;
    }
    job_news_ = true;
    if (report.state == JobReport::State::running) return;
    std::erase_if(state_.jobs, [&](const RunningJob& job) { return job.id == report.id; });
    features_.notifier.info(report.state == JobReport::State::finished ? report.text
                                                                       : "Cancelled; no file was left.");
}

void App::handle(const TaskDone& task) {
    thumbnails_.task_done(task.id);
    features_.training.task_done(task.id);
}

/// A model that cannot be opened must not leave the window without one.
void App::open_default_instead() {
    if (!state_.model && state_.opening == 0 && !is_default_model(state_.opening_path))
        features_.model.open_default();
}

void App::note_shown_face(double after_swap) {
    if (face_to_measure_ == 0) return;
    const std::size_t before = latency_.count();
    latency_.shown(face_to_measure_, after_swap);
    if (face_to_measure_ == baked_to_measure_ && latency_.count() != before) {
        baked_times_.add(latency_.last_ms());
        counters_.baked_p50_ms = baked_times_.percentile(50);
        counters_.baked_p99_ms = baked_times_.percentile(99);
        ++counters_.baked_latencies;
    }
    face_to_measure_ = 0;
    state_.performance.latency_p50_ms = latency_.percentile_ms(50);
    state_.performance.latency_p95_ms = latency_.percentile_ms(95);
    counters_.latencies = latency_.count();
}

void App::measure(double work_seconds, double whole_seconds) {
    ++counters_.frames;
    Performance& performance = state_.performance;
    performance.frame_ms = work_seconds * 1000;
    performance.frame_history_ms.push_back(static_cast<float>(performance.frame_ms));
    if (performance.frame_history_ms.size() > kFrameHistory)
        performance.frame_history_ms.erase(performance.frame_history_ms.begin());
    if (counters_.faces == 0) return;
    const double whole_ms = whole_seconds * 1000;
    counters_.longest_frame_ms = std::max(counters_.longest_frame_ms, whole_ms);
    if (whole_ms > kStallMs) ++counters_.stalls;
}

/// Characters that the font atlas lacks so far, in texts that came from outside.
void App::need_glyphs() {
    Fonts& fonts = imgui_.fonts();
    for (const Favourite& favourite : state_.favourites) {
        fonts.need(favourite.name);
        for (const std::string& tag : favourite.tags) fonts.need(tag);
    }
    for (const Notification& notification : state_.notifications) fonts.need(notification.text);
    for (const RunningJob& job : state_.jobs) fonts.need(job.title);
    for (const Axis& axis : state_.axes) fonts.need(axis.name);
    fonts.need(state_.axes_list.note);
    fonts.need(state_.face.label);
    for (const Keyframe& key : state_.journey.keyframes) fonts.need(key.name);
    fonts.need(state_.timeline.name);
    fonts.need(state_.opening_path.string());
    fonts.need(state_.picker_folder);
    if (state_.model) {
        fonts.need(state_.model->spec.name);
        fonts.need(state_.model->spec.credit);
        fonts.need(state_.model->path);
    }
}

void App::take_screenshot() {
    int width = 0, height = 0;
    window_.framebuffer_size(width, height);
    Image picture(width, height);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, picture.rgb.data());
    const std::size_t row = static_cast<std::size_t>(width) * 3;
    for (int y = 0; y < height / 2; ++y)  // OpenGL's first row is the lowest
        std::swap_ranges(
            picture.rgb.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * row),
            picture.rgb.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y + 1) * row),
            picture.rgb.begin() +
                static_cast<std::ptrdiff_t>(static_cast<std::size_t>(height - 1 - y) * row));
    engine_.run_task(
        [picture = std::move(picture), path = demo_->screenshot_path()] { write_png(path, picture); });
    demo_->screenshot_taken();
}

void App::save_session_if_changed() {
    session_check_ = -1;
    std::string text = session_to_json(state_);
    if (text == saved_session_) return;
    saved_session_ = std::move(text);
    engine_.run_task(
        [path = session_path(state_), text = session_to_json(state_)] { write_file_atomically(path, text); });
}

void App::finish_demo(double now) {
    const std::string report =
        demo_->report(state_, window_.gl_description(), static_cast<std::size_t>(counters_.faces), now);
    engine_.run_task(
        [path = state_.data_dir / "report.json", report] { write_file_atomically(path, report); });
    if (!demo_->problem().empty()) {
        std::fprintf(stderr, "progan-explorer: %s\n", demo_->problem().c_str());
        exit_code_ = 1;
    }
    state_.quit = true;
}

}  // namespace progan
