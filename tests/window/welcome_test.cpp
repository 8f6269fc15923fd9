// The first start: the card that ticks what a newcomer does, its tour, and that it does not come back.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "core/image/image_file.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class WelcomeTest : public WindowTest {
  protected:
    static bool welcome(const Probe& probe, const char* what) { return probe["state"]["welcome"][what]; }
    static Probe wait_for(const Explorer& explorer, const char* what, bool value = true) {
        return explorer.wait_until(std::string("of the card, ") + what + " is " + (value ? "true" : "false"),
                                   [=](const Probe& p) { return welcome(p, what) == value; });
    }
    /// The first slider of the list, once there are any.
    static std::string first_slider(const Explorer& explorer) {
        std::string found;
        explorer.wait_until("there is a slider", [&](const Probe& p) {
            if (p["state"]["finding"]) return false;
            for (const auto& axis : p["state"]["axes"]) {
                found = "Axis/" + axis["id"].get<std::string>() + "/Slider";
                if (p["widgets"].contains(found)) return true;
            }
            return false;
        });
        return found;
    }
    static void drag(const Explorer& explorer, const std::string& slider) {
        const Explorer::Point at = explorer.hover(slider);
        const std::string y = std::to_string(at.y);
        desktop_->input("mousemove " + std::to_string(at.x) + " " + y + " then mousedown 1 then mousemove " +
                        std::to_string(at.x + 30) + " " + y + " then mouseup 1");
    }
    /// By F6 to the card, and by Tab to what is on it.
    static void walk_to(const Explorer& explorer, const std::string& widget) {
        const auto focus = [&] { return explorer.probe()["focus"].get<std::string>(); };
        for (int i = 0; i < 10 && !focus().starts_with("Welcome/"); ++i) explorer.press_keys("F6");
        for (int i = 0; i < 10 && focus() != widget; ++i) explorer.press_keys("Tab");
        ASSERT_EQ(focus(), widget);
    }
};

TEST_F(WelcomeTest, ItsThreeMarksTickThenItLeavesAndStaysAway) {
    auto explorer = start_first();
    explorer->find("Welcome/Show me");
    explorer->press_keys("r");
    Probe seen = wait_for(*explorer, "random");
    EXPECT_FALSE(welcome(seen, "turned") || welcome(seen, "kept"));
    drag(*explorer, first_slider(*explorer));
    seen = wait_for(*explorer, "turned");
    EXPECT_FALSE(welcome(seen, "kept"));
    explorer->press_keys("ctrl+s");
    wait_for(*explorer, "kept");
    explorer->wait_until("it has left by itself", [](const Probe& p) {
        return !welcome(p, "open") && !p["widgets"].contains("Welcome/Card");
    });
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    EXPECT_FALSE(welcome(explorer->probe(), "open"));
    explorer->click("Top/Help");
    explorer->click("Help/Welcome");
    seen = wait_for(*explorer, "open");
    EXPECT_FALSE(welcome(seen, "random"));
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(WelcomeTest, ShowMeMovesTheFaceUntilAKeyIsPressed) {
    auto explorer = start_first();
    const Probe before = explorer->settled();
    explorer->click("Welcome/Show me");
    wait_for(*explorer, "touring");
    explorer->wait_until("the tour shows another face", [&](const Probe& p) {
        return p["state"]["seed"] != before["state"]["seed"] && Explorer::is_settled(p) &&
               p["state"]["history_size"] > before["state"]["history_size"];
    });
    explorer->press_keys("Escape");
    const Probe ended = wait_for(*explorer, "touring", false);
    EXPECT_TRUE(welcome(ended, "open")) << "that key closes nothing else";
    EXPECT_FALSE(welcome(ended, "random")) << "what the tour does is nobody's doing";
    EXPECT_EQ(explorer->settled()["state"]["seed"], ended["state"]["seed"]);
    while (explorer->probe()["state"]["seed"] != before["state"]["seed"]) explorer->press_keys("ctrl+z");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(WelcomeTest, InALowViewItLeavesTheFaceFreeFromTheEyesToTheChin) {
    Explorer explorer(
        *desktop_, folder_,
        {"--width", std::to_string(kWidth), "--height", std::to_string(kHeight), "--scale", "2"}, 1, true);
    // In its first frame it has neither its size nor its place.
    const Probe seen = explorer.wait_until("the card is over the picture", [](const Probe& p) {
        return p["widgets"].contains("Welcome/Card") && p["widgets"].contains("View/Picture") &&
               p["widgets"]["Welcome/Card"][1] > p["widgets"]["View/Picture"][1];
    });
    const Probe &card = seen["widgets"]["Welcome/Card"], &picture = seen["widgets"]["View/Picture"];
    constexpr double kChin = 0.8;  // of the picture's height, in faces of the included models
    EXPECT_GE(card[1].get<double>(), picture[1].get<double>() + kChin * picture[3].get<double>());
    // It still leads from one thing to the next.
    explorer.press_keys("r");
    wait_for(explorer, "random");
    explorer.click("Welcome/Show me");
    wait_for(explorer, "touring");
    explorer.press_keys("Escape");
    wait_for(explorer, "touring", false);
    explorer.click("Welcome/Close");
    wait_for(explorer, "open", false);
    EXPECT_EQ(explorer.quit(), 0);
}

TEST_F(WelcomeTest, ADialogThatIsThereFromTheStartIsNotCovered) {
    fs::create_directories(folder_);
    const fs::path photo = folder_ / "photo.png";
    write_png(photo, Image(200, 150));
    Explorer explorer(*desktop_, folder_, {photo.string()}, 1, true);
    explorer.wait_until("the photo's dialog is there, and no card", [](const Probe& p) {
        return p["widgets"].contains("Photo/Find") && !p["widgets"].contains("Welcome/Card");
    });
    explorer.click("Photo/Close");
    explorer.find("Welcome/Card");
    EXPECT_EQ(explorer.quit(), 0);
}

TEST_F(WelcomeTest, EverythingOnItIsReachedByKeysAndEscClosesIt) {
    auto explorer = start_first();
    explorer->find("Welcome/Show me");
    walk_to(*explorer, "Welcome/Show me");
    explorer->press_keys("Return");
    wait_for(*explorer, "touring");
    desktop_->input("mousemove 640 300 then mousedown 1 then mouseup 1");
    wait_for(*explorer, "touring", false);
    walk_to(*explorer, "Welcome/Open a model");
    explorer->press_keys("Return");
    explorer->wait_until("the picker is open", [](const Probe& p) { return p["state"]["picker"] == true; });
    explorer->press_keys("Escape");
    Probe seen = explorer->wait_until("the picker is closed",
                                      [](const Probe& p) { return p["state"]["picker"] == false; });
    EXPECT_TRUE(welcome(seen, "open"));
    explorer->press_keys("Escape");
    wait_for(*explorer, "open", false);
    EXPECT_EQ(explorer->quit(), 0);
    EXPECT_FALSE(welcome(start()->probe(), "open"));
}

}  // namespace
}  // namespace progan::test
