// Export without a window: what is offered, where it goes, that nothing is replaced or changed, the clipboard
// and which favourites are selected.
#include "app/explorer/features/export/export_controller.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "app/explorer/platform/desktop_files.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/session/session.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/latent/seeds.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class ExportTest : public ::testing::Test {
  protected:
    ExportTest() {
        state.data_dir = folder.path / "data";
        engine.emplace(test::plain_engine_with_model());
        Clipboard clipboard;
        clipboard.set_text = [this](const std::string& text) { copied_text = text; };
        clipboard.text = [this] { return copied_text; };
        clipboard.set_png = [this](const std::vector<std::byte>& png) {
            copied_png.assign(reinterpret_cast<const char*>(png.data()), png.size());
            return true;
        };
        clipboard.ask_png = [this](const std::function<void(std::optional<std::string>)>& answer) {
            answer(copied_png.empty() ? std::nullopt : std::optional(copied_png));
        };
        features.emplace(
            state, *engine, [this] { return now; }, std::move(clipboard));
        // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): the features are made here
        exporting = &features->exporting;
        engine->open_model("plain", "cpu");
        EXPECT_TRUE(until([&] { return state.model.has_value(); }));
        state.export_settings.folder = (folder.path / "out").string();
        features->face.pick_seed(5);
    }

    bool until(const std::function<bool()>& condition) {
        return test::frames_until(
            *engine, *features, condition, [] {},
            [&](const Event& event) {
                if (const auto* ready = std::get_if<ModelReady>(&event)) features->model_opened(*ready);
            });
    }
    /// Starts and waits for the end; returns what was written.
    fs::path done() {
        exporting->start();
        EXPECT_TRUE(until([&] { return !state.exporting.working; }));
        EXPECT_EQ(state.exporting.problem, "");
        return state.exporting.last;
    }
    void keep(std::uint32_t seed) {
        features->face.pick_seed(seed);
        features->favourites.keep_current();
    }

    test::StateFolder folder{"export"};
    Time now;
    AppState state;
    std::optional<Engine> engine;
    std::string copied_text, copied_png;
    std::optional<Features> features;
    ExportController* exporting = nullptr;  ///< of the features
};

TEST_F(ExportTest, EnterAfterOpeningIsEnoughAndReplacesNothing) {
    const Face before = state.face;
    exporting->open();
    EXPECT_EQ(exporting->target(), folder.path / "out/Seed 5.png");
    EXPECT_EQ(done(), folder.path / "out/Seed 5.png");
    EXPECT_FALSE(state.exporting.show);
    EXPECT_EQ(read_image(state.exporting.last).width, 16 * 8);
    std::ofstream(folder.path / "out/Seed 5.png") << "somebody else's";
    exporting->open();
    EXPECT_EQ(exporting->target(), folder.path / "out/Seed 5-2.png");
    EXPECT_EQ(done(), folder.path / "out/Seed 5-2.png");
    EXPECT_EQ(read_text_file(folder.path / "out/Seed 5.png", 1000), "somebody else's");
    EXPECT_EQ(state.face, before);
}

TEST_F(ExportTest, ANameCannotLeaveTheFolder) {
    exporting->open();
    state.exporting.name = "../../etc/passwd";
    EXPECT_EQ(done(), folder.path / "out" / "face.._.._etc_passwd.png");
}

TEST_F(ExportTest, WhatCannotBeWrittenIsSaidAndLeavesNothing) {
    std::ofstream(folder.path / "file") << "a file";
    exporting->open();
    state.export_settings.folder = (folder.path / "file/inside").string();
    exporting->start();
    ASSERT_TRUE(until([&] { return !state.exporting.working; }));
    EXPECT_NE(state.exporting.problem.find("file/inside/Seed 5.png"), std::string::npos)
        << state.exporting.problem;
    EXPECT_TRUE(state.exporting.show);
    EXPECT_TRUE(state.exporting.last.empty());
    // A sheet that would be too large, too: what is needed is said.
    for (const std::uint32_t seed : {1u, 2u}) keep(seed);
    exporting->open();
    exporting->choose_source(1);
    state.export_settings.scale = 0;
    state.export_settings.side = kMaxFaceSide;
    state.export_settings.folder = (folder.path / "out").string();
    exporting->start();
    ASSERT_TRUE(until([&] { return !state.exporting.working; }));
    EXPECT_NE(state.exporting.problem.find("Choose a smaller size"), std::string::npos);
    EXPECT_TRUE(!fs::exists(folder.path / "out") || fs::is_empty(folder.path / "out"));
}

TEST_F(ExportTest, FavouritesOfOtherModelsAreLeftOut) {
    for (const std::uint32_t seed : {1u, 2u, 3u}) keep(seed);
    state.favourites[1].model_sha256 = std::string(64, 'b');
    exporting->open();
    ASSERT_EQ(state.exporting.sources.size(), 2u);
    exporting->choose_source(1);
    EXPECT_EQ(exporting->source().faces.size(), 2u);
    EXPECT_EQ(exporting->source().left_out, 1);
    state.export_settings.sheet = false;
    EXPECT_TRUE(exporting->makes_folder());
    state.exporting.name = "both";
    EXPECT_EQ(done(), folder.path / "out/both/Seed 1.png");
    EXPECT_TRUE(fs::exists(folder.path / "out/both/Seed 3.png"));
    exporting->open();
    exporting->choose_source(1);
    state.exporting.name = "both";
    EXPECT_EQ(done(), folder.path / "out/both-2/Seed 1.png");
}

