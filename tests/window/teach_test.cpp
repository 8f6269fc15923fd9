// A slider taught in the real window, by keys and by dragging, then named, added and used.
#include "tests/window/explorer.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class TeachTest : public WindowTest {
  protected:
    void drag(const Explorer& explorer, const std::string& from, const std::string& to) {
        const Explorer::Point a = explorer.hover(from), b = explorer.find(to);
        const auto at = [](int x, int y) { return std::to_string(x) + " " + std::to_string(y); };
        desktop_->input("mousemove " + at(a.x, a.y) + " then mousedown 1 then mousemove " +
                        at((a.x + b.x) / 2, (a.y + b.y) / 2) + " then mousemove " + at(b.x, b.y) +
                        " then mouseup 1");
    }
    static Probe examples(const Explorer& explorer, std::size_t more, std::size_t less) {
        return explorer.wait_until(
            "the trays hold " + std::to_string(more) + " and " + std::to_string(less), [&](const Probe& p) {
                return p["state"]["teach"]["more"] == more && p["state"]["teach"]["less"] == less;
            });
    }
};

TEST_F(TeachTest, ASliderIsTaughtNamedAndUsed) {
    auto explorer = start();
    explorer->press_keys("ctrl+s");
    explorer->click("Center/Teach");
    explorer->find("Teach/Question");
    // Keys: arrows, letters, neither, and back.
    explorer->press_keys("Right");
    EXPECT_FALSE(examples(*explorer, 1, 0)["state"]["teach"]["direction"].get<bool>());
    explorer->press_keys("Left");
    EXPECT_TRUE(examples(*explorer, 1, 1)["state"]["teach"]["direction"].get<bool>());
    explorer->press_keys("m");
    explorer->press_keys("l");
    explorer->press_keys("space");
    EXPECT_EQ(examples(*explorer, 2, 2)["state"]["teach"]["tested"], 4);
    explorer->press_keys("Right");
    examples(*explorer, 3, 2);
    explorer->press_keys("Up");
    examples(*explorer, 2, 2);
    // The mouse: the face in question, one of the strip, a favourite; a click takes one out.
    drag(*explorer, "Teach/Question", "Teach/Less");
    examples(*explorer, 2, 3);
    drag(*explorer, "Teach/Strip/45", "Teach/More");
    examples(*explorer, 3, 3);
    drag(*explorer, "Favourite/0", "Teach/More");
    examples(*explorer, 4, 3);
    explorer->click("Teach/Less/0");
    examples(*explorer, 4, 2);
    // A name and Enter make it a slider, and the picture follows it.
    explorer->click("Teach/Name");
    explorer->type("brows");
    explorer->press_keys("Return");
    explorer->wait_until("the slider is there", [](const Probe& p) {
        return !p["state"]["teach"]["axis"].get<std::string>().empty();
    });
    const std::string before = explorer->settled()["state"]["image_hash"];
    explorer->click("Teach/Strip/30");
    explorer->wait_until("the face is turned",
                         [&](const Probe& p) { return p["state"]["image_hash"] != before; });
    const std::string turned = explorer->settled()["state"]["image_hash"];
    // Another example improves the slider that is in use.
    explorer->press_keys("Right");
    examples(*explorer, 5, 2);
    explorer->wait_until("the face is turned along the better direction", [&](const Probe& p) {
        return p["state"]["image_hash"] != turned && p["state"]["image_hash"] != before;
    });
    EXPECT_EQ(explorer->settled()["state"]["teach"]["name"], "brows");
    EXPECT_EQ(explorer->quit(), 0);
    EXPECT_EQ(explorer->output(), "");
}

TEST_F(TeachTest, TypicalityTurnsTowardFavourites) {
    auto explorer = start();
    for (const int kept : {1, 2}) {
        explorer->press_keys("ctrl+s");
        explorer->wait_until("it is kept", [&](const Probe& p) { return p["state"]["favourites"] == kept; });
        explorer->click("Seed/Next");
        explorer->wait_until("the next seed",
                             [&](const Probe& p) { return p["state"]["seed"] == 38 + kept; });
    }
    const std::string before = explorer->settled()["state"]["image_hash"];
    const Explorer::Point at = explorer->hover("Face/Typicality");
    desktop_->input("mousemove " + std::to_string(at.x) + " " + std::to_string(at.y) +
                    " then mousedown 1 then mousemove " + std::to_string(at.x + 60) + " " +
                    std::to_string(at.y) + " then mouseup 1");
    explorer->wait_until("the face is turned", [&](const Probe& p) {
        return p["state"]["image_hash"] != before && p["state"]["seed"].is_null() &&
               p["state"]["label"].get<std::string>().starts_with("Seed 40, typicality");
    });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
