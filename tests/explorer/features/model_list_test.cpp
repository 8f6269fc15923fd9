// Which models the window offers, and in what order.
#include "app/explorer/features/model/model_list.h"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/explorer/shell/features.h"
#include "core/support/paths.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;
using Home = ListedModel::Home;

class ModelListTest : public test::InTemporaryFolder {
  protected:
    fs::path make(const fs::path& name) {
        fs::path path = folder_ / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << "something";
        return path;
    }
    static std::vector<std::string> names(const std::vector<ListedModel>& models) {
        std::vector<std::string> names;
        names.reserve(models.size());
        for (const ListedModel& model : models) names.push_back(model.path.filename().string());
        return names;
    }
};

TEST_F(ModelListTest, RecentOnesComeFirstThenTheProgramsThenTheFolders) {
    const fs::path ours = make("program/ours.safetensors"), other = make("program/other.safetensors");
    const fs::path b = make("models/b.pth"), a = make("models/a.pkl"), far = make("far/away.pt");
    const std::vector<ListedModel> models =
        list_models({far.string(), b.string(), other.string()}, {ours, other}, folder_ / "models");
    EXPECT_EQ(names(models), (std::vector<std::string>{"away.pt", "b.pth", "other.safetensors",
                                                       "ours.safetensors", "a.pkl"}));
    std::vector<Home> homes;
    std::vector<bool> recent;
    for (const ListedModel& model : models) {
        homes.push_back(model.home);
        recent.push_back(model.recent);
        EXPECT_EQ(model.stamp.bytes, 9u);
    }
    EXPECT_EQ(homes,
              (std::vector<Home>{Home::elsewhere, Home::folder, Home::program, Home::program, Home::folder}));
    EXPECT_EQ(recent, (std::vector<bool>{true, true, true, false, false}));
}

TEST_F(ModelListTest, WhatIsGoneOrNoModelByItsNameIsLeftOut) {
    make("models/notes.txt");
    make("models/.hidden.pth");
    make("models/folder/inner.pth");
    make("models/Upper.PTH");
    make("models/hub/variables/variables.index");
    const std::vector<ListedModel> models =
        list_models({(folder_ / "gone.pth").string()}, {folder_ / "missing.safetensors"}, folder_ / "models");
    EXPECT_EQ(names(models), (std::vector<std::string>{"Upper.PTH", "hub"}));
    EXPECT_TRUE(list_models({}, {}, folder_ / "no such folder").empty());
}

TEST_F(ModelListTest, WhatIsOpenedInPlaceOfARefusedModelIsSaid) {
    AppState state;
    state.data_dir = folder_;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    features.model.open_instead();
    EXPECT_TRUE(state.notifications.empty()) << "nothing was refused: the window begins with it";
    EXPECT_EQ(state.opening_path, default_model_path());
    const auto refused = [&] {  // as the window has it once the engine has said no
        state.notifications.clear();
        state.opening_path = folder_ / "gone.safetensors";
        state.opening = 0;
        features.model.open_instead();
        return state.notifications.empty() ? "" : state.notifications.back().text;
    };
    EXPECT_EQ(refused(), "Opening the included model instead.");
    EXPECT_EQ(state.opening_path, default_model_path());
    state.settings.model_path = (folder_ / "last.pth").string();
    EXPECT_EQ(refused(), "Opening last.pth instead.");
    EXPECT_EQ(state.opening_path, folder_ / "last.pth");
    state.settings.model_path = (folder_ / "gone.safetensors").string();
    EXPECT_EQ(refused(), "Opening the included model instead.");
}

TEST_F(ModelListTest, RemembersTheLastTwelve) {
    std::vector<std::string> recent;
    for (int i = 0; i < 20; ++i) remember_model(recent, std::to_string(i));
    remember_model(recent, "15");
    EXPECT_EQ(recent, (std::vector<std::string>{"15", "19", "18", "17", "16", "14", "13", "12", "11", "10",
                                                "9", "8"}));
}

class ModelCardsTest : public ::testing::Test {
  protected:
    ModelCardsTest() { state.data_dir = folder.path; }

    const ListedModel& listed(const fs::path& path) {
        features.model.list();
        for (const ListedModel& model : state.models.listed)
            if (model.path == path) return model;
        throw std::runtime_error("not listed: " + path.string());
    }
    const ModelCard& known(const ListedModel& model) {
        const ModelCard& card = features.model.card(model);
        test::frames_until(engine, features, [&] { return card.sample || !card.problem.empty(); });
        return card;
    }

    test::StateFolder folder{"cards"};
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
};

TEST_F(ModelCardsTest, TheDefaultModelIsListedWithItsFaces) {
    const ListedModel& model = listed(default_model_path());
    EXPECT_EQ(model.home, Home::program);
    const ModelCard& card = known(model);
    ASSERT_TRUE(card.sample) << card.problem;
    EXPECT_EQ(card.sample->name, name_of(model, state.models));
    EXPECT_GT(card.sample->side, 16);
    EXPECT_EQ(card.sample->faces.width, kSampleFaces * kSampleSide);
    EXPECT_TRUE(state.notifications.empty());
}

TEST_F(ModelCardsTest, AFileInTheFolderIsLookedIntoAgainWhenItChanges) {
    fs::create_directories(folder.path / "models");
    const fs::path path = folder.path / "models/mine.safetensors";
    std::ofstream(path) << "not yet a model";
    const ListedModel before = listed(path);
    EXPECT_EQ(before.home, Home::folder);
    EXPECT_NE(known(before).problem.find("mine.safetensors"), std::string::npos);
    EXPECT_EQ(name_of(before, state.models), "mine");
    EXPECT_TRUE(state.notifications.empty());  // it stands in the list

    fs::copy_file(default_model_path(), path, fs::copy_options::overwrite_existing);
    const ModelCard& card = known(listed(path));
    EXPECT_TRUE(card.sample) << card.problem;
    EXPECT_TRUE(card.problem.empty());
}

TEST_F(ModelCardsTest, WhatWasOpenedIsRecent) {
    ModelReady ready = test::plain_model();
    ready.model.path = default_model_path().string();
    features.model_opened(ready);
    EXPECT_EQ(state.settings.recent_models, std::vector<std::string>{default_model_path().string()});
    EXPECT_TRUE(listed(default_model_path()).recent);
}

}  // namespace
}  // namespace progan
