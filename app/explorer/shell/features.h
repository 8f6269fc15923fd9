// The window's features together, each in a folder of its own: what App hands to the panels. Features do not
// know each other: what one needs of another is handed in here. One thread (the window's).
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "app/explorer/features/axes/axes_controller.h"
#include "app/explorer/features/compare/compare_controller.h"
#include "app/explorer/features/doctor/doctor_controller.h"
#include "app/explorer/features/export/export_controller.h"
#include "app/explorer/features/favourites/favourites_controller.h"
#include "app/explorer/features/feature_context.h"
#include "app/explorer/features/grid/grid_controller.h"
#include "app/explorer/features/growth/growth_controller.h"
#include "app/explorer/features/history/history_controller.h"
#include "app/explorer/features/journey/timeline_controller.h"
#include "app/explorer/features/layers/layers_controller.h"
#include "app/explorer/features/manual/manual_controller.h"
#include "app/explorer/features/map/map_controller.h"
#include "app/explorer/features/model/model_controller.h"
#include "app/explorer/features/photo/photo_controller.h"
#include "app/explorer/features/recording/recording_controller.h"
#include "app/explorer/features/remote/learned_controls.h"
#include "app/explorer/features/remote/midi_controller.h"
#include "app/explorer/features/remote/osc_controller.h"
#include "app/explorer/features/remote/osc_feedback.h"
#include "app/explorer/features/remote/remote_hands.h"
#include "app/explorer/features/settings/settings_controller.h"
#include "app/explorer/features/slideshow/slideshow_controller.h"
#include "app/explorer/features/stage/stage_controller.h"
#include "app/explorer/features/teach/teach_controller.h"
#include "app/explorer/features/training/training_controller.h"
#include "app/explorer/features/wander/wander_controller.h"
#include "app/explorer/features/welcome/welcome_controller.h"
#include "app/explorer/shell/opening.h"
#include "app/explorer/ui/face_uses.h"
#include "app/explorer/ui/file_chooser.h"
#include "core/support/clock.h"

namespace progan {

struct Features {
    /// `clock` tells the time.
    Features(AppState& state, Engine& engine, std::function<Time()> clock, Clipboard clipboard = {},
             SystemFileDialogs file_dialogs = {});
    Features(const Features&) = delete;
    Features& operator=(const Features&) = delete;

    /// Once a frame.
    void tick(Time now);
    /// When tick() wants to be called next, if at all.
    std::optional<Time> next_tick() const;
    /// The files that other windows change, too, and what is to be called when any of them was changed.
    std::vector<std::filesystem::path> shared_files() const;
    void look_at_shared_files();
    /// What could not be saved is saved once more; files of the data folder that have vanished, whole.
    void save_again();
    /// Another model is open, or the same one on another device.
    void model_opened(const ModelReady& ready);
    /// A file that was dropped on the window, chosen, or named at the start: see opening.h.
    void open(const std::filesystem::path& requested) { open_together({requested}); }
    /// Several at once: each is opened or refused.
    void open_together(const std::vector<std::filesystem::path>& requested);

    AppState& state;
    Notifier notifier;
    FaceActions face;
    FileChooser files;
    std::function<std::string(std::string_view)> keys_of;  ///< Commands says, once it is there
    const FeatureContext context;

    FavouritesController favourites;
    ModelController model;
    HistoryController history;
    TrainingController training;
    AxesController axes;
    TeachController teach;
    GridController grid;
    CompareController compare;
    MapController map;
    TimelineController timeline;
    RecordingController recording;
    GrowthController growth;
    LayersController layers;
    ExportController exporting;
    PhotoController photo;
    WanderController wander;
    SlideshowController slideshow;
    StageController stage;
    RemoteHands hands;
    LearnedControls controls;
    OscFeedback osc_feedback;
    OscController osc;
    MidiController midi;
    WelcomeController welcome;
    ManualController manual;
    DoctorController doctor;
    SettingsController settings;

    const FaceUses face_uses;

  private:
    void open_each(const std::vector<std::filesystem::path>& requested);
    void open_known(OpenedKind kind, const std::filesystem::path& path);
    FaceUses make_face_uses();
    FavouritesController::Calls favourites_calls();
    RemoteHands::Calls remote_calls();
    OpenModelOf open_model_of();
    PhotoController::Keep keep_photo();
    std::vector<NamedLatent> grid_faces() const;
};

}  // namespace progan
