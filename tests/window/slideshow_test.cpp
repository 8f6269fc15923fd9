// A slideshow in the real window: started, paused, stepped and ended by keys.
#include <gtest/gtest.h>

#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class SlideshowWindowTest : public WindowTest {
  protected:
    static std::string hash(const Probe& probe) { return probe["state"]["image_hash"]; }
    static const Probe& show(const Probe& probe) { return probe["state"]["slideshow"]; }
    /// Whole, the face at that place.
    static Probe at(const Explorer& explorer, int place) {
        explorer.wait_until("face " + std::to_string(place),
                            [&](const Probe& p) { return show(p)["at"] == place; });
        return explorer.settled();
    }
};

TEST_F(SlideshowWindowTest, FavouritesAreShownAloneAndEscLeadsBack) {
    auto explorer = start();
    explorer->press_keys("F5");
    explorer->wait_until("a sentence", [](const Probe& p) {
        const std::vector<std::string> said = p["state"]["notifications"];
        return !said.empty() && said.back().starts_with("A slideshow needs favourites");
    });
    explorer->press_keys("ctrl+s");
    explorer->wait_until("a favourite", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    const std::string first = hash(explorer->settled());
    explorer->press_keys("r");
    explorer->wait_until("another face", [&](const Probe& p) { return hash(p) != first; });
    const std::string second = hash(explorer->settled());
    explorer->press_keys("ctrl+s");
    const Probe kept = explorer->wait_until("both", [](const Probe& p) {
        return p["state"]["favourites"] == 2 && p["widgets"].contains("Seed/Random");
    });
    explorer->press_keys("Page_Down");
    explorer->wait_until("a third", [&](const Probe& p) { return hash(p) != second; });
    const Probe before = explorer->settled();
    explorer->press_keys("F5");
    explorer->wait_until("the slideshow", [](const Probe& p) {
        return show(p)["playing"] == true && p["widgets"].contains("Slideshow/Picture") &&
               !p["widgets"].contains("Seed/Random");
    });
    explorer->press_keys("space");
    explorer->wait_until("it pauses", [](const Probe& p) { return show(p)["paused"] == true; });
    const Probe shown = at(*explorer, show(explorer->probe())["at"]);
    EXPECT_EQ(hash(shown), show(shown)["at"] == 0 ? first : second);
    const int other = 1 - show(shown)["at"].get<int>();
    explorer->press_keys("Right");
    EXPECT_EQ(hash(at(*explorer, other)), other == 0 ? first : second);
    explorer->press_keys("r");  // does nothing here
    explorer->click("Slideshow/Morph");
    explorer->press_keys("space");
    at(*explorer, 1 - other);  // by itself, after some seconds
    explorer->press_keys("Escape");
    const Probe after = explorer->wait_until("the window as it was", [&](const Probe& p) {
        return show(p)["playing"] == false && p["widgets"].contains("Seed/Random") && hash(p) == hash(before);
    });
    for (const char* same : {"seed", "degrees", "turns", "history_size", "history_at", "follow", "center"})
        EXPECT_EQ(after["state"][same], before["state"][same]) << same;
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
