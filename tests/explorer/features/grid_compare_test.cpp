// The grid's and the comparison's controllers, without a window.
#include <gtest/gtest.h>

#include <cmath>

#include "app/explorer/features/compare/compare_controller.h"
#include "app/explorer/features/grid/grid_controller.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/state/queries.h"
#include "core/latent/interpolation.h"
#include "core/latent/rotation.h"
#include "core/support/error.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class GridTest : public ::testing::Test {
  protected:
    GridTest() {
        state.data_dir = folder.path;
        open(test::kLatentSize, 1);
    }
    void open(int latent_size, std::uint64_t epoch) {
        ModelReady ready = test::plain_model(latent_size, epoch);
        ready.model.sha256 = std::string(64, static_cast<char>('a' + epoch));
        features.model_opened(ready);
        grid.tick({});
        compare.tick({});
    }
    double from_current(const NamedLatent& face) const {
        return angle_degrees(current_latent(state), face.latent);
    }

    test::StateFolder folder{"grid"};
    AppState state;
    Engine engine{[] {
        EngineOptions options = test::plain_engine();
        options.load_model = [](const std::string&, const ProgressReport&) {
            Model model;
            model.spec = test::plain_spec();
            return model;
        };
        return options;
    }()};
    Features features{state, engine, [] { return Time{}; }};
    FaceActions& actions = features.face;
    GridController& grid = features.grid;
    CompareController& compare = features.compare;
};

TEST_F(GridTest, NeighborsLieAtTheirDegrees) {
    grid.set_radius(30);
    for (const int side : {3, 5}) {
        grid.set_side(side);
        const std::vector<NamedLatent> faces = grid.neighbors();
        ASSERT_EQ(faces.size(), static_cast<std::size_t>(side * side));
        EXPECT_EQ(faces[faces.size() / 2], current_face(state));
        for (std::size_t i = 0; i < faces.size(); ++i) {
            const GridController::Offset offset = grid.offset(i);
            EXPECT_NEAR(from_current(faces[i]), std::hypot(offset.across, offset.down), 1e-3) << i;
        }
    }
    const std::vector<NamedLatent> before = grid.neighbors();
    grid.new_directions();
    EXPECT_NE(grid.neighbors()[0], before[0]);
}

TEST_F(GridTest, ChosenDirectionsAreTheSliders) {
    state.axes.push_back({});
    state.axes.back().id = "smile";
    state.axes.back().name = "Smile";
    state.axes.back().direction = latent_from_seed(9, test::kLatentSize, SeedMode::numpy);
    grid.set_directions(component_direction(3), "smile");
    grid.set_radius(25);
    const Latent z = current_latent(state);
    const std::vector<NamedLatent> faces = grid.neighbors();
    const Latent right = rotate_component(z, 3, 25), low = rotate(z, state.axes.back().direction, 25);
    EXPECT_NEAR(angle_degrees(faces[5].latent, right), 0, 1e-3);
    EXPECT_NEAR(angle_degrees(faces[7].latent, low), 0, 1e-3);
    EXPECT_EQ(direction_name(state, "smile"), "Smile");
    EXPECT_EQ(direction_name(state, component_direction(3)), "Component 3");
    EXPECT_EQ(direction_name(state, "component 3x"), "Random direction");
    grid.set_directions(component_direction(300), "gone");  // of another model: random ones
    EXPECT_NEAR(from_current(grid.neighbors()[5]), 25, 1e-3);
}

TEST_F(GridTest, ANeighborBecomesTheMiddleExactly) {
    actions.turn_slider(2, 20);
    actions.toggle_lock(2);
    const NamedLatent there = grid.neighbors()[0];
    EXPECT_EQ(there.name, "Neighbour of Seed 38 (turned)");
    grid.go_to(there);
    EXPECT_EQ(current_latent(state), there.latent);
    EXPECT_EQ(state.face.base.seed, std::nullopt);
    grid.go_to(grid.neighbors()[8]);
    EXPECT_EQ(state.face.base.name,
              "Neighbour of Seed 38 (turned)");  // not a neighbor of a neighbor of ...
}

