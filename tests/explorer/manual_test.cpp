// Searching the manual.
#include "app/explorer/features/manual/manual_controller.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

TEST(ManualTest, PlacesFoundFollowEachOtherAround) {
    const test::StateFolder folder("manual");
    const std::filesystem::path file = folder.path / "manual.md";
    std::ofstream(file) << "# One\n\nface\n\nnothing\n\nFace\n\nfaces\n";
    AppState state;
    ManualController manual(state, file);
    manual.open();
    EXPECT_TRUE(state.manual.show);
    EXPECT_EQ(manual.problem(), "");
    manual.search("face");
    EXPECT_EQ(manual.hits(), (std::vector<std::size_t>{1, 3, 4}));
    EXPECT_TRUE(state.manual.hit_wanted);
    EXPECT_EQ(state.manual.hit, 0u);
    manual.step_hit(1);
    EXPECT_EQ(state.manual.hit, 1u);
    manual.step_hit(-1);
    manual.step_hit(-1);
    EXPECT_EQ(state.manual.hit, 2u);
    manual.step_hit(1);
    EXPECT_EQ(state.manual.hit, 0u);
    manual.search("nowhere");
    manual.step_hit(1);
    EXPECT_TRUE(manual.hits().empty());
    EXPECT_FALSE(state.manual.hit_wanted);
}

TEST(ManualTest, WithoutItsFileItSaysSo) {
    AppState state;
    ManualController manual(state, "/nowhere/manual.md");
    manual.open();
    EXPECT_TRUE(manual.document().blocks.empty());
    EXPECT_NE(manual.problem().find("/nowhere/manual.md"), std::string::npos);
}

}  // namespace
}  // namespace progan
