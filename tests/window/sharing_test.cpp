// Two real windows on one data folder.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <fstream>

#include "core/documents/face_picture.h"
#include "core/documents/favourites.h"
#include "core/latent/seeds.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class SharingWindowsTest : public WindowTest {
  protected:
    static void keep(const Explorer& explorer) {
        explorer.focus();
        const std::uint32_t seed = explorer.probe()["state"]["seed"];
        const std::size_t kept = explorer.probe()["state"]["favourites"];
        explorer.press_keys("r");  // another one than the other window's, which would be kept already
        explorer.wait_until("another seed", [&](const Probe& p) { return p["state"]["seed"] != seed; });
        explorer.press_keys("ctrl+s");
        explorer.wait_until("it is kept", [&](const Probe& p) { return p["state"]["favourites"] > kept; });
    }
    static void wait_for_favourites(const Explorer& explorer, std::size_t count) {
        explorer.wait_until("there are " + std::to_string(count) + " favourites",
                            [&](const Probe& p) { return p["state"]["favourites"] == count; });
    }
    std::size_t in_file() const {
        return load_favourites(folder_ / "data" / "favourites.json").favourites.size();
    }
};

TEST_F(SharingWindowsTest, FacesKeptInTurnInTwoWindowsAreAllThere) {
    auto a = start({}, 1);
    auto b = start({}, 2);
    for (std::size_t round = 1; round <= 4; ++round) {
        const Explorer &here = round % 2 == 0 ? *a : *b, &there = round % 2 == 0 ? *b : *a;
        keep(here);
        const auto began = std::chrono::steady_clock::now();
        wait_for_favourites(there, round);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        std::printf("shown in the other window after %.0f ms\n", took.count() * 1000);
    }
    // Undo is each window's own, and takes nothing back that was kept.
    const std::uint32_t seed = a->probe()["state"]["seed"], others = b->probe()["state"]["seed"];
    a->focus();
    a->press_keys("ctrl+z");
    a->wait_until("the face before", [&](const Probe& p) { return p["state"]["seed"] != seed; });
    EXPECT_EQ(b->probe()["state"]["seed"], others);
    for (const Explorer* explorer : {a.get(), b.get()})
        EXPECT_EQ(explorer->probe()["state"]["favourites"], 4);
    a->focus();
    EXPECT_EQ(a->quit(), 0);
    b->focus();
    EXPECT_EQ(b->quit(), 0);
    EXPECT_EQ(in_file(), 4u);
}

TEST_F(SharingWindowsTest, EachHasItsOwnHistoryAndSessionAlsoAfterARestart) {
    std::size_t steps[2] = {};
    std::uint32_t seeds[2] = {};
    {
        auto a = start({}, 1);
        auto b = start({}, 2);
        for (int round = 0; round < 3; ++round) {
            keep(*a);
            keep(*b);
        }
        keep(*a);  // the second one is the last that is saved
        steps[0] = a->probe()["state"]["history_size"];
        steps[1] = b->probe()["state"]["history_size"];
        seeds[0] = a->probe()["state"]["seed"];
        seeds[1] = b->probe()["state"]["seed"];
        EXPECT_NE(seeds[0], seeds[1]);
        b->focus();
        EXPECT_EQ(b->quit(), 0);
        a->focus();
        a->press_keys("Page_Down");  // what the next start brings back first
        a->wait_until("a step more", [&](const Probe& p) { return p["state"]["history_size"] > steps[0]; });
        EXPECT_EQ(a->quit(), 0);
    }
    auto a = start({}, 1);
    auto b = start({}, 2);
    EXPECT_EQ(a->probe()["state"]["history_size"], steps[0] + 1);
    EXPECT_EQ(b->probe()["state"]["history_size"], steps[1]);
    EXPECT_EQ(a->probe()["state"]["seed"], seeds[0] + 1);
    EXPECT_EQ(b->probe()["state"]["seed"], seeds[1]);
    for (const Explorer* explorer : {a.get(), b.get()}) {
        EXPECT_EQ(explorer->probe()["state"]["notifications"].size(), 0u);
        EXPECT_EQ(explorer->probe()["state"]["favourites"], 7);
    }
    b->focus();
    b->press_keys("ctrl+z");
    b->wait_until("its face before", [&](const Probe& p) { return p["state"]["seed"] != seeds[1]; });
    EXPECT_EQ(a->probe()["state"]["seed"], seeds[0] + 1);
    EXPECT_EQ(b->quit(), 0);
    a->focus();
    EXPECT_EQ(a->quit(), 0);
}

TEST_F(SharingWindowsTest, AFileOpenedFromOutsideGoesToTheOpenWindow) {
    fs::create_directories(folder_);
    auto explorer = start();
    Favourite face;
    face.id = "1";
    face.name = "From outside";
    face.latent = latent_from_seed(4711, 128, SeedMode::numpy);
    face.seed = 4711;
    write_face_picture(folder_ / "face.png", Image(4, 4), {face});
    const std::map<std::string, std::string> environment{
        {"DISPLAY", desktop_->display()}, {"LIBGL_ALWAYS_SOFTWARE", "1"}, {"WAYLAND_DISPLAY", ""}};
    const std::vector<std::string> command{PROGAN_EXPLORER, "--data-dir", explorer->data_dir().string(),
                                           (folder_ / "face.png").string()};
    Process second(command, environment, folder_ / "second.txt");
    ASSERT_EQ(second.wait(60), 0);
    explorer->wait_until("its face is shown", [](const Probe& p) { return p["state"]["seed"] == 4711; });
    explorer->click("Seed/Next");
    explorer->wait_until("another one", [](const Probe& p) { return p["state"]["seed"] == 4712; });
    auto other = start({"--new-window", (folder_ / "face.png").string()}, 2);
    other->wait_until("it shows the face itself", [](const Probe& p) { return p["state"]["seed"] == 4711; });
    EXPECT_EQ(explorer->probe()["state"]["seed"], 4712);
    EXPECT_EQ(other->quit(), 0);
    explorer->focus();
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(SharingWindowsTest, AKilledWindowLosesNothingAndHoldsUpNobody) {
    auto a = start({}, 1);
    auto b = start({}, 2);
    keep(*a);
    wait_for_favourites(*b, 1);
    a->process().signal(9);
    EXPECT_EQ(a->process().wait(60), 128 + 9);
    keep(*b);
    EXPECT_EQ(b->quit(), 0);
    EXPECT_EQ(in_file(), 2u);
}

}  // namespace
}  // namespace progan::test