TEST_F(ExportTest, CancellingLeavesNothing) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) keep(seed);
    exporting->open();
    exporting->choose_source(1);
    exporting->start();
    exporting->close();
    EXPECT_FALSE(state.exporting.working);
    exporting->open();
    EXPECT_EQ(done(), folder.path / "out/Seed 19.png");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path / "out"), {}), 1);
}

TEST_F(ExportTest, CtrlAndShiftSelectFavourites) {
    const std::vector<std::string> listed{"a", "b", "c", "d"};
    std::set<std::string>& selected = state.exporting.selected;
    exporting->toggle_selected("b");
    exporting->toggle_selected("d");
    EXPECT_EQ(selected, (std::set<std::string>{"b", "d"}));
    exporting->toggle_selected("b");
    EXPECT_EQ(selected, (std::set<std::string>{"d"}));
    exporting->select_up_to("c", listed);  // from b, clicked last
    EXPECT_EQ(selected, (std::set<std::string>{"b", "c"}));
    exporting->select_up_to("a", listed);
    EXPECT_EQ(selected, (std::set<std::string>{"a", "b"}));
    exporting->clear_selection();
    exporting->select_up_to("c", listed);
    EXPECT_EQ(selected, (std::set<std::string>{"c"}));
    exporting->select_up_to("gone", listed);
    EXPECT_EQ(selected, (std::set<std::string>{"c"}));
}

/// As in a file manager, but only from what was clicked: what was kept, or left since, does not join.
TEST_F(ExportTest, SelectingBeginsAtWhatWasClicked) {
    const std::vector<std::string> listed{"a", "b", "c"};
    state.favourites.clear();
    for (const std::string& id : listed) {
        Favourite favourite{current_face(state)};
        favourite.id = id;
        favourite.latent[0] += static_cast<float>(state.favourites.size() + 1);
        state.favourites.push_back(favourite);
    }
    std::set<std::string>& selected = state.exporting.selected;
    const auto click = [&](std::size_t at) {
        exporting->begin_selection_at(listed[at]);
        state.face.base.latent = state.favourites[at].latent;
    };
    click(0);
    EXPECT_TRUE(selected.empty());
    exporting->toggle_selected("c");
    EXPECT_EQ(selected, (std::set<std::string>{"a", "c"}));
    exporting->toggle_selected("a");
    EXPECT_EQ(selected, (std::set<std::string>{"c"}));
    click(1);
    EXPECT_TRUE(selected.empty());
    exporting->toggle_selected("b");  // itself
    EXPECT_EQ(selected, (std::set<std::string>{"b"}));
    click(2);
    exporting->select_up_to("b", listed);
    EXPECT_EQ(selected, (std::set<std::string>{"b", "c"}));
    click(0);
    state.face.base.latent = state.favourites[1].latent;  // shown, as what was kept is, but not clicked
    exporting->toggle_selected("c");
    EXPECT_EQ(selected, (std::set<std::string>{"c"}));
    exporting->clear_selection();
    exporting->toggle_selected("c");
    EXPECT_EQ(selected, (std::set<std::string>{"c"}));
}

TEST_F(ExportTest, AKeptFacesNameIsProposed) {
    Favourite favourite{current_face(state)};
    favourite.id = "anna";
    favourite.name = "Anna";
    favourite.model_sha256 = state.model->sha256;
    state.favourites.push_back(favourite);
    exporting->open();
    EXPECT_EQ(exporting->target().filename(), "Anna.png");
}

TEST_F(ExportTest, WhatIsCopiedIsPastedAgain) {
    const NamedLatent face = current_face(state);
    exporting->copy_picture(face);
    ASSERT_TRUE(until([&] { return !copied_png.empty(); }));
    features->face.pick_seed(9);
    exporting->paste();
    EXPECT_EQ(current_face(state).latent, face.latent);
    copied_png.clear();
    exporting->copy_latent(face);
    features->face.pick_seed(9);
    exporting->paste();
    EXPECT_EQ(current_face(state).latent, face.latent);
    copied_text = "7";
    exporting->paste();
    EXPECT_EQ(current_face(state).seed, 7u);
    exporting->copy_python(face);
    EXPECT_NE(copied_text.find("RandomState(5).randn(1, 8)"), std::string::npos);
    exporting->paste();
    EXPECT_NE(state.notifications.back().text.find("holds no face"), std::string::npos);
    EXPECT_EQ(current_face(state).seed, 7u);
}

TEST_F(ExportTest, TheSessionKeepsTheLastChoice) {
    ExportSettings& settings = state.export_settings;
    settings = {FaceFormat::webp, 0, 300, ResizeFilter::nearest, 70, false, false, 5, "/some/folder"};
    EXPECT_EQ(session_from_json(session_to_json(state), "session").session.export_settings, settings);
}

TEST(DesktopFiles, PlacesFromHome) {
    const std::string home = std::getenv("HOME") ? std::getenv("HOME") : "";
    if (home.size() < 2) GTEST_SKIP() << "no home folder";
    EXPECT_EQ(from_home("~/faces"), fs::path(home) / "faces");
    EXPECT_EQ(from_home("/faces"), "/faces");
    EXPECT_EQ(saving_folder("~/faces", "/other"), fs::path(home) / "faces");
    EXPECT_EQ(saving_folder("/made/../faces", "/other"), "/faces");
    EXPECT_EQ(saving_folder("", "/other"), fs::absolute(pictures_folder()).lexically_normal());
    EXPECT_EQ(with_tilde(fs::path(home) / "faces"), "~/faces");
    EXPECT_EQ(with_tilde(home + "work/faces"), home + "work/faces");
}

}  // namespace
}  // namespace progan
