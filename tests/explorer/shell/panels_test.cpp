// All panels drawn by a Dear ImGui without a backend: a test per state of the window, at sizes and scales
// from very small to large. Finds asserts, unbalanced begin/end and texts that crash; how it looks is for
// screenshots.
#include <gtest/gtest.h>
#include <imgui.h>

#include <array>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/explorer/shell/features.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/theme.h"
#include "core/files/atomic_file.h"
#include "core/support/paths.h"
#include "core/support/translate.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/no_face_textures.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class PanelsTest : public ::testing::Test {
  public:
    PanelsTest() {
        state.data_dir = folder.path;
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.Fonts->AddFontDefault();
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        apply_theme(ThemeKind::dark, 1);
    }
    ~PanelsTest() override { ImGui::DestroyContext(); }

    /// Draws frames and returns the number of vertices of the last one.
    int draw(int frames, float width, float height) {
        ImGuiIO& io = ImGui::GetIO();
        int vertices = 0;
        for (int i = 0; i < frames; ++i) {
            io.DisplaySize = {width, height};
            io.DeltaTime = 1.0f / 60;
            io.MousePos = {static_cast<float>((i * 37) % static_cast<int>(width)),
                           static_cast<float>((i * 23) % static_cast<int>(height))};
            now += Seconds{1.0 / 60};
            ImGui::NewFrame();
            probe.begin_frame();
            Panel panel{state,          features.face, features.face_uses,
                        features.files, pictures,      thumbnails,
                        probe,          keys_of,       now,
                        false};
            draw_window(panel, features, commands);
            thumbnails.request_missing(state);
            ImGui::Render();
            vertices = ImGui::GetDrawData()->TotalVtxCount;
            for (const Event& event : engine.poll())
                if (const auto* frame = std::get_if<FaceReady>(&event)) thumbnails.frame(*frame);
        }
        return vertices;
    }

    /// Where the items of the last frame are: left, top, width and height of each that is seen.
    std::map<std::string, std::array<float, 4>> items() {
        probe.write(nlohmann::json::object(), ++written);
        return nlohmann::json::parse(read_text_file(folder.path / "probe.json", 1u << 22)).at("widgets");
    }

    void open_backend() {
        state.backend_ready = true;
        state.devices = {{"cpu", "CPU (2 threads)"}};
    }
    void open_model() {
        open_backend();
        features.model_opened(test::plain_model(128));
    }
    /// A face, forty favourites, thirty axes, a job, and more errors than anybody reads.
    void fill(CenterView center = CenterView::face) {
        open_model();
        state.center = center;
        state.shown = Image(64, 64);
        for (int i = 0; i < 40; ++i) {
            actions.random_seed();
            features.favourites.keep_current();
        }
        features.favourites.rename(state.favourites[0].id,
                                   "A very long name that will not fit under its picture 笑顔笑顔笑顔",
                                   "a, b");
        for (int i = 0; i < 30; ++i) {
            Axis axis;
            axis.id = "axis-" + std::to_string(i);
            axis.name = i == 3 ? std::string(150, 'w') : "Axis " + std::to_string(i);
            axis.method = static_cast<AxisMethod>(i % 5);
            if (axis.method == AxisMethod::labels) {
                axis.low = "young";
                axis.high = "old";
                axis.range = 40;
                axis.order = i;
            }
            axis.direction.assign(128, 0.0f);
            axis.direction[static_cast<std::size_t>(i)] = 1;
            axis.effect = i;
            axis.pinned = i == 5;
            axis.hidden = i == 6;
            state.axes.push_back(std::move(axis));
        }
        actions.turn_axis("axis-4", 33);
        actions.toggle_axis_lock("axis-4");
        state.jobs.push_back(
            {1, "Recording a-very-long-file-name-of-an-animation.webm", {3, 100}, {}, false});
        features.notifier.error(std::string(2000, 'x'));
        for (int i = 0; i < 20; ++i) features.notifier.error("Error number " + std::to_string(i) + ".");
    }

    void open_settings(SettingsSection section) {
        fill();
        features.settings.open();
        features.settings.show(section);
    }

    void show_labels() {
        LabelsState& labels = state.axes_list.labels;
        labels.show = true;
        labels.csv = "/pictures/" + std::string(60, 'l') + ".csv";
        labels.folder = "/pictures";
    }
    void choose_labels() {
        show_labels();
        LabelsState& labels = state.axes_list.labels;
        labels.pictures = 4000;
        labels.missing = 12;
        for (int i = 0; i < 40; ++i)
            labels.columns.push_back({"attribute_" + std::to_string(i), 4000, i != 3});
        labels.unused.assign(5, "The column 'note' has texts.");
    }

    /// A model whose faces are there, one that is looked into, and one that cannot be opened.
    void list_models() {
        using Home = ListedModel::Home;
        state.models.listed = {{"plain.safetensors", Home::program, true, {1000, 1}},
                               {"/models/slow.pth", Home::elsewhere, true, {2000, 2}},
                               {std::string(300, 'p') + ".pkl", Home::folder, false, {3000, 3}}};
        state.models.cards["plain.safetensors"] = {
            {1000, 1},
            ModelSample{std::string(90, 'N'), 64, 128, "", Image(kSampleFaces * kSampleSide, kSampleSide)},
            ""};
        state.models.cards["/models/slow.pth"] = {{2000, 2}, std::nullopt, ""};
        state.models.cards[state.models.listed[2].path] = {{3000, 3}, std::nullopt, std::string(400, 'e')};
        state.models.show = true;
    }

    test::StateFolder folder{"panels"};
    Time now;
    AppState state;
    Engine engine{test::plain_engine()};
    test::NoFaceTextures pictures;
    Features features{state, engine, [this] { return now; }};
    FaceActions& actions = features.face;
    Commands commands{state, features};
    const std::function<std::string(std::string_view)> keys_of = [this](std::string_view command) {
        return commands.keys_of(command);
    };
    Thumbnails thumbnails{engine, pictures};
    std::uint64_t written = 0;
    Probe probe{folder.path / "probe.json"};
};

