// What the session keeps between runs, besides the favourites. Plain values; session.h writes and restores
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/explorer/features/axes/axes_state.h"
#include "app/explorer/features/compare/compare_state.h"
#include "app/explorer/features/export/export_state.h"
#include "app/explorer/features/favourites/favourites_state.h"
#include "app/explorer/features/grid/grid_state.h"
#include "app/explorer/features/journey/timeline_state.h"
#include "app/explorer/features/layers/layers_state.h"
#include "app/explorer/features/recording/recording_state.h"
#include "app/explorer/features/remote/midi_state.h"
#include "app/explorer/features/remote/osc_state.h"
#include "app/explorer/features/settings/settings_state.h"
#include "app/explorer/features/slideshow/slideshow_state.h"
#include "app/explorer/features/stage/stage_state.h"
#include "app/explorer/features/training/training_state.h"
#include "app/explorer/features/wander/wander_state.h"
#include "app/explorer/features/welcome/welcome_state.h"
#include "app/explorer/state/face.h"
#include "app/explorer/state/panels_state.h"
#include "app/explorer/state/picker_state.h"
#include "app/explorer/state/theme_choice.h"
#include "app/explorer/state/view_state.h"
#include "core/latent/journey/journey.h"
#include "core/latent/seeds.h"

namespace progan {

class KeptFields;

/// What the main view follows.
enum class Follow { sliders, journey };

/// What the middle of the window shows.
enum class CenterView { face, grid, map, compare, teach, growth, training, layers };

struct Settings {
    SeedMode seed_mode = SeedMode::numpy;
    std::string device = "auto";
    std::string language;                    ///< of the texts, "ja"; empty: the system's
    std::string model_path;                  ///< empty: the default model
    std::vector<std::string> recent_models;  ///< paths, the last opened first
    double ui_scale = 0;                     ///< 0: as the display says
    ThemeChoice theme = ThemeChoice::system;
    bool show_performance = false;
    int window_width = 1280, window_height = 800;  ///< at scale 1
    MotionChoice motion = MotionChoice::system;
    FileDialogs file_dialogs = FileDialogs::system;
    KeyChanges keys;
};

struct SessionState {
    Settings settings;

    // The face.
    Face face;
    std::vector<std::uint8_t> locked;  ///< one per component; 1: the slider keeps its degrees
    std::set<std::string> locked_axes;
    bool edits_held = false;  ///< another face has the same channels edited
    Follow follow = Follow::sliders;
    Journey journey;           ///< as a person made it; seen through shown_journey()
    std::optional<int> level;  ///< that is shown; nothing: the model's last

    // How it is looked at.
    CenterView center = CenterView::face;
    ViewState view;
    PanelsState panels;
    FileFolders file_folders;
    bool components_listed = false;  ///< in the left column, in place of the axes
    std::string slider_filter;
    bool only_turned = false;  ///< list only sliders that are not at 0

    // The features.
    AxesState axes_list;
    TimelineState timeline;
    RecordSettings record;
    ExportSettings export_settings;
    GridState grid;
    CompareState compare;
    LayersSettings layers_settings;
    TrainingState training;
    WanderState wander;
    SlideshowSettings slideshow_settings;
    StageSettings stage_settings;
    OscSettings osc_settings;
    MidiSettings midi_settings;
    FavouritesSettings favourites_settings;
    WelcomeState welcome;
};

/// What the session keeps of it.
void keep(KeptFields& fields, Settings& settings);

}  // namespace progan
