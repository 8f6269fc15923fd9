// The grid of faces and the comparison of two, by mouse and keys in the real window.
#include <cmath>

#include "core/model/model_file.h"
#include "tests/fixtures/random_model.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {

using Probe = Explorer::Probe;

class GridCompareTest : public WindowTest {
  protected:
    static void compare_as_a(const Explorer& explorer, const std::string& widget, const std::string& label) {
        right_click(explorer, widget);
        explorer.click("Face menu/Compare A");
        explorer.wait_until("it is A", [&](const Probe& p) { return p["state"]["compare"]["a"] == label; });
    }
    /// Types a number into a slider.
    static void type_into(const Explorer& explorer, const std::string& slider, const std::string& number) {
        explorer.hover(slider);
        desktop_->input("keydown ctrl then mousedown 1 then mouseup 1 then keyup ctrl");
        desktop_->input("key ctrl+a");
        explorer.type(number);
        explorer.press_keys("Return");
    }
    static double angle(const Explorer& explorer) {
        return explorer
            .wait_until("both faces are there",
                        [](const Probe& p) {
                            return p["state"]["compare"]["settled"] == true;
                        })["state"]["compare"]["degrees"]
            .get<double>();
    }
};

TEST_F(GridCompareTest, ANeighborIsTakenByClickAndByKeys) {
    auto explorer = start();
    explorer->press_keys("ctrl+2");
    explorer->click("Grid/5 x 5");
    explorer->wait_until("5 x 5", [](const Probe& p) { return p["state"]["grid"]["side"] == 5; });
    explorer->find("Around/-2,2");
    type_into(*explorer, "Grid/Radius", "30");
    explorer->wait_until("a radius", [](const Probe& p) { return p["state"]["grid"]["radius"] == 30; });
    compare_as_a(*explorer, "Around/0,0", "Seed 38");
    explorer->click("Around/2,0");
    explorer->wait_until("the neighbour is the face", [](const Probe& p) {
        return p["state"]["label"] == "Neighbour of Seed 38" && p["state"]["seed"].is_null();
    });
    explorer->press_keys("ctrl+5");
    EXPECT_NEAR(angle(*explorer), 30, 0.01);  // B is the current face
    explorer->press_keys("ctrl+z");
    explorer->wait_until("the step is undone", [](const Probe& p) {
        return p["state"]["seed"] == 38 && p["state"]["compare"]["degrees"] < 1e-3;
    });
    explorer->press_keys("ctrl+shift+z");
    explorer->wait_until("it is done again",
                         [](const Probe& p) { return p["state"]["label"] == "Neighbour of Seed 38"; });

    explorer->press_keys("ctrl+2");
    explorer->click("Around/0,0");  // stays where it is
    explorer->settled();
    const std::string before = explorer->probe()["state"]["image_hash"];
    explorer->press_keys("Up");
    explorer->press_keys("Right");
    explorer->press_keys("Return");
    explorer->wait_until("the neighbour at the upper right", [&](const Probe& p) {
        return p["state"]["image_hash"] != before && Explorer::is_settled(p);
    });
    compare_as_a(*explorer, "Around/-1,1", "Neighbour of Seed 38");
    explorer->press_keys("ctrl+5");
    EXPECT_NEAR(angle(*explorer), 15 * std::sqrt(2.0), 0.01);

    explorer->press_keys("ctrl+2");
    explorer->click("Grid/New directions");
    explorer->wait_until("other directions",
                         [](const Probe& p) { return p["state"]["grid"]["directions"] == 2; });
    const Probe found = explorer->wait_until("axes were found", [](const Probe& p) {
        return p["state"]["finding"] == false && !p["state"]["axes"].empty();
    });
    const std::string axis = found["state"]["axes"][0]["id"];
    explorer->click("Grid/Across");
    explorer->click("Grid/Across/" + axis);
    explorer->wait_until("an axis", [&](const Probe& p) { return p["state"]["grid"]["across"] == axis; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(GridCompareTest, ChildrenAndSums) {
    auto explorer = start();
    explorer->press_keys("ctrl+2");
    explorer->click("Grid/Breed");
    explorer->click("Breed/Add");
    explorer->click("Breed/Add/Current");
    explorer->wait_until("one parent", [](const Probe& p) { return p["state"]["grid"]["parents"] == 1; });
    EXPECT_FALSE(explorer->visible("Child/0,0"));
    explorer->click("Breed/Add");
    explorer->click("Breed/Add/Use seed");
    explorer->wait_until("two parents", [](const Probe& p) { return p["state"]["grid"]["parents"] == 2; });
    right_click(*explorer, "Child/0,0");
    explorer->click("Face menu/Parent");
    explorer->wait_until("three parents", [](const Probe& p) { return p["state"]["grid"]["parents"] == 3; });
    explorer->click("Parent/2/Remove");
    explorer->wait_until("two parents", [](const Probe& p) { return p["state"]["grid"]["parents"] == 2; });
    explorer->click("Breed/Again");
    explorer->wait_until("others", [](const Probe& p) { return p["state"]["grid"]["children"] == 2; });
    explorer->click("Child/-1,0");
    explorer->wait_until("a child is the face",
                         [](const Probe& p) { return p["state"]["label"] == "Child of Seed 38 and Seed 1"; });

    explorer->click("Grid/Sum");
    for (const std::string term : {"A", "B", "C"}) {
        const std::string choice = "Sum/" + term + (term == "C" ? "/Current" : "/Use seed");
        explorer->click("Sum/" + term);
        explorer->click(choice);
        explorer->wait_until("the list has closed",
                             [&](const Probe& p) { return !p["widgets"].contains(choice); });
    }
    explorer->click("Sum/Keep");
    explorer->wait_until("it is kept", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    explorer->click("Sum/Go");
    explorer->wait_until("the sum is the face", [](const Probe& p) {
        return p["state"]["label"] == "Seed 1 - Seed 1 + Child of Seed 38 and Seed 1";
    });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(GridCompareTest, TwoFacesAreCompared) {
    auto explorer = start();
    explorer->press_keys("ctrl+5");
    explorer->click("Compare/Choose A");
    explorer->find("Compare/Choose A/Seed");
    const Probe choosing = explorer->probe();
    EXPECT_EQ(choosing["state"]["typed_seed"], choosing["state"]["seed"]);  // that of the face shown
    explorer->click("Compare/Choose A/Current");
    EXPECT_NEAR(angle(*explorer), 0, 1e-3);  // B follows the face
    explorer->press_keys("Next");            // the next seed
    explorer->wait_until("the live side follows", [](const Probe& p) {
        return p["state"]["compare"]["settled"] == true && p["state"]["compare"]["degrees"] > 60;
    });

    explorer->click("Compare/One");
    explorer->find("Compare/One face");
    desktop_->input("keydown x");
    explorer->wait_until("B is seen", [](const Probe& p) { return p["state"]["compare"]["other"] == true; });
    desktop_->input("keyup x");
    explorer->wait_until("A is seen", [](const Probe& p) { return p["state"]["compare"]["other"] == false; });

    explorer->click("Compare/Swipe");
    const Explorer::Point line = explorer->hover("Compare/Divider");
    desktop_->input("mousemove " + std::to_string(line.x) + " " + std::to_string(line.y) +
                    " then mousedown 1 then mousemove " + std::to_string(line.x + 40) + " " +
                    std::to_string(line.y) + " then mousemove " + std::to_string(line.x + 80) + " " +
                    std::to_string(line.y) + " then mouseup 1");
    const double divider = explorer
                               ->wait_until("the line was drawn to the right",
                                            [](const Probe& p) {
                                                return p["state"]["compare"]["divider"] > 0.55;
                                            })["state"]["compare"]["divider"]
                               .get<double>();
    desktop_->input("mousemove_relative 0 200");
    explorer->press_keys("Left");
    explorer->wait_until("a key moves it back", [&](const Probe& p) {
        return p["state"]["compare"]["divider"].get<double>() < divider - 0.01;
    });

    explorer->click("Compare/Difference");
    const Probe measured = explorer->wait_until(
        "it is measured", [](const Probe& p) { return p["state"]["compare"]["measured"] == true; });
    EXPECT_GT(measured["state"]["compare"]["mean"], 1.0);
    EXPECT_GT(measured["state"]["compare"]["max"], measured["state"]["compare"]["mean"]);
    explorer->click("Compare/Swap");
    explorer->wait_until("they are swapped",
                         [](const Probe& p) { return p["state"]["compare"]["a"] != "Seed 38"; });
    explorer->click("Compare/Go B");
    explorer->wait_until("A's face is the current one", [](const Probe& p) {
        return p["state"]["seed"] == 38 && p["state"]["compare"]["degrees"] < 1e-3 &&
               p["state"]["compare"]["measured"] == true && p["state"]["compare"]["max"] == 0.0;
    });
    EXPECT_EQ(explorer->quit(), 0);
}

/// Another model, of another size, while it records: nothing waits.
TEST_F(GridCompareTest, AnImportedModelIsExploredWhileItRecords) {
    save_model(folder_ / "other.safetensors", other_model(96));
    auto explorer = start({"--model", (folder_ / "other.safetensors").string()});
    explorer->press_keys("ctrl+2");
    compare_as_a(*explorer, "Around/0,0", "Seed 38");
    explorer->press_keys("ctrl+7");
    explorer->click("Growth/Record");
    explorer->wait_until("it records", [](const Probe& p) { return p["state"]["jobs"] == 1; });
    explorer->press_keys("ctrl+2");
    explorer->click("Around/1,0");
    explorer->wait_until("the neighbour is the face",
                         [](const Probe& p) { return p["state"]["label"] == "Neighbour of Seed 38"; });
    explorer->press_keys("ctrl+5");
    const Probe there =
        explorer->wait_until("the two are seen, while it records or after", [](const Probe& p) {
            return p["state"]["compare"]["settled"] == true && p["state"]["compare"]["degrees"] > 1;
        });
    EXPECT_NEAR(there["state"]["compare"]["degrees"].get<double>(), 20, 0.01);
    EXPECT_EQ(there["state"]["jobs"], 1) << "the recording was too short to tell";
    explorer->wait_until("it is recorded", [](const Probe& p) { return p["state"]["jobs"] == 0; });
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();  // with that model and the comparison as they were
    EXPECT_NEAR(angle(*explorer), 20, 0.01);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
