// The program: owns the window, the engine and the state, and runs one frame after another on the window's
// thread.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/explorer/gl/gl_face_textures.h"
#include "app/explorer/platform/crash_report.h"
#include "app/explorer/platform/file_portal.h"
#include "app/explorer/platform/imgui_layer.h"
#include "app/explorer/platform/picture_clipboard.h"
#include "app/explorer/platform/probe.h"
#include "app/explorer/platform/window.h"
#include "app/explorer/shell/commands/commands.h"
#include "app/explorer/shell/demo.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/help/log_file.h"
#include "app/explorer/shell/instances/hand_over.h"
#include "app/explorer/shell/main_view.h"
#include "app/explorer/shell/performance/frame_pacer.h"
#include "app/explorer/shell/performance/performance_meter.h"
#include "app/explorer/shell/probe_report.h"
#include "app/explorer/shell/stage_view.h"
#include "app/explorer/shell/startup.h"
#include "app/explorer/state/app_state.h"
#include "app/explorer/ui/thumbnails.h"
#include "core/engine/engine.h"
#include "core/files/file_mark.h"
#include "core/files/file_watch.h"
#include "core/support/clock.h"

namespace progan {

class App {
  public:
    /// Throws Error if there is no display or the data directory cannot be made.
    explicit App(AppOptions options);
    ~App();

    /// Returns the exit code.
    int run();
    /// Ends run() soon; from any thread.
    static void request_quit();

  private:
    void open_first_files();
    void end_if_asked();
    void open_what_came();
    void wait_for_events();
    FramePacer::Now what_happens(Time now) const;
    void draw_frame(Time now);
    void let_time_pass(Time now);
    Window::TakenKeys take_input();
    bool ends_learning(const std::vector<KeyPress>& keys);
    bool closes_error(const std::vector<KeyPress>& keys);
    static bool mouse_is_used();
    void walk_by_keys(const std::vector<KeyPress>& keys);
    void ask_for_face();
    void show(const FaceReady& frame);
    void drain_engine();
    void handle(const BackendReady& ready);
    void handle(const ModelProgress& progress);
    void handle(const ModelCancelled& cancelled);
    void handle(const ModelReady& ready);
    void handle(const DeviceLost& lost);
    void handle(const FaceReady& frame);
    void handle(const ChannelsReady& ready);
    void handle(const PreviewFitting& fitting);
    void handle(const Failure& failure);
    void handle(const JobReport&) {}  ///< every job has a ticket
    void handle(const TaskDone&) {}   ///< something was saved
    void model_failed(const Failure& failure);
    void face_failed(const Failure& failure);
    void open_next_model();
    void take_screenshot();
    void write_probe();
    void save_session_if_changed();
    void look_at_data_folder();
    void claim_again();
    void save_everything();
    void try_saving_again(Time now);
    bool gesture_under_way() const;
    bool plays() const;
    bool moves() const;
    float ui_scale() const;
    void keep_window_size();
    Clipboard clipboard();
    SystemFileDialogs file_dialogs();
    void follow_theme();
    void finish_demo(Time now);

    AppOptions options_;
    std::optional<WindowClaim> claim_;  ///< without one only while it is taken anew
    AppState state_;
    CrashReport crash_report_;
    Window window_;
    ImGuiLayer imgui_;
    const ThemeKind system_theme_;
    const bool system_reduces_motion_;
    std::optional<std::pair<ThemeKind, float>> applied_theme_;  ///< and its scale
    const bool software_gl_;
    const double at_once_ms_;  ///< a face that takes longer is not waited for
    gl::GlFaceTextures pictures_;
    PictureClipboard picture_clipboard_;
    FilePortal file_portal_;
    Engine engine_;
    Features features_;
    Commands commands_;
    const std::function<std::string(std::string_view)> keys_of_;
    LogFile log_file_;
    MainView main_view_;
    StageView stage_view_;
    Thumbnails thumbnails_;
    Probe probe_;
    ProbeCounters counters_;
    PerformanceMeter meter_;
    FramePacer pacer_;
    std::pair<std::size_t, std::uint64_t> messages_seen_;  ///< how many were shown and have come, last frame
    std::optional<Demo> demo_;
    std::atomic<bool> shared_changed_ = false;
    FileWatch shared_;                        ///< what other windows change, too
    std::optional<HandOver> opened_outside_;  ///< files for this window; as with the claim

    std::uint64_t first_request_ = 0;  ///< of the open model; smaller ids were asked of the one before
    std::optional<Time> last_playing_;
    std::optional<Time> tooltip_at_;     ///< when the one under the pointer appears
    std::optional<Time> session_check_;  ///< when to compare the session with what was saved
    std::string saved_session_;
    Tickets saving_session_;
    /// Of the folder that holds this window's lock; none while it is gone and cannot be made again.
    FolderIdentity data_folder_ = folder_identity(state_.data_dir);
    std::optional<Time> save_again_at_;  ///< when to try again what could not be saved
    bool turned_by_messages_ = false;    ///< in this frame
    int exit_code_ = 0;
};

}  // namespace progan
