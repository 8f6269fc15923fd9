// The program: owns the window, the engine and the state, and runs one frame after another on the window's
// thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/explorer/gl/gl_pictures.h"
#include "app/explorer/platform/imgui_layer.h"
#include "app/explorer/platform/probe.h"
#include "app/explorer/platform/window.h"
#include "app/explorer/shell/demo.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/latency.h"
#include "app/explorer/shell/probe_report.h"
#include "app/explorer/state/app_state.h"
#include "app/explorer/ui/thumbnails.h"
#include "core/engine/engine.h"
#include "core/support/recent_times.h"

namespace progan {

struct AppOptions {
    std::string model;               ///< empty: the session's, else the default
    std::filesystem::path data_dir;  ///< empty: XDG
    std::string device;              ///< empty: the session's
    std::filesystem::path demo;      ///< empty: no demo
    std::filesystem::path probe;     ///< empty: no probe
    double scale = 0;                ///< of text; 0: the session's or the display's
    int width = 0, height = 0;       ///< 0: the session's
    std::vector<std::string> files;  ///< to open, as if dropped
};

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
    AppState initial_state();
    void open_first_model();
    void draw_frame(double now);
    void drain_engine();
    void handle(const BackendReady& ready);
    void handle(const ModelProgress& progress);
    void handle(const ModelCancelled& cancelled);
    void handle(const ModelReady& ready);
    void handle(const DeviceLost& lost);
    void handle(const FrameReady& frame);
    void handle(const PreviewFitting& fitting);
    void handle(const Failure& failure);
    void handle(const JobReport& report);
    void handle(const TaskDone& task);
    void open_default_instead();
    bool submit_request();
    void show_baked(const Image& image);
    void show_face_at_once();
    void note_shown_face(double after_swap);
    void measure(double work_seconds, double whole_seconds);
    void take_screenshot();
    void need_glyphs();
    void save_session_if_changed();
    double next_wake(double now) const;
    bool cores_are_shared() const;
    bool gesture_under_way() const;
    float ui_scale() const;
    void finish_demo(double now);

    AppOptions options_;
    AppState state_;
    Window window_;
    ImGuiLayer imgui_;
    gl::GlPictures pictures_;
    Engine engine_;
    Features features_;
    Thumbnails thumbnails_;
    Probe probe_;
    LatencyMeter latency_;
    RecentTimes generator_times_{15}, preview_times_{15}, baked_times_{1000}, baked_work_{1000};
    ProbeCounters counters_;
    std::optional<Demo> demo_;

    int frames_wanted_ = 3;  ///< after input Dear ImGui needs a few frames to settle
    bool job_news_ = false;  ///< a job reported: worth a frame, but not sixty a second
    double last_frame_ = -1, last_frame_began_ = -1;
    bool new_face_ = false;  ///< one that no frame has shown yet
    const bool software_gl_;
    double last_playing_ = -1;
    double session_check_ = -1;  ///< when to compare the session with what was saved, or negative
    std::uint64_t face_to_measure_ = 0, baked_to_measure_ = 0;
    std::string saved_session_;
    int exit_code_ = 0;
};

}  // namespace progan
