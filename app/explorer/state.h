// All that the window shows and a person can change: a plain struct of values. One owner (App), one thread
// (the window's). Panels read it and call actions.h; only actions and App write it.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/explorer/axes_state.h"
#include "app/explorer/compare_state.h"
#include "app/explorer/face.h"
#include "app/explorer/grid_state.h"
#include "app/explorer/history_tree.h"
#include "app/explorer/map_state.h"
#include "app/explorer/recording_state.h"
#include "app/explorer/teach_state.h"
#include "app/explorer/timeline_state.h"
#include "app/explorer/view_state.h"
#include "core/axes/axis.h"
#include "core/documents/favourites.h"
#include "core/engine/engine.h"
#include "core/image/image.h"
#include "core/latent/journey.h"
#include "core/latent/seeds.h"
#include "core/model/growth.h"
#include "core/record/recorder.h"
#include "core/train/run_log.h"

namespace progan {

/// What the main view follows.
enum class Follow { sliders, journey };

struct RecordSettings {
    AnimationFormat format = AnimationFormat::gif;
    int size = 256;   ///< pixels a side
    int steps = 25;   ///< frames from A to B, both included
    double fps = 25;  ///< of a take; a journey has its own
    bool smooth = true;
    std::string folder;  ///< empty: <data>/recordings
    int loops = 0;       ///< RecorderOptions::loops
    Dithering dithering = Dithering::diffusion;
    int pictures = 12, columns = 4;  ///< of a contact sheet

    bool operator==(const RecordSettings&) const = default;
};

struct RunningJob {
    std::uint64_t id = 0;
    std::string title;
    JobProgress progress;
    double started = 0;  ///< seconds, App's clock
    bool cancelling = false;
};

struct Notification {
    enum class Kind { info, error } kind = Kind::info;
    std::string text;
    double until = 0;          ///< seconds, App's clock; errors stay until they are closed
    bool undo_delete = false;  ///< offers to bring the deleted favourite back
};

/// What the middle of the window shows.
enum class CenterView { face, grid, map, compare, teach, growth, training };

/// The face at every age (core/model/growth.h).
struct GrowthView {
    double age = 0;
    bool grown_up = true;  ///< the age follows the model's own
    bool playing = false;
};

/// A training run to begin.
struct TrainingForm {
    std::string data, out, name;  ///< out, name: empty for what default_run_folder() and the data's name say
    int resolution = 64;
    int images_per_phase = 40000;
};

/// A training run that is looked at.
struct TrainingView {
    TrainingForm form;
    std::string folder;                 ///< empty: the form is shown
    std::shared_ptr<const RunLog> log;  ///< null until the folder was read
    bool starting = false;              ///< the pictures are being read
    bool running = false, paused = false, stopping = false;
    int process = 0;         ///< that trains there, if it can be paused from here
    std::string machine;     ///< where it runs
    std::string problem;     ///< a sentence, or empty
    double smoothing = 0.8;  ///< of the curves, 0..1
    int snapshot = -1;       ///< index; negative: the newest
    int face = -1;           ///< of the sheet, seen alone; negative: all
};

/// Kept between runs (session.h) besides the favourites.
struct Settings {
    SeedMode seed_mode = SeedMode::numpy;
    std::string device = "auto";
    std::string model_path;  ///< empty: the default model
    double ui_scale = 0;     ///< 0: as the display says
    bool show_performance = true;
    int window_width = 1280, window_height = 800;
};

struct Performance {
    double frame_ms = 0;                            ///< work of the last frame
    double generator_ms = 0;                        ///< median of the last faces
    double preview_ms = 0;                          ///< of the last previews; 0: there were none
    double latency_p50_ms = 0, latency_p95_ms = 0;  ///< slider to screen
    std::vector<float> frame_history_ms;            ///< oldest first, at most 120
};

struct AppState {
    // The model and machinery.
    bool backend_ready = false;
    std::string backend_version;
    std::vector<Device> devices;
    std::optional<ModelInfo> model;
    std::string device;                  ///< the model's
    std::string arithmetic;              ///< in what numbers that device computes
    std::uint64_t epoch = 0;             ///< of the model shown
    PreviewFitting preview_fitting;      ///< its previews are being prepared while done is in 1..total - 1
    std::uint64_t opening = 0;           ///< epoch of the load under way, or 0
    double opening_part = 0;             ///< 0..1: how much of it is read
    std::filesystem::path opening_path;  ///< of the newest load, also after it failed
    std::string backend_failure;         ///< why there is no engine, or empty