/// One state of the window: what it is called, and how it comes about from a window that has just been
/// opened.
struct WindowState {
    const char* name;
    void (*enter)(PanelsTest&);
};
void PrintTo(const WindowState& state, std::ostream* out) {
    *out << state.name;
}

class PanelsInState : public PanelsTest, public ::testing::WithParamInterface<WindowState> {};

TEST_P(PanelsInState, AreDrawn) {
    draw(1, 1280, 800);  // a dialog opens over windows that are there already
    GetParam().enter(*this);
    EXPECT_GT(draw(50, 1280, 800), 100);
    EXPECT_GT(draw(10, 1024, 640), 100);
    draw(5, 200, 150);  // smaller than anybody makes it
}

// Before there is a face.
const WindowState kAtTheStart[] = {
    {"LibTorchIsLoading", [](PanelsTest&) {}},
    {"ThereIsNoEngine", [](PanelsTest& t) { t.state.backend_failure = "The torch library was not found."; }},
    {"ThereIsNoModel", [](PanelsTest& t) { t.open_backend(); }},
    {"ThereIsNoFace",
     [](PanelsTest& t) {
         t.open_model();
         t.draw(1, 1280, 800);
         EXPECT_EQ(t.pictures.drawn, 0);
     }},
    {"ThereIsAFace",
     [](PanelsTest& t) {
         t.open_model();
         t.state.shown = Image(64, 64);
         t.draw(1, 1280, 800);
         EXPECT_EQ(t.pictures.drawn, 1);
     }},
    {"ACheckpointIsBeingOpened",
     [](PanelsTest& t) {
         t.open_backend();
         t.state.opening = 7;
         t.state.opening_path = "a-checkpoint.pth";
     }},
    {"ACheckpointIsBeingConverted",
     [](PanelsTest& t) {
         t.fill();
         t.state.opening = 7;
         t.state.opening_path = "a-checkpoint.pth";
         t.state.opening_part = 0.4;
     }},
};
INSTANTIATE_TEST_SUITE_P(AtTheStart, PanelsInState, ::testing::ValuesIn(kAtTheStart),
                         [](const auto& tested) { return std::string(tested.param.name); });