TEST_F(GridTest, ParentsAndTheirChildren) {
    EXPECT_TRUE(grid.children().empty());
    grid.add_parent(current_face(state));
    grid.add_parent(current_face(state));
    EXPECT_EQ(state.grid.parents.size(), 1u);
    EXPECT_TRUE(grid.children().empty());
    grid.add_parent(face_of_seed(state, 3));
    grid.set_mutation(0);
    const std::vector<NamedLatent> children = grid.children();
    ASSERT_EQ(children.size(), 9u);
    const double apart = angle_degrees(state.grid.parents[0].latent, state.grid.parents[1].latent);
    for (const NamedLatent& child : children)  // on the great circle between the two
        EXPECT_NEAR(angle_degrees(child.latent, state.grid.parents[0].latent) +
                        angle_degrees(child.latent, state.grid.parents[1].latent),
                    apart, 1e-3);
    EXPECT_EQ(children[0].name, "Child of Seed 38 and Seed 3");
    grid.set_side(5);
    EXPECT_EQ(grid.children()[3], children[3]);
    grid.new_children();
    EXPECT_NE(grid.children()[3], children[3]);
    grid.remove_parent(7);
    grid.remove_parent(0);
    EXPECT_EQ(state.grid.parents.size(), 1u);
    EXPECT_EQ(state.grid.parents[0].seed, 3u);
}

TEST_F(GridTest, Sums) {
    grid.set_term(0, face_of_seed(state, 1));
    grid.set_term(1, face_of_seed(state, 2));
    grid.set_term(2, face_of_seed(state, 2));
    const NamedLatent sum = grid.sum();
    EXPECT_NEAR(angle_degrees(sum.latent, face_of_seed(state, 1).latent), 0, 1e-3);
    EXPECT_EQ(sum.name, "Seed 1 - Seed 2 + Seed 2");
    NamedLatent opposite = face_of_seed(state, 1), third = opposite;
    for (float& value : opposite.latent) value *= 2;
    grid.set_term(1, opposite);
    for (float& value : third.latent) value = -value;
    grid.set_term(2, third);
    EXPECT_NO_THROW(grid.sum());  // A - A - A: away from A
    EXPECT_NEAR(angle_degrees(grid.sum().latent, face_of_seed(state, 1).latent), 180, 1e-2);
}

TEST_F(GridTest, AnotherModelKeepsWhatComesFromSeeds) {
    grid.add_parent(face_of_seed(state, 3));
    grid.add_parent(grid.neighbors()[0]);
    grid.set_term(0, face_of_seed(state, 4));
    grid.set_term(1, grid.neighbors()[0]);
    compare.set(0, face_of_seed(state, 5));
    compare.set(1, grid.neighbors()[0]);
    open(16, 2);
    ASSERT_EQ(state.grid.parents.size(), 1u);
    EXPECT_EQ(state.grid.parents[0].latent, latent_from_seed(3, 16, SeedMode::numpy));
    EXPECT_TRUE(state.grid.terms[0] && state.grid.terms[0]->latent.size() == 16);
    EXPECT_FALSE(state.grid.terms[1]);
    EXPECT_EQ(compare.face(0).latent, latent_from_seed(5, 16, SeedMode::numpy));
    EXPECT_TRUE(compare.face(1).latent.empty());
    EXPECT_EQ(grid.neighbors().size(), 9u);
    open(2, 3);  // no room for two directions: said, and nothing breaks
    EXPECT_THROW(grid.neighbors(), Error);
}

class CompareTest : public GridTest {
  protected:
    CompareTest() {
        engine.open_model("plain.safetensors", "cpu");
        state.center = CenterView::compare;
        wait_for([&] { return opened; });
    }
    /// Frames go by until the condition holds.
    void wait_for(const std::function<bool()>& condition) {
        ASSERT_TRUE(test::frames_until(
            engine, features, condition, [&] { compare.tick({}); },
            [&](const Event& event) {
                if (const auto* ready = std::get_if<ModelReady>(&event)) {
                    opened = true;
                    features.model_opened(*ready);
                }
            }))
            << "waited in vain";
    }
    Image made_of(const Latent& latent) {
        test::PlainGenerator generator(state.model->spec);
        return generator.generate(latent, 2, 1);
    }

