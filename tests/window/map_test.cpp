// The map of faces in the real window.
#include <cmath>

#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class MapTest : public WindowTest {
  protected:
    static Probe built(const Explorer& explorer, int faces) {
        return explorer.wait_until("the map is built", [=](const Probe& p) {
            const auto& map = p["state"]["map"];
            return map["faces"] == faces && map["building"] == false && map["drawing"] == false &&
                   map.contains("seeds") && map["seeds"].size() == static_cast<std::size_t>(faces);
        });
    }
    /// The middle of a cell on the screen.
    static Explorer::Point cell(const Probe& probe, int cell) {
        const auto& picture = probe["widgets"]["Map/Picture"];
        const int side = probe["state"]["map"]["side"];
        const double step = picture[2].get<double>() / side;
        const int column = cell % side, row = cell / side;
        return {static_cast<int>(picture[0].get<double>() + step * (column + 0.5)),
                static_cast<int>(picture[1].get<double>() + step * (row + 0.5))};
    }
    static std::string at(Explorer::Point point) {
        return "mousemove " + std::to_string(point.x) + " " + std::to_string(point.y) + " then ";
    }
    static int seed_at(const Probe& probe, int cell) {
        return probe["state"]["map"]["seeds"][static_cast<std::size_t>(cell)];
    }
};

TEST_F(MapTest, AClickGoesToTheFaceAndARestartFindsTheMapAgain) {
    auto explorer = start();
    explorer->click("Center/Map");
    Probe probe = built(*explorer, 1024);
    EXPECT_EQ(probe["state"]["map"]["made"], 1024);
    const auto seeds = probe["state"]["map"]["seeds"];

    for (const int wanted : {100, 17 * 32 + 20}) {
        const int seed = seed_at(probe, wanted);
        desktop_->input(at(cell(probe, wanted)) + "click 1");
        // The face on screen is that of the cell, by its seed and by what it looks like.
        const Probe there = explorer->wait_until("the face of the cell", [=](const Probe& p) {
            return p["state"]["seed"] == seed && p["state"]["map"]["here"] == wanted;
        });
        EXPECT_TRUE(there["widgets"].contains("Map/Here"));
    }
    explorer->press_keys("ctrl+s");  // a favourite is marked
    explorer->wait_until("it is marked", [](const Probe& p) {
        return p["state"]["map"]["kept"] == nlohmann::json({17 * 32 + 20});
    });
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    probe = built(*explorer, 1024);  // the tab is as it was left
    EXPECT_EQ(probe["state"]["map"]["made"], 0);
    EXPECT_EQ(probe["state"]["map"]["seeds"], seeds);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(MapTest, TheWheelZoomsAtThePointerADragPansAndFFits) {
    auto explorer = start();
    explorer->press_keys("ctrl+3");
    const Probe whole = built(*explorer, 1024);
    EXPECT_EQ(whole["state"]["map"]["zoom"], "fit");
    desktop_->input(at(cell(whole, 300)) + "click 4 then click 4 then click 4");
    const Probe near = explorer->wait_until("it is near", [&](const Probe& p) {
        return p["widgets"]["Map/Picture"][2].get<double>() >
               1.7 * whole["widgets"]["Map/Picture"][2].get<double>();  // 1.2^3 = 1.73
    });
    EXPECT_EQ(near["state"]["map"]["pointed"], 300);  // still under the pointer
    const Explorer::Point before = cell(near, 300);
    desktop_->input(at(before) + "mousedown 1 then mousemove_relative 40 25 then mouseup 1");
    const Probe moved = explorer->wait_until("it has moved", [&](const Probe& p) {
        return std::abs(cell(p, 300).x - before.x - 40) <= 2 && std::abs(cell(p, 300).y - before.y - 25) <= 2;
    });
    EXPECT_EQ(moved["state"]["seed"], whole["state"]["seed"]);  // a drag is no click
    explorer->press_keys("Right");
    const Probe by_key = explorer->wait_until(
        "a key has moved it", [&](const Probe& p) { return cell(p, 300).x < cell(moved, 300).x - 10; });
    explorer->press_keys("Return");  // goes to the face in the middle
    const int middle = by_key["state"]["map"]["pointed"];
    explorer->wait_until("the face in the middle",
                         [&](const Probe& p) { return p["state"]["seed"] == seed_at(by_key, middle); });
    explorer->press_keys("f");
    explorer->wait_until("it fits", [](const Probe& p) { return p["state"]["map"]["zoom"] == "fit"; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(MapTest, AStrokeBecomesAJourney) {
    auto explorer = start();
    explorer->press_keys("ctrl+3");
    const Probe probe = built(*explorer, 1024);
    const auto draw = [&](const std::string& with) {
        desktop_->input(at(cell(probe, 5 * 32 + 4)) + with + "mousedown 1 then " +
                        at(cell(probe, 5 * 32 + 12)) + at(cell(probe, 13 * 32 + 12)) + "mouseup 1" +
                        (with.empty() ? "" : " keyup shift"));
    };
    draw("keydown shift then ");
    const auto drawn = [](const Probe& p) { return p["state"]["map"]["keys"].size() >= 5; };
    const auto first_names = probe["state"]["journey"]["names"];
    const Probe journey = explorer->wait_until("the stroke", drawn);
    const auto& keys = journey["state"]["map"]["keys"];
    EXPECT_LE(keys.size(), 12u);
    EXPECT_EQ(keys.front(), 5 * 32 + 4);
    EXPECT_EQ(keys.back(), 13 * 32 + 12);
    nlohmann::json names = nlohmann::json::array();
    for (const int key : keys) names.push_back("Seed " + std::to_string(seed_at(probe, key)));
    const int first = keys.front();
    explorer->wait_until("the journey, from its first face", [&](const Probe& p) {
        return p["state"]["follow"] == "journey" && p["state"]["journey"]["names"] == names &&
               p["state"]["map"]["here"] == first && p["state"]["seed_text"].get<std::string>().empty();
    });
    explorer->click("Notification/Undo");  // another journey was there
    explorer->wait_until("the journey of before",
                         [&](const Probe& p) { return p["state"]["journey"]["names"] == first_names; });
    explorer->press_keys("ctrl+z");
    explorer->wait_until("the drawn one",
                         [&](const Probe& p) { return p["state"]["journey"]["names"] == names; });
    explorer->press_keys("Escape");
    explorer->wait_until("it is gone", [](const Probe& p) { return p["state"]["map"]["keys"].empty(); });
    explorer->click("Map/Draw");
    explorer->wait_until("dragging draws",
                         [](const Probe& p) { return p["state"]["map"]["stroke_mode"] == true; });
    draw("");  // by the button, without Shift
    explorer->wait_until("the stroke again", drawn);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