// All of these with forty favourites, thirty axes, a job and many errors.
/// Maps of four channels, of which one is chosen and weakened.
void enter_layers(PanelsTest& t) {
    t.fill(CenterView::layers);
    t.features.layers.tick(t.now);
    t.features.layers.set_level(1);
    LevelFeatures features{1, 8, 4, {}, {}};
    for (int i = 0; i < 64; ++i) {
        features.norms.push_back(1);
        for (int c = 0; c < 4; ++c) features.values.push_back(static_cast<float>(c * i));
    }
    const ChannelMaps maps = channel_maps(features);
    ChannelSurveyor surveyor;
    surveyor.add(maps);
    t.state.layers.maps = std::make_shared<const ChannelMaps>(maps);
    t.state.layers.surveys[1] = surveyor.survey();
    t.features.layers.choose(3);
    t.features.layers.set_strength(3, 0.5f);
    t.features.layers.set_strength(2, 0);
}

const WindowState kFull[] = {
    {"EverythingIsThere", [](PanelsTest& t) { t.fill(); }},
    {"AFavouriteIsRenamed",
     [](PanelsTest& t) {
         t.fill();
         t.state.favourites_view.inspected = t.state.favourites[0].id;
         t.state.favourites_view.name_wanted = true;
     }},
    {"AFavouriteHasManyTagsStarsAndAlbums",
     [](PanelsTest& t) {
         t.fill();
         Favourite& favourite = t.state.favourites[0];
         favourite.rating = 5;
         favourite.model_sha256 = std::string(64, 'b');
         favourite.model_name = std::string(80, 'M');
         favourite.tags = {std::string(200, 't'), "", "a", "b", "hair", "smile"};
         favourite.albums = {std::string(200, 'A'), "Cast", "50 % of it"};
         t.state.favourites_view.inspected = favourite.id;
     }},
    {"TheDetailsAreFolded",
     [](PanelsTest& t) {
         t.fill();
         t.state.favourites_view.inspected = t.state.favourites[0].id;
         t.state.favourites_settings.details = false;
     }},
    {"SeveralFavouritesAreSelected",
     [](PanelsTest& t) {
         t.fill();
         for (std::size_t i = 0; i < 30; ++i) {
             t.state.favourites[i].rating = static_cast<int>(i % 6);
             if (i % 3 == 0) t.state.favourites[i].tags.emplace_back("third");
             t.features.exporting.toggle_selected(t.state.favourites[i].id);
         }
     }},
    {"NoFavouriteMatches",
     [](PanelsTest& t) {
         t.fill();
         t.state.favourites_view.search = "nothing of that name";
         t.state.favourites_view.least_stars = 3;
     }},
    {"AnAlbumIsEmpty",
     [](PanelsTest& t) {
         t.fill();
         t.state.favourites_settings.album = std::string(200, 'E');
     }},
    {"ANewAlbumIsNamed",
     [](PanelsTest& t) {
         t.fill();
         t.state.favourites_view.album_form = {true, "", "", {}};
     }},
    {"AnAlbumIsRenamed",
     [](PanelsTest& t) {
         t.fill();
         t.state.favourites_view.album_form = {true, "Cast", "Crew", {}};
     }},
    {"AxesAreBeingFoundAndOneRenamed",
     [](PanelsTest& t) {
         t.fill();
         t.state.axes_list.all_strips = t.state.axes_list.show_hidden = t.state.axes_list.finding = true;
         t.state.axes_list.renaming = "axis-5";
         t.state.axes_list.note = std::string(300, 'n');
     }},
    {"MoreAxesAreAskedFor",
     [](PanelsTest& t) {
         t.fill();
         t.state.axes_list.show_find = true;
     }},
    {"AxesAreSaved",
     [](PanelsTest& t) {
         t.fill();
         t.state.axes_list.show_save = true;
     }},
    {"NoAxisIsCalledSo",
     [](PanelsTest& t) {
         t.fill();
         t.state.axes_list.search = "nothing is called so";
     }},
    {"ComponentsAreListed",
     [](PanelsTest& t) {
         t.fill();
         t.state.components_listed = true;
     }},
    {"TheModelIsExplained",
     [](PanelsTest& t) {
         t.fill();
         t.state.show_model = true;
     }},
    {"AConvertedModelIsExplained",
     [](PanelsTest& t) {
         t.fill();
         t.state.show_model = true;
         t.state.model->origin = {{"Code base", std::string(500, 'y')},
                                  {"Left out", "netD (a discriminator)"}};
     }},
    {"ModelsAreListed",
     [](PanelsTest& t) {
         t.fill();
         t.list_models();
     }},
    {"LabelsAreRead",
     [](PanelsTest& t) {
         t.fill();
         t.show_labels();
         t.state.axes_list.labels.reading = true;
     }},
    {"LabelsCannotBeRead",
     [](PanelsTest& t) {
         t.fill();
         t.show_labels();
         t.state.axes_list.labels.problem = std::string(500, 'p');
     }},
    {"LabelsAreChosen",
     [](PanelsTest& t) {
         t.fill();
         t.choose_labels();
     }},
    {"LabelsAreLearned",
     [](PanelsTest& t) {
         t.fill();
         t.choose_labels();
         t.state.axes_list.labels.learning = true;
     }},
    {"LabelsAreLearnedInTheBackground",
     [](PanelsTest& t) {
         t.fill();
         t.choose_labels();
         t.state.axes_list.labels.learning = true;
         t.state.axes_list.labels.show = false;
     }},
    {"Help",
     [](PanelsTest& t) {
         t.fill();
         t.state.show_help = true;
     }},
    {"SettingsOfTheLook", [](PanelsTest& t) { t.open_settings(SettingsSection::look); }},
    {"SettingsOfFaces", [](PanelsTest& t) { t.open_settings(SettingsSection::faces); }},
    {"SettingsOfKeys",
     [](PanelsTest& t) {
         t.open_settings(SettingsSection::keys);
         t.state.settings.keys.of["face.random"] = std::vector<Chord>(kMaxKeys, {.character = '%'});
         t.state.settings.keys.of["face.next"] = {};
     }},
    {"AKeyIsWaitedFor",
     [](PanelsTest& t) {
         t.open_settings(SettingsSection::keys);
         t.features.settings.ask_key("history.redo", 2);
     }},
    {"AKeyBelongsToAnotherCommand",
     [](PanelsTest& t) {
         t.open_settings(SettingsSection::keys);
         t.features.settings.ask_key("face.random", 0);
         t.commands.handle({{.key = 'S', .ctrl = true}}, {});
         t.draw(1, 1280, 800);
         EXPECT_TRUE(t.state.settings_dialog.wanted);
     }},
    {"NoCommandIsCalledSo",
     [](PanelsTest& t) {
         t.open_settings(SettingsSection::keys);
         t.state.settings_dialog.search = "no such command";
     }},
    {"ACacheIsAskedAbout",
     [](PanelsTest& t) {
         t.open_settings(SettingsSection::storage);
         t.draw(1, 1280, 800);
         t.state.settings_dialog.use = DataFolderUse{};
         t.state.settings_dialog.asked = 1;
         t.state.settings_dialog.problem = std::string(300, 'p');
     }},
    {"SettingsOfPrivacy", [](PanelsTest& t) { t.open_settings(SettingsSection::privacy); }},
    {"AResetIsAskedAbout",
     [](PanelsTest& t) {
         t.open_settings(SettingsSection::reset);
         t.state.settings_dialog.asked_reset = true;
     }},
    {"ANewcomerIsWelcomed",
     [](PanelsTest& t) {
         t.fill();
         t.state.notifications.clear();
         t.features.welcome.show();
     }},
    {"ANewcomerIsShownAround",
     [](PanelsTest& t) {
         t.fill();
         t.features.welcome.start_tour();
         t.features.welcome.tick(Time{Seconds{1}});
         t.features.welcome.tick(Time{Seconds{8}});
     }},
    {"TheManualIsRead",
     [](PanelsTest& t) {
         t.fill();
         t.features.manual.open();
     }},
    {"TheManualIsSearched",
     [](PanelsTest& t) {
         t.fill();
         t.features.manual.open();
         t.features.manual.search("safetensors");
         t.features.manual.step_hit(-1);
     }},
    {"TheDoctorHasBeenAsked",
     [](PanelsTest& t) {
         t.fill();
         t.state.doctor.show = true;
         t.state.doctor.text = "Program progan\n";
         t.state.doctor.problem = "Some checks failed.";
     }},
    {"TheProgramTellsAboutItself",
     [](PanelsTest& t) {
         t.fill();
         t.state.show_about = true;
     }},
    {"TheLogIsRead",
     [](PanelsTest& t) {
         t.fill();
         t.state.show_log = true;
     }},
    {"ThePaletteListsCommands",
     [](PanelsTest& t) {
         t.fill();
         t.state.palette.open = true;
     }},
    {"ThePaletteFindsNothing",
     [](PanelsTest& t) {
         t.fill();
         t.state.palette.open = true;
         t.state.palette.query = "nothing is called so";
     }},
    {"ARecordingIsSetUp",
     [](PanelsTest& t) {
         t.fill();
         t.state.show_record = true;
     }},
    {"AFaceIsExported",
     [](PanelsTest& t) {
         t.fill();
         t.features.exporting.open();
         t.state.exporting.problem = "Something went wrong.";
     }},
    {"FavouritesAreExportedAsASheet",
     [](PanelsTest& t) {
         t.fill();
         for (const Favourite& favourite : t.state.favourites)
             t.features.exporting.toggle_selected(favourite.id);
         t.features.exporting.open_selected();
         t.state.export_settings.format = FaceFormat::jpeg;
         t.state.export_settings.scale = 0;
     }},
    {"AFolderThatIsNotThereIsPickedFrom",
     [](PanelsTest& t) {
         t.fill();
         t.features.files.open(FilePurpose::open_model);
         t.state.picker.folder = "/nonexistent";
     }},
    {"AFolderIsPickedFrom",
     [](PanelsTest& t) {
         t.fill();
         t.features.files.open(FilePurpose::open_model);
         t.state.picker.folder = "/";
     }},
    {"AFolderIsChosen",
     [](PanelsTest& t) {
         t.fill();
         t.features.files.choose({FilePurpose::exports, "/", {}, {}}, [](const std::filesystem::path&) {});
         t.state.picker.note = "The system's file dialog did not answer.";
     }},
    {"ANameToSaveAsIsChosen",
     [](PanelsTest& t) {
         t.fill();
         t.features.files.choose({FilePurpose::save_journey, "/", "journey.json", {}},
                                 [](const std::filesystem::path&) {});
     }},
    {"TheSystemsFileDialogIsOpen",
     [](PanelsTest& t) {
         t.fill();
         t.features.exporting.open();
         t.state.picker.system_for = "Export/Browse";
     }},
    {"TheFaceIsZoomedWhileTheJourneyPlays",
     [](PanelsTest& t) {
         t.fill();
         t.state.view.fit = false;
         t.state.view.zoom = 40;
         t.features.timeline.toggle_play();
     }},
    {"AMinuteOfKeysIsZoomed",
     [](PanelsTest& t) {
         t.fill();
         for (std::uint32_t seed = 0; seed < 9; ++seed) t.features.timeline.add(face_of_seed(t.state, seed));
         t.features.timeline.set_repeat(Repeat::loop);
         t.features.timeline.set_length(1500);
         t.features.timeline.zoom_to(20, 700);
     }},
    {"ThereIsNoJourney",
     [](PanelsTest& t) {
         t.fill();
         t.state.journey = {};
     }},
    {"TheJourneyIsBegunAnew",
     [](PanelsTest& t) {
         t.fill();
         t.state.journey = {};
         t.draw(5, 1280, 800);
         t.features.timeline.start_anew();
     }},
    {"Teach", [](PanelsTest& t) { t.fill(CenterView::teach); }},
    {"Growth", [](PanelsTest& t) { t.fill(CenterView::growth); }},
    {"Layers", [](PanelsTest& t) { enter_layers(t); }},
    {"LayersOnAnotherDevice",
     [](PanelsTest& t) {
         t.fill(CenterView::layers);
         t.state.shows_features = false;
     }},
    {"Training", [](PanelsTest& t) { t.fill(CenterView::training); }},
};
INSTANTIATE_TEST_SUITE_P(Full, PanelsInState, ::testing::ValuesIn(kFull),
                         [](const auto& tested) { return std::string(tested.param.name); });