    bool opened = false;
};

TEST_F(CompareTest, BothPicturesAreMadeAndMeasured) {
    compare.set(0, face_of_seed(state, 1));
    compare.set(1, face_of_seed(state, 2));
    state.compare.view = CompareView::difference;
    wait_for([&] { return state.compare.settled && state.compare.measured; });
    const Image a = made_of(compare.face(0).latent), b = made_of(compare.face(1).latent);
    EXPECT_EQ(compare.picture(CompareController::picture_a), a);
    EXPECT_EQ(compare.picture(CompareController::picture_b), b);
    double sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) sum += std::abs(int{a.rgb[i]} - int{b.rgb[i]});
    EXPECT_NEAR(state.compare.mean, sum / static_cast<double>(a.rgb.size()), 1e-9);
    EXPECT_EQ(compare.picture(CompareController::heat), heat_map(difference(a, b), state.compare.scale));
    EXPECT_NEAR(state.compare.degrees.value(), angle_degrees(compare.face(0).latent, compare.face(1).latent),
                1e-9);
    EXPECT_NE(compare.new_image(CompareController::heat), nullptr);
    EXPECT_EQ(compare.new_image(CompareController::heat), nullptr);  // once

    compare.swap();
    EXPECT_EQ(compare.face(0).seed, 2u);
    compare.tick({});
    EXPECT_TRUE(state.compare.settled);  // nothing is made again
    EXPECT_EQ(compare.picture(CompareController::picture_a), b);
    compare.set(1, face_of_seed(state, 3));
    wait_for([&] { return state.compare.settled; });
    compare.set(1, face_of_seed(state, 1));
    wait_for([&] { return state.compare.settled; });
    EXPECT_EQ(compare.picture(CompareController::picture_b), a);
}

TEST_F(CompareTest, ALiveSideShowsWhatTheMainViewShows) {
    compare.set(0, face_of_seed(state, 1));
    EXPECT_EQ(compare.face(1), current_face(state));
    wait_for([&] { return !compare.picture(CompareController::picture_a).empty(); });
    EXPECT_FALSE(state.compare.settled);  // the main view has no picture yet
    state.shown = made_of(current_latent(state));
    state.shown_id = 5;
    state.shown_request = *request_from_state(state);
    compare.tick({});
    EXPECT_TRUE(state.compare.settled);
    EXPECT_EQ(compare.picture(CompareController::picture_b), state.shown);
    actions.turn_slider(0, 30);  // the hand is ahead of the pictures
    compare.tick({});
    EXPECT_FALSE(state.compare.settled);
    EXPECT_NEAR(state.compare.degrees.value(), angle_degrees(compare.face(0).latent, current_latent(state)),
                1e-9);
    compare.set(1, current_face(state));  // and now it is fixed: made by itself
    wait_for([&] { return state.compare.settled; });
    EXPECT_EQ(compare.picture(CompareController::picture_b), made_of(current_latent(state)));
    compare.go_to(0);
    EXPECT_EQ(state.face.base.seed, 1u);
}

TEST_F(CompareTest, AMissingSideHasNoAngle) {
    EXPECT_FALSE(state.compare.degrees);
    compare.set(0, NamedLatent{});  // nothing to show
    EXPECT_TRUE(compare.face(0).latent.empty());
    compare.go_to(0);
    EXPECT_EQ(state.face.base.seed, 38u);
    EXPECT_EQ(compare.shown_side(), 0u);
    state.compare.held = true;
    EXPECT_EQ(compare.shown_side(), 1u);
    state.compare.other_shown = true;
    EXPECT_EQ(compare.shown_side(), 0u);
}

}  // namespace
}  // namespace progan
