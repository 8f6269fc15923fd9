// What the axes' panel does, without a window.
#include "app/explorer/features/axes/axes_controller.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/opening.h"

#include <gtest/gtest.h>
#include <algorithm>

#include "app/explorer/state/axis_words.h"
#include "app/explorer/state/queries.h"
#include "core/axes/axis_file.h"
#include "core/axes/model_axes.h"
#include "core/files/atomic_file.h"
#include "core/latent/interpolation.h"
#include "core/latent/rotation.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class AxesTest : public ::testing::Test {
  protected:
    AxesTest() { begin(); }
    void begin() {
        state.data_dir = folder.path;
        EngineOptions options = test::plain_engine();
        options.load_model = [this](const std::string&, const ProgressReport&) {
            Model model;
            model.spec = test::plain_spec();
            model.sha256 = std::string(64, 'a');
            model.axes = carried;
            return model;
        };
        engine.emplace(std::move(options));
        features.emplace(state, *engine, [this] { return now; });
        axes = &features->axes;
        engine->open_model("plain", "cpu");
    }

    bool until(const std::function<bool()>& condition) {
        return test::frames_until(
            *engine, *features, condition, [&] { axes->tick(now += Seconds{0.05}); },
            [&](const Event& event) {
                if (const auto* ready = std::get_if<ModelReady>(&event)) {
                    features->model_opened(*ready);
                    state.backend_ready = true;
                }
            });
    }
    bool idle() {
        return until([&] { return state.model && !state.axes_list.loading && !state.axes_list.finding; });
    }
    void add(const std::string& id, std::uint32_t seed) {
        Axis axis;
        axis.id = axis.name = id;
        axis.direction = latent_from_seed(seed, test::kLatentSize, SeedMode::numpy);
        const auto size = static_cast<float>(length(axis.direction));
        for (float& component : axis.direction) component /= size;
        axis.method = AxisMethod::imported;
        axis.effect = 1;
        state.axes.push_back(std::move(axis));
    }
    std::filesystem::path file() const { return axes_path(state.data_dir, std::string(64, 'a')); }

    static Axis carried_axis(const std::string& name, std::uint32_t seed) {
        Axis axis;
        axis.id = axis.name = name;
        axis.direction = latent_from_seed(seed, test::kLatentSize, SeedMode::numpy);
        const auto size = static_cast<float>(length(axis.direction));
        for (float& component : axis.direction) component /= size;
        axis.method = AxisMethod::labels;
        return axis;
    }
    std::string listed() const {
        std::string text;
        for (const Axis& axis : state.axes) text += axis.name + " ";
        return text;
    }

    std::string carried;  ///< the text of the model's own axes; set before a frame reads it
    test::StateFolder folder{"axes"};
    Time now;
    AppState state;
    std::optional<Engine> engine;
    std::optional<Features> features;
    AxesController* axes = nullptr;  ///< of the features
};

TEST_F(AxesTest, ASliderIsFoundByItsNameAndByItsEnds) {
    Axis axis;
    axis.name = "Hair length";
    axis.low = "short";
    axis.high = "long";
    for (const char* typed : {"", "hair", "length", "short", "long", "lon"})
        EXPECT_TRUE(is_meant(state, axis, typed)) << typed;
    EXPECT_FALSE(is_meant(state, axis, "old"));
}

TEST_F(AxesTest, WhatWasAskedForComesToNothingWhenTheWindowHasGone) {
    ASSERT_TRUE(until([&] { return state.axes_list.finding; }));
    axes->import_file(folder.path / "none.npz");
    axes->tick(now += Seconds{0.05});
    features.reset();
    bool settled = false;
    const Ticket last = engine->run_task([] {}, [&](const Result<void>&) { settled = true; });
    while (!settled) engine->poll();
    EXPECT_TRUE(state.notifications.empty());
    EXPECT_TRUE(state.axes_list.finding);
}

/// A file that carries axes is the model that it was, and what was kept for it stays.
TEST_F(AxesTest, AModelsOwnAxesComeFirstAndOnlyOnce) {
    ASSERT_TRUE(idle());
    add("Mine", 9);
    ASSERT_TRUE(until([&] { return std::filesystem::exists(file()); }));
    const auto reopen = [&] {
        engine->open_model("with axes", "cpu");
        return until([&] { return state.model->axes == carried; }) && idle();
    };
    carried = axes_to_model_text({carried_axis("Smile", 1), carried_axis("Age", 2)});
    ASSERT_TRUE(reopen());
    ASSERT_TRUE(until([&] { return state.axes.size() == 3; })) << listed();
    EXPECT_EQ(listed(), "Smile Age Mine ");
    axes->remove("Smile");
    ASSERT_TRUE(until([&] { return load_axes(file()).axes.size() == 2; }));
    carried += " ";  // read once more
    ASSERT_TRUE(reopen());
    EXPECT_EQ(listed(), "Age Mine ") << "what was deleted stays deleted";
    carried = "damaged";
    ASSERT_TRUE(reopen());
    ASSERT_FALSE(state.notifications.empty());
    EXPECT_NE(state.notifications.back().text.find("progan_axes"), std::string::npos);
    EXPECT_EQ(listed(), "Age Mine ");
}

