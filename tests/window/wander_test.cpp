// Wandering in the real window: started and ended by keys and mouse.
#include <gtest/gtest.h>

#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class WanderWindowTest : public WindowTest {
  protected:
    static std::string hash(const Probe& probe) { return probe["state"]["image_hash"]; }
    static bool walking(const Probe& probe) { return probe["state"]["wander"]["walking"]; }
    static double walked(const Probe& probe) { return probe["state"]["wander"]["walked"]; }
    /// Once it has led to `faces` other faces.
    static Probe walk(const Explorer& explorer, std::uint64_t faces) {
        const Probe began = explorer.wait_until("a walk", [](const Probe& p) { return walking(p); });
        const std::uint64_t from = began["counters"]["faces"];
        return explorer.wait_until("faces on the way", [&](const Probe& p) {
            return p["counters"]["faces"].get<std::uint64_t>() >= from + faces && walked(p) > 1;
        });
    }
    static Probe stopped(const Explorer& explorer) {
        explorer.wait_until("no walk", [](const Probe& p) { return !walking(p); });
        return explorer.settled();
    }
};

TEST_F(WanderWindowTest, AKeyStartsItEscEndsItThereAndUndoLeadsBack) {
    auto explorer = start();
    const Probe first = explorer->settled();
    const std::size_t steps = first["state"]["history_size"];
    explorer->press_keys("ctrl+shift+r");
    explorer->wait_until("a recording",
                         [](const Probe& p) { return p["state"]["recording"]["taking"] == true; });
    explorer->press_keys("w");
    const Probe on_the_way = walk(*explorer, 20);
    EXPECT_EQ(on_the_way["state"]["history_size"], steps);
    EXPECT_NE(hash(on_the_way), hash(first));
    EXPECT_GT(on_the_way["state"]["recording"]["samples"], 15);
    explorer->press_keys("t");  // only looks
    explorer->wait_until("pixels", [](const Probe& p) { return p["state"]["smooth"] == false; });
    EXPECT_TRUE(walking(explorer->probe()));
    explorer->press_keys("Escape");
    const Probe there = stopped(*explorer);
    explorer->wait_until("its step", [&](const Probe& p) {
        return p["state"]["history_size"] == steps + 1 &&
               p["state"]["history_label"].get<std::string>().starts_with("Walk from ");
    });
    EXPECT_EQ(there["state"]["seed"], nullptr);
    explorer->press_keys("ctrl+z");
    explorer->wait_until("the first face", [&](const Probe& p) { return hash(p) == hash(first); });
    explorer->press_keys("ctrl+shift+z");
    explorer->wait_until("where the walk ended", [&](const Probe& p) { return hash(p) == hash(there); });
    explorer->press_keys("ctrl+shift+r");
    explorer->wait_until("no recording",
                         [](const Probe& p) { return p["state"]["recording"]["taking"] == false; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(WanderWindowTest, ItsSettingsDoNotEndItAndASliderDoes) {
    auto explorer = start();
    const Probe found = explorer->wait_until("axes were found", [](const Probe& p) {
        return p["state"]["finding"] == false && p["state"]["axes"].size() > 3;
    });
    const std::string id = found["state"]["axes"][0]["id"];
    const std::size_t steps = found["state"]["history_size"];
    explorer->click("View/Wander");
    walk(*explorer, 5);
    explorer->click("View/Wander settings");
    explorer->click("Wander/Pace");  // in its middle
    explorer->wait_until("another pace", [](const Probe& p) { return p["state"]["wander"]["pace"] != 12; });
    EXPECT_TRUE(walking(explorer->probe()));
    // A click beside the settings closes them and nothing more.
    const Explorer::Point face = explorer->hover("View/Face");
    const std::string click = "mousemove " + std::to_string(face.x) + " " + std::to_string(face.y) +
                              " then mousedown 1 then mouseup 1";
    desktop_->input(click);
    explorer->wait_until("no settings", [](const Probe& p) { return !p["widgets"].contains("Wander/Pace"); });
    EXPECT_TRUE(walking(explorer->probe()));
    desktop_->input(click);
    stopped(*explorer);
    explorer->wait_until("its step", [&](const Probe& p) { return p["state"]["history_size"] == steps + 1; });
    // A slider that is turned: a step for the walk, and one for the slider.
    explorer->press_keys("w");
    walk(*explorer, 5);
    const Explorer::Point slider = explorer->hover("Axis/" + id + "/Slider");
    desktop_->input("mousemove " + std::to_string(slider.x + 20) + " " + std::to_string(slider.y) +
                    " then mousedown 1 then mousemove " + std::to_string(slider.x + 30) + " " +
                    std::to_string(slider.y) + " then mouseup 1");
    stopped(*explorer);
    const Probe turned = explorer->wait_until(
        "both steps", [&](const Probe& p) { return p["state"]["history_size"] == steps + 3; });
    EXPECT_TRUE(turned["state"]["history_label"].get<std::string>().starts_with("Turned "));
    EXPECT_TRUE(turned["state"]["turns"].contains(id));
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
