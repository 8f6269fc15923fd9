#include "app/explorer/shell/app.h"

#include <imgui.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "app/explorer/gl/screenshot.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/shell/quitting.h"
#include "app/explorer/shell/session/session.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/dialog_foot.h"
#include "app/explorer/ui/icons.h"
#include "app/explorer/ui/system_theme.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/tooltip.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/import/import.h"
#include "core/model/devices/local_backend.h"
#include "core/support/paths.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr Seconds kSessionPause{0.01};
constexpr Seconds kSessionAfter{1};  // after the last input
// A frame waits at most this long for its face. Software OpenGL draws on the cores that the generator needs:
// a face that comes after the frame comes later than one that was waited for.
constexpr double kAtOnceMs = 6, kAtOnceInSoftwareMs = 16;

std::atomic<bool> quit_requested = false;

}  // namespace

App::App(AppOptions options)
    : options_(std::move(options)),
      claim_(std::in_place, data_folder(options_)),
      state_(state_at_start(options_, *claim_)),
      crash_report_(state_.data_dir, log_path(state_)),
      window_({.at_scale_1 = {state_.settings.window_width, state_.settings.window_height},
               .scale = state_.settings.ui_scale,
               .width = options_.width,
               .height = options_.height,
               .display_server = options_.display_server},
              "ProGAN Explorer"),
      imgui_(window_, {kTextPixels, kSmallPixels, kHeadingPixels, kTitlePixels, kIconPixels},
             icon_code_points()),
      system_theme_(system_theme().value_or(ThemeKind::dark)),
      system_reduces_motion_(system_reduces_motion()),
      software_gl_(window_.draws_in_software()),
      at_once_ms_(software_gl_ ? kAtOnceInSoftwareMs : kAtOnceMs),
      pictures_(software_gl_),
      picture_clipboard_([] { Window::wake(); }),
      file_portal_([] { Window::wake(); }),
      engine_(
          {.open_backend = [] { return open_local_backend(); },
           .load_model = [](const std::string& path,
                            const ProgressReport& progress) { return open_any_model(path, {}, progress); },
           .preview_folder = state_.data_dir / "previews",
           .wake = [] { Window::wake(); }}),
      features_(
          state_, engine_, [] { return Window::now(); }, clipboard(), file_dialogs()),
      commands_(state_, features_),
      keys_of_([this](std::string_view command) { return commands_.keys_of(command); }),
      log_file_(state_, engine_),
      main_view_(state_, engine_, pictures_,
                 [this](const NamedLatent& face, const Image& image) {
                     features_.favourites.picture_made(face, image);
                 }),
      stage_view_(state_, features_.stage, features_.notifier, window_, software_gl_),
      thumbnails_(engine_, pictures_),
      probe_(options_.probe),
      meter_(state_.performance, counters_),
      shared_([this] {
          shared_changed_ = true;
          Window::wake();
      }),
      opened_outside_(std::in_place, state_.data_dir, claim_->number(), [] { Window::wake(); }) {
    if (!options_.demo.empty()) demo_.emplace(state_.data_dir);
    features_.notifier.note("ProGAN Explorer " PROGAN_VERSION ", " + window_.gl_description());
    crash_report_.note("Version", PROGAN_VERSION);
    crash_report_.note("Graphics", window_.gl_description());
    shared_.watch(features_.shared_files());
    features_.look_at_shared_files();  // they may have changed since they were read
    for (const std::string& problem : commands_.key_problems()) features_.notifier.error(problem);
    if (!options_.monitor.empty()) features_.stage.set_place(StagePlace::monitor, options_.monitor);
    if (options_.present) features_.stage.open();
    features_.osc.wake_by([] { Window::wake(); });
    if (options_.osc_port > 0) state_.osc.given = options_.osc_port;
    if (!options_.osc_out.empty()) state_.osc.given_to = options_.osc_out;
    features_.midi.wake_by([] { Window::wake(); });
    if (!options_.midi_port.empty()) state_.midi.given = options_.midi_port;
    open_first_files();
}

App::~App() = default;

/// A model named on the command line, else the session's, else the default. What cannot be opened is reported
/// by the engine, and another follows.
void App::open_first_files() {
    std::vector<std::filesystem::path> files;
    if (!options_.model.empty()) files.push_back(std::filesystem::absolute(options_.model));
    for (const std::string& file : options_.files) files.push_back(std::filesystem::absolute(file));
    features_.open_together(files);
    features_.model.open_instead();
}

float App::ui_scale() const {
    return state_.settings.ui_scale > 0 ? static_cast<float>(state_.settings.ui_scale)
                                        : window_.content_scale();
}

void App::keep_window_size() {
    WindowSize size;
    window_.size(size.width, size.height);
    size = size_at_scale_1(size, static_cast<double>(ui_scale()));
    state_.settings.window_width = size.width;
    state_.settings.window_height = size.height;
}