TEST_F(AxesTest, DeletingLeavesTheFaceAsItIs) {
    ASSERT_TRUE(idle());
    for (std::uint32_t i = 0; i < 3; ++i) add("axis" + std::to_string(i), i + 1);
    features->face.turn_slider(2, 20);
    features->face.turn_axis("axis0", 30);
    features->face.turn_axis("axis1", -25);
    features->face.turn_axis("axis2", 15);
    const Latent before = current_latent(state);
    axes->remove("axis1");
    EXPECT_EQ(state.axes.size(), 2u);
    EXPECT_LT(angle_degrees(before, current_latent(state)), 1e-3);
    EXPECT_EQ(state.face.turns,
              (std::map<std::string, float>{{"axis0", 30}, {"axis2", 15}}));  // still to be changed
    EXPECT_EQ(state.face.degrees[2], 20);
    EXPECT_FALSE(state.face.base.seed);
    // Past the axis there is no way back turn by turn: all of it goes into the base.
    state.face.base.latent = state.axes[0].direction;
    state.face.base.latent[0] += 0.3f;
    state.face.turns = {{"axis0", 80}, {"axis2", 40}};
    const Latent beyond = current_latent(state);
    axes->remove("axis2");
    EXPECT_LT(angle_degrees(beyond, current_latent(state)), 1e-3);
    axes->remove("none");
}

TEST_F(AxesTest, NamesAreTrimmedAndCutAtWholeCharacters) {
    ASSERT_TRUE(idle());
    add("a", 1);
    axes->rename("a", "  Lächeln ");
    EXPECT_EQ(state.axes[0].name, "Lächeln");
    axes->rename("a", "   ");
    EXPECT_EQ(state.axes[0].name, "Lächeln");
    std::string longest(99, 'x');
    axes->rename("a", longest + "ä and more");
    EXPECT_EQ(state.axes[0].name, longest);
}

TEST_F(AxesTest, WhatCannotBeFoundIsToldOnce) {
    ASSERT_TRUE(idle());  // this generator shows neither activations nor pictures, and has no first layer
    EXPECT_EQ(state.axes_list.note.find("Finding axes failed: "), 0u) << state.axes_list.note;
    EXPECT_TRUE(state.axes.empty());
    for (int i = 0; i < 20; ++i) axes->tick(now += Seconds{0.05});
    EXPECT_FALSE(state.axes_list.finding);
    axes->find();  // when it is asked for, it is tried again
    EXPECT_TRUE(state.axes_list.finding);
    EXPECT_TRUE(idle());
    state.axes_list.form.method = AxisMethod::sefa;
    axes->find();
    EXPECT_NE(state.axes_list.note.find("SeFa needs a first layer"), std::string::npos);
}

TEST_F(AxesTest, ChangesAreSavedSoonAndAtTheEnd) {
    ASSERT_TRUE(idle());
    add("a", 1);
    ASSERT_TRUE(until([&] { return std::filesystem::exists(file()); }));
    EXPECT_EQ(load_axes(file()).axes, state.axes);
    axes->rename("a", "At the last moment");
    features.reset();
    engine.reset();
    EXPECT_EQ(load_axes(file()).axes.at(0).name, "At the last moment");
}

TEST_F(AxesTest, AnUnreadableFileIsSetAside) {
    write_file_atomically(file(), std::string_view("nonsense"));
    ASSERT_TRUE(idle());
    ASSERT_FALSE(state.notifications.empty());
    EXPECT_NE(state.notifications[0].text.find("renamed to"), std::string::npos);
    EXPECT_EQ(read_text_file(file().string() + ".unreadable-1", 100), "nonsense");
}

TEST_F(AxesTest, AnImportIsMeasuredAndNotTakenTwice) {
    ASSERT_TRUE(idle());
    add("a", 1);
    save_axes(folder.path / "hers.npz", {"another model", "", state.axes});
    state.axes.clear();
    EXPECT_NE(what_is("picture.png"), OpenedKind::axes);
    EXPECT_EQ(what_is(folder.path / "hers.npz"), OpenedKind::axes);
    features->open(folder.path / "hers.npz");
    ASSERT_TRUE(until([&] { return state.axes.size() == 1 && state.axes[0].effect > 0; }));
    EXPECT_NE(state.axes[0].effect, 1);  // of this model
    EXPECT_EQ(state.axes_list.chosen, state.axes[0].id);
    axes->import_file(folder.path / "hers.npz");
    ASSERT_TRUE(until([&] {
        return std::any_of(state.notifications.begin(), state.notifications.end(), [](const Notification& n) {
            return n.text.find("You already have") != std::string::npos;
        });
    }));
    EXPECT_EQ(state.axes.size(), 1u);
    axes->import_file(folder.path / "missing.npy");
    ASSERT_TRUE(until([&] { return state.notifications.back().kind == Notification::Kind::error; }));
}

}  // namespace
}  // namespace progan
