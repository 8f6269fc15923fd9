#include "core/latent/channel_edits.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/latent/channel_edits_json.h"
#include "core/support/error.h"

namespace progan {
namespace {

TEST(ChannelEdits, AreSortedAndHoldNothingThatIsAsLearned) {
    ChannelEdits edits;
    set_strength(edits, 3, 5, 0.5f);
    set_strength(edits, 1, 9, 0);
    set_strength(edits, 3, 2, 7);   // at most 2
    set_strength(edits, 3, 4, -1);  // at least 0
    set_strength(edits, 3, 3, 1);
    set_strength(edits, 2, 0, std::numeric_limits<float>::quiet_NaN());
    EXPECT_EQ(edits, (ChannelEdits{{1, 9, 0}, {3, 2, 2}, {3, 4, 0}, {3, 5, 0.5f}}));
    EXPECT_EQ(strength_of(edits, 3, 5), 0.5f);
    EXPECT_EQ(strength_of(edits, 5, 3), 1);
    set_strength(edits, 3, 5, 0.25f);
    EXPECT_EQ(strength_of(edits, 3, 5), 0.25f);
    set_strength(edits, 1, 9, 1);
    EXPECT_EQ(edits.front(), (ChannelEdit{3, 2, 2}));
    reset_level(edits, 3);
    EXPECT_TRUE(edits.empty());
}

TEST(ChannelEdits, OnTheWayAreInBetween) {
    const ChannelEdits from{{0, 1, 0}, {2, 2, 2}}, to{{2, 2, 1.5f}, {4, 0, 0.5f}};
    EXPECT_EQ(edits_between(from, to, 0), from);
    EXPECT_EQ(edits_between(from, to, 1), to);
    EXPECT_EQ(edits_between(from, to, 0.5), (ChannelEdits{{0, 1, 0.5f}, {2, 2, 1.75f}, {4, 0, 0.75f}}));
    EXPECT_EQ(edits_between({}, to, 0.25), (ChannelEdits{{2, 2, 1.125f}, {4, 0, 0.875f}}));
    EXPECT_EQ(edits_between(from, from, 0.3), from);
}

ChannelEdits read(const std::string& text) {
    const nlohmann::json json = parse_json(text, "walk.json");
    return channel_edits_from_json(JsonReader(json, "walk.json"));
}

std::string error(const std::string& text) {
    try {
        read(text);
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

TEST(ChannelEdits, KeepEveryBitInJson) {
    const ChannelEdits edits{{0, 16383, 0.1f}, {8, 0, 2}, {8, 1, 0}};
    EXPECT_EQ(channel_edits_to_json(edits).dump(),
              R"([{"level":0,"channel":16383,"strength":0.1},{"level":8,"channel":0,"strength":2.0},)"
              R"({"level":8,"channel":1,"strength":0.0}])");
    EXPECT_EQ(read(channel_edits_to_json(edits).dump()), edits);
    EXPECT_EQ(read(R"([{"level":8,"channel":1,"strength":0.5},{"level":0,"channel":2,"strength":1}])"),
              (ChannelEdits{{8, 1, 0.5f}}));
}

TEST(ChannelEdits, DamagedJsonIsRefusedWithASentence) {
    EXPECT_EQ(error(R"([{"level":9,"channel":1,"strength":0.5}])"),
              "walk.json: [0].level is 9, but must be an integer from 0 to 8.");
    EXPECT_EQ(error(R"([{"level":0,"channel":1,"strength":2.5}])"),
              "walk.json: [0].strength is 2.5, but must be a number from 0 to 2.");
    EXPECT_EQ(error(R"([{"level":0,"channel":1,"strength":0},{"level":0,"channel":1,"strength":1}])"),
              "walk.json: [1] edits the same channel as an earlier entry.");
    for (const char* text :
         {"{}", "[1]", R"([{"level":0,"strength":0}])", R"([{"level":0,"channel":-1,"strength":0}])",
          R"([{"level":0.5,"channel":1,"strength":0}])", R"([{"level":0,"channel":16384,"strength":0}])"})
        EXPECT_NE(error(text), "no error") << text;
}

}  // namespace
}  // namespace progan