/// Text goes through GLFW, pictures through a connection of our own.
Clipboard App::clipboard() {
    Clipboard clipboard;
    clipboard.set_text = [](const std::string& text) { ImGui::SetClipboardText(text.c_str()); };
    clipboard.text = [] {
        const char* text = ImGui::GetClipboardText();
        return std::string(text ? text : "");
    };
    if (!picture_clipboard_.available()) return clipboard;
    clipboard.set_png = [this](std::vector<std::byte> png) {
        picture_clipboard_.offer(std::move(png));
        return true;
    };
    clipboard.ask_png = [this](PictureClipboard::Answer answer) {
        picture_clipboard_.ask(std::move(answer));
    };
    return clipboard;
}

SystemFileDialogs App::file_dialogs() {
    return {.ask =
                [this](FileQuestion question, FilePortal::Answer answer) {
                    question.parent = window_.name_for_portals();
                    file_portal_.ask(std::move(question), std::move(answer));
                },
            .close = [this] { file_portal_.close(); }};
}

/// Sets the style again only when the theme or the scale has changed.
void App::follow_theme() {
    const std::pair wanted{theme_kind(state_.settings.theme, system_theme_), ui_scale()};
    if (applied_theme_ == wanted) return;
    apply_theme(wanted.first, wanted.second);
    applied_theme_ = wanted;
}

void App::request_quit() {
    quit_requested = true;
    Window::wake();
}

int App::run() {
    const Seconds shortest_frame(1 / (window_.refresh_rate() * 1.1));
    while (!state_.quit) {
        // Where swapping does not wait for the display, this keeps the window from drawing faster than it.
        std::this_thread::sleep_for(pacer_.too_early(Window::now(), shortest_frame));
        wait_for_events();
        end_if_asked();
        if (window_.take_activity()) {
            pacer_.input();
            session_check_ = Window::now() + kSessionAfter;
        }
        if (shared_changed_.exchange(false)) {
            look_at_data_folder();
            features_.look_at_shared_files();
        }
        open_what_came();
        drain_engine();
        try_saving_again(Window::now());
        if (picture_clipboard_.deliver()) pacer_.want_frame();
        if (file_portal_.deliver()) pacer_.want_frame();
        if (features_.osc.deliver()) pacer_.want_frame();
        if (features_.midi.deliver()) pacer_.want_frame();
        const Time now = Window::now();
        if (pacer_.is_due(now, what_happens(now))) draw_frame(now);
        if (session_check_ && Window::now() >= *session_check_) save_session_if_changed();
    }
    window_.set_full_screen(false);
    features_.wander.end();
    features_.history.finish_step();  // else the next start would find the face before it
    keep_window_size();
    look_at_data_folder();
    save_session_if_changed();
    log_file_.write_new_messages();
    return exit_code_;
}

/// A signal, and closing the window during the tour, ask nothing.
void App::end_if_asked() {
    const bool closed = window_.take_close_request();
    if (quit_requested || (closed && demo_)) state_.quit = true;
    if (!closed || state_.quit) return;
    ask_to_quit(state_, features_);
    if (state_.show_quit) window_.come_forward();
}

void App::open_what_came() {
    const std::vector<std::filesystem::path> files = opened_outside_->take();
    if (files.empty()) return;
    features_.open_together(files);
    window_.come_forward();
    pacer_.want_frame();
}

void App::wait_for_events() {
    const Time now = Window::now();
    window_.handle_events(pacer_.next_frame(now, what_happens(now)));
}

FramePacer::Now App::what_happens(Time now) const {
    FramePacer::Now what;
    what.minimized = window_.minimized() && !state_.stage.open;  // what an audience sees goes on
    what.animating = plays() || state_.welcome.touring || demo_;
    // Frames that show no new face only keep it from coming.
    what.cores_shared = software_gl_ && !main_view_.has_new_face() && meter_.generator_ms() > at_once_ms_ &&
                        main_view_.waiting();
    what.loading = !state_.backend_ready && state_.backend_failure.empty();
    what.typing = text_is_edited();
    what.alarm = features_.next_tick();
    for (const Notification& notification : state_.notifications)
        what.alarm = earlier(what.alarm, notification.until);
    what.alarm = earlier(what.alarm, stage_view_.next_tick());
    what.alarm = earlier(what.alarm, tooltip_at_);
    what.alarm = earlier(what.alarm, save_again_at_);
    if (session_check_) what.alarm = earlier(what.alarm, std::max(*session_check_, now + kSessionPause));
    return what;
}