    // The face.
    Face face;
    std::vector<std::uint8_t> locked;  ///< one a component; 1: the slider keeps its degrees
    std::vector<Axis> axes;            ///< of the open model, best first
    std::uint64_t axes_given = 0;  ///< counts changes of `axes` that no person made: another model, discovery
    std::set<std::string> locked_axes;
    HistoryTree history;
    bool history_writable = true;
    std::vector<Face> earlier_faces;  ///< of a session that was kept before there was a history file
    Follow follow = Follow::sliders;
    Journey journey;  ///< as a person made it; seen through shown_journey()
    TimelineView timeline;
    int level = -1;  ///< -1: the model's last

    // What is on screen.
    Image shown;
    int shown_side = 0;           ///< pixels a side of the whole picture, of which `shown` may be a preview
    bool shown_preview = false;   ///< a coarser picture: the whole comes when the hand rests
    RenderRequest shown_request;  ///< what `shown` answers; empty if it is a preview or out of date
    std::uint64_t shown_id = 0, submitted_id = 0;
    RenderRequest submitted;
    bool render_failed = false;

    CenterView center = CenterView::face;
    GrowthView growth;
    TrainingView training;
    AxesState axes_view;
    TeachState teach;
    GridState grid;
    CompareState compare;
    MapState map;

    ViewState view;
    Settings settings;
    RecordSettings record;
    RecordingView recording;
    std::deque<RunningJob> jobs;
    std::vector<Favourite> favourites;
    std::optional<Favourite> dropped;  ///< a face from a picture that waits for the model to open
    std::optional<std::pair<std::size_t, Favourite>> deleted;  ///< the last one, to bring back
    bool favourites_writable = true;
    std::vector<Notification> notifications;
    Performance performance;

    // Panels.
    bool components_listed = false;  ///< in the left column, in place of the axes
    std::string slider_filter;
    bool only_turned = false;  ///< list only sliders that are not at 0
    std::string favourite_filter;
    enum class PickerFor { model, axes } picker_for = PickerFor::model;
    bool show_help = false, show_picker = false, show_record = false, show_model = false;
    std::string picker_folder, picker_path;
    std::string editing_favourite;  ///< id of the favourite whose name and tags are open
    bool quit = false;

    std::filesystem::path data_dir;
};

/// The axis of an id, or null.
const Axis* find_axis(const AppState& state, const std::string& id);
/// The latent of a face, with the model's axes. A turn of an axis that there is no more is left out.
Latent latent_of(const Face& face, const AppState& state);
/// The journey as it is shown, baked, recorded and saved: with even motion spaced by what was measured so
/// far.
const Journey& shown_journey(const AppState& state);
/// The frame of the way at the playhead; 0 if there is no journey.
std::int64_t shown_frame(const AppState& state);
/// A key's name for people: its own, else its seed's, else "Key 3".
std::string key_label(const Journey& journey, std::size_t key);
/// Of the frame at the playhead: "Seed 15", "Between Seed 15 and Smiling".
std::string shown_frame_label(const AppState& state);
/// Two keys of the open model, seeds 15 and 21, two seconds apart, there and back.
Journey fresh_journey(const AppState& state);

/// The latent under the hand: sliders or journey. Empty until a model is loaded.
Latent current_latent(const AppState& state);
/// The level shown.
int current_level(const AppState& state);
/// The level's fade-in alpha: the model's own at its last level, else 1.
double current_alpha(const AppState& state);

/// The age the growth view shows.
double current_age(const AppState& state);
/// Whether a request's picture is the face as the model makes it, at full size: what favourites keep.
bool is_whole_face(const AppState& state, const RenderRequest& request);
/// Where a training run is put if its form names no folder.
std::filesystem::path default_run_folder(const AppState& state);

/// The request for what the main view should show now, or nothing while there is no model. Pure.
std::optional<RenderRequest> request_from_state(const AppState& state);

}  // namespace progan