void enter_grid(PanelsTest& t, GridMode mode, bool faces) {
    t.fill(CenterView::grid);
    t.state.grid.mode = mode;
    if (!faces) return;
    t.features.grid.add_parent(face_of_seed(t.state, 1));
    t.features.grid.add_parent(face_of_seed(t.state, 2));
    for (std::size_t term = 0; term < 3; ++term) t.features.grid.set_term(term, face_of_seed(t.state, 3));
}
const WindowState kGrid[] = {
    {"Around", [](PanelsTest& t) { enter_grid(t, GridMode::around, true); }},
    {"AroundAtFirst", [](PanelsTest& t) { enter_grid(t, GridMode::around, false); }},
    {"Breed", [](PanelsTest& t) { enter_grid(t, GridMode::breed, true); }},
    {"BreedWithoutParents", [](PanelsTest& t) { enter_grid(t, GridMode::breed, false); }},
    {"Sum", [](PanelsTest& t) { enter_grid(t, GridMode::sum, true); }},
    {"SumWithoutTerms", [](PanelsTest& t) { enter_grid(t, GridMode::sum, false); }},
};
INSTANTIATE_TEST_SUITE_P(Grid, PanelsInState, ::testing::ValuesIn(kGrid),
                         [](const auto& tested) { return std::string(tested.param.name); });

