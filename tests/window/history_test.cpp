// Undo of everything, in the real window by mouse and keys.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "core/documents/favourites.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class HistoryWindowTest : public WindowTest {
  protected:
    static std::string hash(const Probe& probe) { return probe["state"]["image_hash"]; }
    static Probe labelled(const Explorer& explorer, const std::string& label) {
        explorer.wait_until("the step \"" + label + "\"",
                            [&](const Probe& p) { return p["state"]["history_label"] == label; });
        return explorer.settled();
    }
};

TEST_F(HistoryWindowTest, OneStepAGestureBackAndForthAndBranchesStay) {
    auto explorer = start();
    const std::string first = hash(explorer->settled());
    const std::uint32_t seed = explorer->probe()["state"]["seed"];
    explorer->click("Seed/Next");
    const std::string second = hash(labelled(*explorer, "Seed " + std::to_string(seed + 1)));
    // One drag, over many frames.
    explorer->click("Left/Components");
    explorer->click("Left/Components");
    const Explorer::Point slider = explorer->hover("Slider/0");
    std::string drag =
        "mousemove " + std::to_string(slider.x) + " " + std::to_string(slider.y) + " then mousedown 1";
    for (int i = 1; i <= 8; ++i)
        drag += " sleep 0.02 mousemove " + std::to_string(slider.x + 3 * i) + " " + std::to_string(slider.y);
    desktop_->input(drag + " mouseup 1");
    const Probe turned = labelled(*explorer, "Turned component 0");
    EXPECT_EQ(turned["state"]["history_size"], 3);
    EXPECT_NE(hash(turned), second);
    explorer->press_keys("ctrl+z");
    EXPECT_EQ(hash(labelled(*explorer, "Seed " + std::to_string(seed + 1))), second);
    explorer->press_keys("ctrl+z");
    explorer->wait_until("the first face", [&](const Probe& p) { return hash(p) == first; });
    explorer->press_keys("ctrl+shift+z");
    EXPECT_EQ(hash(labelled(*explorer, "Seed " + std::to_string(seed + 1))), second);
    // Another way from here: the turned face becomes a branch, reached by the strip's mark. What is kept
    // stays, wherever one goes.
    explorer->press_keys("ctrl+s");
    explorer->wait_until("a favourite", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    explorer->press_keys("r");
    explorer->wait_until("a random face", [](const Probe& p) { return p["state"]["history_size"] == 4; });
    explorer->click("History/Step/0");
    explorer->wait_until("the first face again", [&](const Probe& p) { return hash(p) == first; });
    explorer->click("History/Fork/2");
    explorer->click("History/Branch/3");
    EXPECT_EQ(hash(labelled(*explorer, "Turned component 0")), hash(turned));
    EXPECT_EQ(explorer->probe()["state"]["history_size"], 4);
    EXPECT_EQ(explorer->probe()["state"]["favourites"], 1);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(HistoryWindowTest, TheJourneyAndTheAxesAreUndoneToo) {
    auto explorer = start();
    const auto keys = [](const Probe& p) { return p["state"]["journey"]["keys"].size(); };
    explorer->press_keys("k");
    explorer->wait_until("a third key", [&](const Probe& p) { return keys(p) == 3; });
    explorer->wait_until("its step",
                         [](const Probe& p) { return p["state"]["history_label"] == "Added a key"; });
    explorer->press_keys("ctrl+z");
    explorer->wait_until("two keys", [&](const Probe& p) { return keys(p) == 2; });
    explorer->press_keys("ctrl+shift+z");
    explorer->wait_until("three keys", [&](const Probe& p) { return keys(p) == 3; });
    const Probe found = explorer->wait_until("axes were found", [](const Probe& p) {
        return p["state"]["finding"] == false && p["state"]["axes"].size() > 3;
    });
    const std::size_t steps = found["state"]["history_size"];
    EXPECT_EQ(steps, 2u);  // what was found is no step
    const std::string id = found["state"]["axes"][0]["id"], name = found["state"]["axes"][0]["name"];
    const auto name_of = [&](const Probe& p) {
        for (const Probe& axis : p["state"]["axes"])
            if (axis["id"] == id) return axis["name"].get<std::string>();
        return std::string();
    };
    const Explorer::Point row = explorer->hover("Axis/" + id);
    desktop_->input("mousemove " + std::to_string(row.x) + " " + std::to_string(row.y) +
                    " then mousedown 1 then mouseup 1 then mousedown 1 then mouseup 1");
    explorer->find("Axis/Name field");
    explorer->press_keys("ctrl+a");
    explorer->type("hair");
    explorer->press_keys("Return");
    explorer->wait_until("it is renamed", [&](const Probe& p) { return name_of(p) == "hair"; });
    explorer->wait_until("its step", [&](const Probe& p) { return p["state"]["history_size"] == steps + 1; });
    explorer->press_keys("ctrl+z");
    explorer->wait_until("its old name", [&](const Probe& p) { return name_of(p) == name; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(HistoryWindowTest, ItSurvivesARestartAndAKill) {
    auto explorer = start();
    const std::uint32_t seed = explorer->probe()["state"]["seed"].get<std::uint32_t>() + 1;
    explorer->click("Seed/Next");
    const std::string face = hash(labelled(*explorer, "Seed " + std::to_string(seed)));
    explorer->press_keys("r");
    explorer->wait_until("a random face", [](const Probe& p) { return p["state"]["history_size"] == 3; });
    const std::string random = hash(explorer->settled());
    explorer->press_keys("ctrl+s");
    explorer->wait_until("a favourite", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    // The worker writes both, right after the frame that made them; then nothing more is needed.
    for (int i = 0; i < 1000; ++i) {
        std::ifstream file(explorer->data_dir() / "history.jsonl");
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        if (std::count(text.begin(), text.end(), '\n') >= 4 &&
            load_favourites(explorer->data_dir() / "favourites.json").favourites.size() == 1)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    explorer->process().signal(SIGKILL);
    EXPECT_EQ(explorer->process().wait(60), 128 + SIGKILL);
    explorer = start();
    const Probe again = explorer->settled();
    EXPECT_EQ(hash(again), random);
    EXPECT_EQ(again["state"]["history_size"], 3);
    EXPECT_EQ(again["state"]["favourites"], 1);
    explorer->press_keys("alt+Left");
    const Probe before =
        explorer->wait_until("the face before", [&](const Probe& p) { return hash(p) == face; });
    EXPECT_EQ(before["state"]["favourites"], 1);
    EXPECT_EQ(explorer->quit(), 0);
    explorer = start();
    EXPECT_EQ(hash(explorer->settled()), face);
    explorer->press_keys("ctrl+shift+z");
    explorer->wait_until("the random face", [&](const Probe& p) { return hash(p) == random; });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