void App::draw_frame(Time now) {
    const Time began = Window::now();
    pacer_.frame_began(began);
    main_view_.frame_began();
    state_.reduced_motion = reduces_motion(state_.settings.motion, system_reduces_motion_);
    let_time_pass(now);
    const auto [keys, until] = take_input();
    if (demo_) demo_->step(state_, features_, now);

    window_.follow_scale(static_cast<double>(ui_scale()));
    follow_theme();
    ImGui::GetIO().ConfigInputTextCursorBlink = !state_.reduced_motion;
    imgui_.begin_frame(ui_scale(), until);
    if (!imgui_.input_waits() && !window_.keys_wait()) counters_.inputs = window_.inputs();
    probe_.begin_frame();
    walk::begin_frame();
    walk_by_keys(keys);
    if (mouse_is_used()) features_.welcome.end_tour();
    const bool escape = std::any_of(keys.begin(), keys.end(), is_escape);
    Panel panel{state_,
                features_.face,
                features_.face_uses,
                features_.files,
                pictures_,
                thumbnails_,
                probe_,
                keys_of_,
                now,
                escape,
                [this](LearningControl what) { features_.controls.learn(std::move(what)); }};
    const std::vector<Backdrop> backdrops = draw_window(panel, features_, commands_);
    imgui_.hear_keys(!state_.settings_dialog.capturing());
    turned_by_messages_ = features_.hands.take_turned();
    features_.history.observe(now, gesture_under_way(), wheel_steps() != 0 || turned_by_messages_);
    features_.osc_feedback.send_changes(now);
    ask_for_face();
    features_.stage.follow(now, plays() || moves());
    thumbnails_.request_missing(state_);
    imgui_.end_frame(theme().canvas, backdrops);
    imgui_.fonts().need(edited_text());
    // A card that has come, or moved into the place of one that went, has its size in a next frame.
    const std::pair messages{state_.notifications.size(), state_.log.count};
    const bool messages_changed = std::exchange(messages_seen_, messages) != messages;
    if (imgui_.input_waits() || window_.keys_wait() || imgui_.fonts().stale() || probe_.appearing() ||
        messages_changed || take_dialog_resized())
        pacer_.input();  // a next frame shows it
    pictures_.end_frame();
    stage_view_.show(now);
    if (demo_ && thumbnails_.complete() && demo_->take_screenshot_request()) take_screenshot();
    window_.set_full_screen(state_.panels.full_screen);
    const Time drawn = Window::now();
    if (!window_.minimized()) window_.swap();
    const Time swapped = Window::now();
    meter_.frame_drawn(drawn - began, swapped - began, main_view_.take_shown(), swapped);
    pacer_.frame_ended(swapped);
    const std::optional<Seconds> tooltip = tooltip_due();
    tooltip_at_ = tooltip ? std::optional(now + *tooltip) : std::nullopt;
    log_file_.write_new_messages();
    write_probe();
    if (demo_ && demo_->finished()) finish_demo(now);
}

/// A hand here, or one at another program's controls.
bool App::moves() const {
    return gesture_under_way() || turned_by_messages_;
}

/// What moves the face by itself.
bool App::plays() const {
    return state_.timeline.playing || state_.growth.playing || state_.wander.walking;
}

void App::let_time_pass(Time now) {
    const bool playing = plays();
    const Seconds passed = playing && last_playing_ ? now - *last_playing_ : Seconds{0};
    features_.timeline.advance(passed);
    features_.growth.advance(passed);
    features_.wander.advance(passed);
    last_playing_ = playing ? std::optional(now) : std::nullopt;
    features_.tick(now);
}

/// A face that takes less than a few milliseconds is in the frame that asked for it and not in the next.
void App::ask_for_face() {
    const Time began = Window::now();
    const MainView::Asked asked = main_view_.ask(
        [this](const RenderRequest& request) { return features_.timeline.prefetched(request); });
    meter_.asked(asked, main_view_.submitted(), Window::now() - began);
    if (asked == MainView::Asked::submitted && moves()) {
        engine_.hand_moves();
        features_.photo.hand_moves();
    }
    const double expected_ms = meter_.generator_ms();
    if (asked != MainView::Asked::submitted || expected_ms <= 0 || expected_ms > at_once_ms_ / 2 ||
        !state_.jobs.empty())
        return;
    const auto patience = std::chrono::microseconds(static_cast<int>(at_once_ms_ * 1000));
    if (const std::optional<FaceReady> frame = main_view_.wait(patience)) show(*frame);
}

void App::take_screenshot() {
    int width = 0, height = 0;
    window_.framebuffer_size(width, height);
    engine_.run_task([picture = gl::screenshot(width, height), path = demo_->screenshot_path()] {
        write_png(path, picture);
    });
    demo_->screenshot_taken();
}

void App::write_probe() {
    if (!probe_.enabled()) return;
    int width = 0, height = 0;
    window_.size(width, height);
    const FrameCache& cache = features_.timeline.frame_cache();
    counters_.prefetched_frames = cache.prefetched_count();
    counters_.prefetched_mib = cache.used_mib();
    counters_.change_ratio = features_.timeline.spread().ratio();
    probe_.write(probe_report(state_, counters_, width, height), counters_.frames);
}

void App::finish_demo(Time now) {
    const std::string report = demo_->report(
        state_, window_.gl_description(), static_cast<std::size_t>(counters_.faces), now.time_since_epoch());
    engine_.run_task(
        [path = state_.data_dir / "report.json", report] { write_file_atomically(path, report); });
    if (!demo_->problem().empty()) {
        std::fprintf(stderr, "progan-explorer: %s\n", demo_->problem().c_str());
        exit_code_ = 1;
    }
    state_.quit = true;
}

}  // namespace progan