void enter_compare(PanelsTest& t, CompareView view, bool face) {
    t.fill(CenterView::compare);
    t.state.compare.view = view;
    if (face) t.features.compare.set(0, face_of_seed(t.state, 1));
}
const WindowState kCompare[] = {
    {"One", [](PanelsTest& t) { enter_compare(t, CompareView::one, true); }},
    {"OneAtFirst", [](PanelsTest& t) { enter_compare(t, CompareView::one, false); }},
    {"SideBySide", [](PanelsTest& t) { enter_compare(t, CompareView::side_by_side, true); }},
    {"SideBySideAtFirst", [](PanelsTest& t) { enter_compare(t, CompareView::side_by_side, false); }},
    {"Swipe", [](PanelsTest& t) { enter_compare(t, CompareView::swipe, true); }},
    {"SwipeAtFirst", [](PanelsTest& t) { enter_compare(t, CompareView::swipe, false); }},
    {"Difference", [](PanelsTest& t) { enter_compare(t, CompareView::difference, true); }},
    {"DifferenceAtFirst", [](PanelsTest& t) { enter_compare(t, CompareView::difference, false); }},
};
INSTANTIATE_TEST_SUITE_P(Compare, PanelsInState, ::testing::ValuesIn(kCompare),
                         [](const auto& tested) { return std::string(tested.param.name); });

