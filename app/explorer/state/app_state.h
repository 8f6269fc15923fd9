// All that the window shows and a person can change: a plain struct of values. One owner (App), one thread
// (the window's). A panel writes only what it alone looks at (search text, open dialogs, zoom). What undo,
// the session or the engine sees is changed by a feature's controller or by FaceActions.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/explorer/features/doctor/doctor_state.h"
#include "app/explorer/features/export/export_state.h"
#include "app/explorer/features/favourites/favourites_state.h"
#include "app/explorer/features/growth/growth_state.h"
#include "app/explorer/features/layers/layers_state.h"
#include "app/explorer/features/manual/manual_state.h"
#include "app/explorer/features/map/map_state.h"
#include "app/explorer/features/model/models_state.h"
#include "app/explorer/features/photo/photo_state.h"
#include "app/explorer/features/recording/recording_state.h"
#include "app/explorer/features/remote/controls_state.h"
#include "app/explorer/features/remote/midi_state.h"
#include "app/explorer/features/remote/osc_state.h"
#include "app/explorer/features/slideshow/slideshow_state.h"
#include "app/explorer/features/stage/stage_state.h"
#include "app/explorer/features/teach/teach_state.h"
#include "app/explorer/state/degree_slider_state.h"
#include "app/explorer/state/history_tree.h"
#include "app/explorer/state/log_state.h"
#include "app/explorer/state/notification.h"
#include "app/explorer/state/palette_state.h"
#include "app/explorer/state/picker_state.h"
#include "app/explorer/state/seed_text.h"
#include "app/explorer/state/session_state.h"
#include "core/axes/axis.h"
#include "core/documents/favourites.h"
#include "core/engine/events.h"
#include "core/engine/requests.h"
#include "core/image/image.h"
#include "core/model/growth.h"
#include "core/support/clock.h"
#include "core/support/keyed_changes.h"
#include "core/support/translate.h"

namespace progan {

struct RunningJob {
    std::uint64_t id = 0;
    std::string title;
    JobProgress progress;
    Time started;
    bool cancelling = false;
};

/// How often something was done in this run: whoever waits for it looks here.
struct ActionCounts {
    std::uint64_t random_seeds = 0, axis_turns = 0, kept = 0;
};

struct Performance {
    double frame_ms = 0;                            ///< work of the last frame
    double generator_ms = 0;                        ///< median of the last faces
    double preview_ms = 0;                          ///< of the last previews; 0: there were none
    double latency_p50_ms = 0, latency_p95_ms = 0;  ///< slider to screen
    std::vector<float> frame_history_ms;            ///< oldest first, at most 120
};

struct AppState : SessionState {
    // The model and machinery.
    bool backend_ready = false;
    std::string backend_version;
    std::vector<Device> devices;
    std::optional<ModelInfo> model;
    std::string device;                  ///< the model's
    std::string arithmetic;              ///< in what numbers that device computes
    bool shows_features = true;          ///< that device lets channels be seen and changed
    std::uint64_t epoch = 0;             ///< of the model shown
    PreviewFitting preview_fitting;      ///< its previews are being prepared while done is in 1..total - 1
    std::uint64_t opening = 0;           ///< epoch of the load under way, or 0
    double opening_part = 0;             ///< 0..1: how much of it is read
    std::filesystem::path opening_path;  ///< of the newest load, also after it failed
    std::string backend_failure;         ///< why there is no engine, or empty

    // What belongs to the face.
    std::vector<Axis> axes;             ///< of the open model, best first
    std::set<std::string> model_words;  ///< of the axes that the model came with: axis_words.h
    std::uint64_t axes_given = 0;  ///< counts changes of `axes` that no person made: another model, discovery
    HistoryTree history;
    bool history_writable = true;
    bool session_writable = true;

    // What is on screen: the main view alone writes it (shell/main_view.h), and features that keep, compare,
    // export or show the picture read it here.
    Image shown;
    int shown_side = 0;           ///< pixels per side of the whole picture, of which `shown` may be a preview
    bool shown_preview = false;   ///< a coarser picture: the whole follows when the slider rests
    RenderRequest shown_request;  ///< what `shown` answers; empty if it is a preview or out of date
    std::uint64_t shown_id = 0, submitted_id = 0;
    RenderRequest submitted;
    bool render_failed = false;

    GrowthState growth;
    LayersState layers;
    TeachState teach;
    MapState map;
    ModelsState models;
    PhotoState photo;
    RecordingState recording;
    ExportState exporting;
    SlideshowState slideshow;
    StageState stage;
    OscState osc;
    MidiState midi;
    ControlsState controls;
    std::deque<RunningJob> jobs;
    std::vector<Favourite> favourites;
    std::optional<Favourite> dropped;  ///< a face from a picture that waits for the model to open
    std::vector<KeyedChange<Favourite>> favourites_undo;  ///< takes back what a message offers to undo
    bool before = false;  ///< while it is asked for: the face is shown as it is without its sliders
    bool favourites_writable = true;
    bool favourites_unsaved = false;                     ///< the last changes could not be written
    bool favourite_pictures_unsaved = false;             ///< the same: faces that the model can make again
    bool axes_unsaved = false, session_unsaved = false;  ///< the same
    bool history_unsaved = false, photo_places_unsaved = false, controls_unsaved = false;
    std::vector<Notification> notifications;
    LogState log;
    std::vector<Language> languages;            ///< that there are texts in
    std::optional<std::string> shown_language;  ///< as in the settings; empty before the first frame
    Performance performance;
    ActionCounts done;
    DoctorState doctor;
    ManualState manual;
    SettingsDialogState settings_dialog;
    bool reduced_motion = false;  ///< as chosen, or as the desktop has it: what moves by itself jumps

    // Panels.
    FavouritesState favourites_view;
    PickerState picker;
    PaletteState palette;
    bool show_quit = false;                  ///< asks whether to quit
    std::vector<std::string> quit_ends;      ///< sentences that the question has said so far
    std::string rescue_folder, rescue_said;  ///< where to save what could not be saved, and what came of it
    bool show_log = false, show_about = false;
    bool show_help = false, show_record = false, show_model = false;
    DegreeSliderState degree_sliders;
    float sliders_scroll = 0;            ///< of the components, in the last frame
    std::uint64_t history_in_sight = 0;  ///< the step that the strip was scrolled to
    SeedText seed_text;                  ///< beside the face
    std::uint32_t typed_seed = 1;        ///< in the lists that a face is chosen from
    SeedText typed_seed_text;            ///< the same as it is typed
    bool quit = false;

    std::filesystem::path data_dir;
    int window_number = 1;  ///< among the windows of that folder: which session and history are its own
};

}  // namespace progan
