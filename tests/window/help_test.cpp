// The help menu: the manual, the doctor, and what the program says about itself.
#include <gtest/gtest.h>

#include <string>

#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class HelpTest : public WindowTest {
  protected:
    static Probe open(const Explorer& explorer, const std::string& entry, const std::string& shows) {
        explorer.click("Top/Help");
        explorer.click("Help/" + entry);
        return explorer.wait_until(shows + " is there",
                                   [&](const Probe& p) { return p["widgets"].contains(shows); });
    }
    static void close_by_esc(const Explorer& explorer, const std::string& shown) {
        explorer.press_keys("Escape");
        explorer.wait_until(shown + " is gone",
                            [&](const Probe& p) { return !p["widgets"].contains(shown); });
    }
};

TEST_F(HelpTest, TheManualIsSearchedAndItsLinksLead) {
    auto explorer = start();
    open(*explorer, "Manual", "Manual/Search");
    explorer->type("favourites.json");
    explorer->wait_until("the place is in sight", [](const Probe& p) {
        return p["state"]["manual"]["search"] == "favourites.json" && p["widgets"].contains("Manual/Next");
    });
    explorer->press_keys("ctrl+a");
    explorer->type("undo");
    explorer->press_keys("Return");
    explorer->wait_until("the second place is shown",
                         [](const Probe& p) { return p["state"]["manual"]["hit"] == 1; });
    explorer->click("Manual/Before");
    explorer->wait_until("the first place is shown",
                         [](const Probe& p) { return p["state"]["manual"]["hit"] == 0; });
    // The contents, and a link in the text.
    explorer->click("Manual/Contents/#favourites");
    explorer->wait_until("the section is in sight, and the first page is not", [](const Probe& p) {
        return p["widgets"].contains("Manual/Link/#where-things-are-kept") &&
               !p["widgets"].contains("Manual/Link/#training");
    });
    explorer->click("Manual/Link/#where-things-are-kept");
    explorer->wait_until("the other section is in sight", [](const Probe& p) {
        return p["widgets"].contains("Manual/Link/file-formats.md") &&
               !p["widgets"].contains("Manual/Link/#where-things-are-kept");
    });
    // Another document, and back to where the link was.
    explorer->click("Manual/Link/file-formats.md");
    explorer->wait_until("the other document is there", [](const Probe& p) {
        return p["state"]["manual"]["document"] == "docs/file-formats.md" &&
               p["widgets"].contains("Manual/Contents/#favouritesjson");
    });
    explorer->click("Manual/Back");
    explorer->wait_until("the manual is back at its place", [](const Probe& p) {
        return p["state"]["manual"]["document"] == "docs/manual.md" &&
               p["widgets"].contains("Manual/Link/file-formats.md") && !p["widgets"].contains("Manual/Back");
    });
    close_by_esc(*explorer, "Manual/Search");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(HelpTest, TheDoctorReportsWhileTheWindowLives) {
    auto explorer = start();
    open(*explorer, "Doctor", "Doctor/Close");
    explorer->wait_until("the report is whole", [](const Probe& p) {
        return p["state"]["doctor"]["running"] == false && p["state"]["doctor"]["bytes"] > 200;
    });
    close_by_esc(*explorer, "Doctor/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(HelpTest, AllElseOpensAndClosesByEsc) {
    auto explorer = start();
    for (const auto& [entry, shown] : {std::pair<std::string, std::string>{"Keys", "Help/Close"},
                                       {"Log", "Log/Close"},
                                       {"About", "About/Close"}}) {
        open(*explorer, entry, shown);
        close_by_esc(*explorer, shown);
    }
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