/// A map of 8 x 8 cells whose tiles are smaller than the faces: large cells show those.
void enter_map(PanelsTest& t) {
    t.open_model();
    t.state.center = CenterView::map;
    t.state.shown = Image(64, 64);
    auto map = std::make_shared<FaceMap>();
    map->side = 8;
    map->tile = 4;
    for (int cell = 0; cell < 64; ++cell) map->cells.push_back(63 - cell);
    t.state.map.map = map;
}
const WindowState kMap[] = {
    {"WithoutAModel", [](PanelsTest& t) { t.state.center = CenterView::map; }},
    {"BeforeAFace",
     [](PanelsTest& t) {
         t.open_model();
         t.state.center = CenterView::map;
     }},
    {"Begun",
     [](PanelsTest& t) {
         t.open_model();
         t.state.center = CenterView::map;
         t.state.map.building = true;
         t.state.map.progress = {30, 100};
         t.draw(5, 1280, 800);
         EXPECT_EQ(t.pictures.maps_drawn, 0);
     }},
    {"Built",
     [](PanelsTest& t) {
         enter_map(t);
         t.draw(20, 1280, 800);
         EXPECT_EQ(t.pictures.maps_drawn, 20);
     }},
    {"GrowingUnderAStroke",
     [](PanelsTest& t) {
         enter_map(t);
         t.state.map.building = true;
         t.state.map.progress = {30, 100};
         t.state.map.here = 3;
         t.state.map.favourites = {0, 9, 63};
         t.state.map.stroke_mode = true;
         t.features.map.begin_stroke({0.1, 0.1});
         t.features.map.extend_stroke({0.9, 0.5});
     }},
    {"StoppedZoomedAndWalkedByKeys",
     [](PanelsTest& t) {
         enter_map(t);
         t.state.map.here = 3;
         t.state.map.stopped = true;
         t.state.map.faces = 1024;
         t.state.map.view.fit = false;
         t.state.map.view.zoom = 2;
         t.state.map.by_keys = true;
     }},
    {"GoneAgain",
     [](PanelsTest& t) {
         enter_map(t);
         t.draw(5, 1280, 800);
         t.state.map.map = nullptr;
     }},
};
INSTANTIATE_TEST_SUITE_P(Map, PanelsInState, ::testing::ValuesIn(kMap),
                         [](const auto& tested) { return std::string(tested.param.name); });

