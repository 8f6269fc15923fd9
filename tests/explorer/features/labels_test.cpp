// Sliders from labelled pictures, without a window: from the file to the list of axes.
#include "app/explorer/features/axes/labels_controller.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "app/explorer/shell/features.h"
#include "core/files/atomic_file.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"
#include "tests/fixtures/labelled_patches.h"

namespace progan {
namespace {

class LabelsTest : public ::testing::Test {
  protected:
    LabelsTest() {
        state.data_dir = folder.path / "data";
        std::filesystem::create_directories(state.data_dir);
        patches.write(folder.path);
        std::filesystem::rename(folder.path / "labels.csv", folder.path / "pictures/labels.csv");
        ready.model.spec = patches.model().spec;
        ready.model.sha256 = std::string(64, 'b');
        ready.model.path = (folder.path / "patches.safetensors").string();
        ready.epoch = 1;
        features.model_opened(ready);
    }

    void open() {
        features.open(folder.path / "pictures/labels.csv");
        ASSERT_TRUE(until([this] { return !labels.reading; }));
    }
    bool until(const std::function<bool()>& condition) {
        return test::frames_until(engine, features, condition, [this] { features.axes.tick(Time{}); });
    }
    std::vector<const Axis*> learned() const {
        std::vector<const Axis*> axes;
        for (const Axis& axis : state.axes)
            if (axis.method == AxisMethod::labels) axes.push_back(&axis);
        return axes;
    }
    std::string last_said() const {
        return state.notifications.empty() ? "" : state.notifications.back().text;
    }

    test::StateFolder folder{"labels"};
    const test::LabelledPatches patches;
    ModelReady ready;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    LabelsController& controller = features.axes.labels();
    LabelsState& labels = state.axes_list.labels;
};

TEST_F(LabelsTest, ACsvIsReadWithThePicturesBesideIt) {
    open();
    EXPECT_TRUE(labels.show);
    EXPECT_EQ(labels.problem, "");
    EXPECT_EQ(labels.pictures, std::size_t{test::kPatchPictures});
    ASSERT_EQ(labels.columns.size(), 3u);
    EXPECT_EQ(labels.columns[0].name, "lamp_brightness");
    EXPECT_EQ(labels.columns[1].name, "side");
    EXPECT_LT(labels.columns[1].labelled, labels.columns[0].labelled);
    ASSERT_EQ(labels.unused.size(), 1u);
    EXPECT_NE(labels.unused[0].find("note"), std::string::npos);
}

TEST_F(LabelsTest, TheChosenColumnsBecomeSliders) {
    open();
    labels.columns[1].chosen = false;
    controller.learn();
    EXPECT_TRUE(labels.learning);
    ASSERT_TRUE(until([this] { return !labels.learning; }));
    ASSERT_EQ(learned().size(), 1u) << last_said();
    EXPECT_EQ(learned()[0]->name, "Lamp brightness");
    EXPECT_GT(test::cosine(learned()[0]->direction, patches.lamp()), 0.95);
    EXPECT_EQ(state.axes_list.chosen, learned()[0]->id);
    EXPECT_FALSE(labels.show);
    EXPECT_EQ(last_said(), "Learned 1 slider from labels.csv. The model has no direction for: chance.");

    controller.open(folder.path / "pictures/labels.csv");  // the same again adds nothing
    ASSERT_TRUE(until([this] { return !labels.reading; }));
    for (LabelColumn& column : labels.columns) column.chosen = column.name == "lamp_brightness";
    controller.learn();
    ASSERT_TRUE(until([this] { return !labels.learning; }));
    EXPECT_EQ(learned().size(), 1u);
}

TEST_F(LabelsTest, ASliderLeavesTheOthersIfAskedTo) {
    open();
    ASSERT_GT(test::cosine(patches.lamp(), patches.side()), 0.3);
    labels.columns[2].chosen = false;
    labels.leaves_others = true;
    controller.learn();
    ASSERT_TRUE(until([this] { return !labels.learning; }));
    ASSERT_EQ(learned().size(), 2u) << last_said();
    EXPECT_LT(std::abs(test::cosine(learned()[0]->direction, patches.side())), 0.2);
    EXPECT_EQ(learned()[1]->low, "dark");
    EXPECT_EQ(learned()[1]->high, "light");
}

TEST_F(LabelsTest, WhatCannotBeReadOrLearnedSaysWhy) {
    write_file_atomically(folder.path / "pictures/labels.csv", std::string_view("file,age\nnone.png,3\n"));
    open();
    EXPECT_NE(labels.problem.find("labels.csv"), std::string::npos) << labels.problem;
    EXPECT_TRUE(labels.columns.empty());
    controller.learn();
    EXPECT_FALSE(labels.learning);

    write_file_atomically(folder.path / "labels.csv", patches.labels());
    controller.open(folder.path / "labels.csv");  // its pictures are elsewhere
    ASSERT_TRUE(until([this] { return !labels.reading; }));
    EXPECT_NE(labels.problem, "");
    controller.set_folder((folder.path / "pictures").string());
    ASSERT_TRUE(until([this] { return !labels.reading; }));
    EXPECT_EQ(labels.problem, "");
    for (LabelColumn& column : labels.columns) column.chosen = column.name == "chance";
    controller.learn();
    ASSERT_TRUE(until([this] { return !labels.learning; }));
    EXPECT_NE(labels.problem.find("better than by chance"), std::string::npos) << labels.problem;
    EXPECT_EQ(last_said(), labels.problem);
    EXPECT_TRUE(learned().empty());
}

TEST_F(LabelsTest, LearningIsCancelled) {
    open();
    controller.learn();
    controller.open(folder.path / "other.csv");  // one at a time
    EXPECT_EQ(labels.csv, (folder.path / "pictures/labels.csv").string());
    EXPECT_NE(last_said().find("Cancel that first"), std::string::npos);
    controller.cancel();
    ASSERT_TRUE(until([this] { return !labels.learning; }));
    EXPECT_TRUE(learned().empty());
    EXPECT_EQ(labels.problem, "");
}

TEST_F(LabelsTest, SlidersOfAModelThatIsNoLongerOpenAreNotAdded) {
    open();
    controller.learn();
    features.model_opened(test::plain_model(16));
    ASSERT_TRUE(until([this] { return !labels.learning; }));
    EXPECT_TRUE(learned().empty());
    EXPECT_NE(last_said().find("no longer open"), std::string::npos);
}

}  // namespace
}  // namespace progan