/// The same in another language: its texts are longer or shorter, and their ids stay.
class PanelsInJapanese : public PanelsInState {
  public:
    PanelsInJapanese() { use_language("ja", texts_folder()); }
    ~PanelsInJapanese() override { use_language("en", texts_folder()); }
};

TEST_P(PanelsInJapanese, AreDrawn) {
    if (languages(texts_folder()).size() < 2) GTEST_SKIP() << "built without msgfmt: there is only English";
    EXPECT_STREQ(tr("Close"), "閉じる");
    draw(1, 1280, 800);
    GetParam().enter(*this);
    EXPECT_GT(draw(5, 1280, 800), 100);
    use_language("en", texts_folder());  // what is open stays open
    EXPECT_GT(draw(5, 1280, 800), 100);
}
INSTANTIATE_TEST_SUITE_P(AtTheStart, PanelsInJapanese, ::testing::ValuesIn(kAtTheStart),
                         [](const auto& tested) { return std::string(tested.param.name); });
INSTANTIATE_TEST_SUITE_P(Full, PanelsInJapanese, ::testing::ValuesIn(kFull),
                         [](const auto& tested) { return std::string(tested.param.name); });
INSTANTIATE_TEST_SUITE_P(Grid, PanelsInJapanese, ::testing::ValuesIn(kGrid),
                         [](const auto& tested) { return std::string(tested.param.name); });
INSTANTIATE_TEST_SUITE_P(Compare, PanelsInJapanese, ::testing::ValuesIn(kCompare),
                         [](const auto& tested) { return std::string(tested.param.name); });
INSTANTIATE_TEST_SUITE_P(Map, PanelsInJapanese, ::testing::ValuesIn(kMap),
                         [](const auto& tested) { return std::string(tested.param.name); });

/// A view in a window of 512 pixels whose sliders are open, what of it must be seen, and how high it is.
struct NarrowView {
    const char* name;
    void (*enter)(PanelsTest&);
    std::vector<std::string> needed;
    float height = 340;
};
void PrintTo(const NarrowView& view, std::ostream* out) {
    *out << view.name;
}

class PanelsInNarrowWindow : public PanelsTest, public ::testing::WithParamInterface<NarrowView> {};

TEST_P(PanelsInNarrowWindow, AreWhole) {
    constexpr float kWidth = 512;
    state.panels.left = Fold::open;
    GetParam().enter(*this);
    state.jobs.clear();
    state.notifications.clear();
    draw(5, kWidth, GetParam().height);
    const auto all = items();
    const float left = all.at("LeftBorder/Border")[0], right = all.at("Right/Unfold")[0];
    using Item = std::pair<std::string, std::array<float, 4>>;
    std::vector<Item> seen;
    for (const std::string& name : GetParam().needed) {
        ASSERT_TRUE(all.contains(name)) << name << " is not seen";
        const std::array<float, 4> at = all.at(name);
        EXPECT_GE(at[0], left) << name;
        EXPECT_LE(at[0] + at[2], right) << name << " is cut";
        EXPECT_LE(at[1] + at[3], GetParam().height) << name << " is cut";
        for (const auto& [other, there] : seen)
            EXPECT_FALSE(at[0] < there[0] + there[2] && there[0] < at[0] + at[2] &&
                         at[1] < there[1] + there[3] && there[1] < at[1] + at[3])
                << name << " lies over " << other;
        seen.emplace_back(name, at);
    }
}

const NarrowView kNarrow[] = {
    {"Grid",
     [](PanelsTest& t) { enter_grid(t, GridMode::around, true); },
     {"Grid/List", "Grid/3 x 3", "Grid/5 x 5", "Grid/Across", "Grid/Down", "Grid/New directions",
      "Grid/Radius", "Around/0,0"}},
    {"Compare",
     [](PanelsTest& t) { enter_compare(t, CompareView::side_by_side, true); },
     {"Compare/List", "Compare/Fit", "Compare/1:1", "Compare/Choose A", "Compare/Swap", "Compare/Choose B"}},
    {"Map",
     [](PanelsTest& t) {
         enter_map(t);
         t.state.map.building = true;
         t.state.map.progress = {30, 100};
     },
     {"Map/Fit", "Map/Draw", "Map/Progress", "Map/Cancel", "Map/Map"}},
    {"Teach",
     [](PanelsTest& t) {
         t.fill(CenterView::teach);
         t.features.teach.tick(t.now);
     },
     {"Teach/Name", "Teach/Add", "Teach/Question", "Teach/Answer less", "Teach/Skip", "Teach/Answer more",
      "Teach/Less", "Teach/More"},
     900},
    {"Growth",
     [](PanelsTest& t) { t.fill(CenterView::growth); },
     {"Growth/Level/0", "Growth/Level/1", "Growth/Play", "Growth/Age", "Growth/Record"}},
    {"Layers", enter_layers, {"Layers/Order", "Layers/Scale", "Layers/Channel/3", "Layers/Face"}},
};
INSTANTIATE_TEST_SUITE_P(Narrow, PanelsInNarrowWindow, ::testing::ValuesIn(kNarrow),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST_F(PanelsTest, AJobCanBeCancelledInANarrowWindow) {
    fill();
    for (const float width : {300.0f, 512.0f, 1280.0f}) {
        draw(5, width, 400);
        const std::array<float, 4> bar = items().at("Job/Progress"), cancel = items().at("Job/Cancel");
        EXPECT_LE(cancel[0] + cancel[2], width);
        EXPECT_LE(bar[0] + bar[2], cancel[0]);
    }
}

TEST_F(PanelsTest, AMessageIsNotShownTwice) {
    features.notifier.info("The last key stays.");
    features.notifier.info("Something else.");
    features.notifier.info("The last key stays.");
    ASSERT_EQ(state.notifications.size(), 2u);
    EXPECT_EQ(state.notifications[1].text, "The last key stays.");
    EXPECT_EQ(state.log.count, 3u) << "the log has each";
}

TEST_F(PanelsTest, DialogsAndViewsFollowEachOther) {
    fill();
    for (bool* dialog : {&state.show_model, &state.show_help, &state.show_record, &state.picker.show,
                         &state.show_log, &state.show_about, &state.manual.show, &state.doctor.show,
                         &state.models.show, &state.settings_dialog.show, &state.components_listed}) {
        *dialog = true;
        EXPECT_GT(draw(20, 1280, 800), 100);
        *dialog = false;
        EXPECT_GT(draw(5, 1280, 800), 100);
    }
    for (const CenterView view :
         {CenterView::grid, CenterView::map, CenterView::compare, CenterView::teach, CenterView::growth,
          CenterView::layers, CenterView::training, CenterView::face}) {
        state.center = view;
        EXPECT_GT(draw(20, 1280, 800), 100);
    }
    state.journey = {};
    EXPECT_GT(draw(5, 1280, 800), 100);
    features.timeline.start_anew();
    EXPECT_GT(draw(130, 1024, 640), 100);
}

TEST_F(PanelsTest, PanelsComeAndGoUnderDialogs) {
    fill();
    EXPECT_GT(draw(5, 1280, 800), 100);
    for (bool* dialog : {&state.axes_list.show_find, &state.show_record, &state.show_help}) {
        *dialog = true;
        state.panels.left = state.panels.right = Fold::folded;
        state.jobs.clear();
        EXPECT_GT(draw(5, 1280, 800), 100);
        state.panels.left = state.panels.right = Fold::open;
        state.panels.timeline = true;
        state.jobs.push_back({1, "Recording", {3, 100}, {}, false});
        EXPECT_GT(draw(5, 800, 500), 100);
        state.settings.show_performance = true;
        EXPECT_GT(draw(5, 1440, 900), 100);
        *dialog = state.panels.timeline = state.settings.show_performance = false;
        state.panels.alone = true;
        EXPECT_GT(draw(5, 1280, 800), 10);
        state.panels.alone = false;
        EXPECT_GT(draw(5, 1280, 800), 100);
    }
}

TEST_F(PanelsTest, AnySizeAndScale) {
    features.model_opened(test::plain_model(512));
    state.shown = Image(64, 64);
    features.favourites.keep_current();
    for (float scale : {0.85f, 1.0f, 2.0f, 4.0f}) {
        apply_theme(scale < 2 ? ThemeKind::light : ThemeKind::high_contrast, scale);
        ImGui::GetIO().FontGlobalScale = scale;
        for (const ImVec2 size :
             {ImVec2(200, 150), ImVec2(800, 500), ImVec2(1024, 640), ImVec2(3840, 2160), ImVec2(700, 2000)})
            EXPECT_GT(draw(5, size.x, size.y), 100) << scale << " " << size.x;
    }
}

}  // namespace
}  // namespace progan
