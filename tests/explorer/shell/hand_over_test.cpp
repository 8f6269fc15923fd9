// Files handed to the window that is open already.
#include "app/explorer/shell/instances/hand_over.h"
#include "app/explorer/state/window_file.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>

#include "app/explorer/shell/instances/window_claim.h"
#include "app/explorer/state/queries.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

using Paths = std::vector<fs::path>;

struct Listener {
    explicit Listener(const fs::path& folder)
        : claim(folder), files(folder, claim.number(), [this] { ++calls; }) {}
    Paths heard() {
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (calls == 0 && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return files.take();
    }
    std::atomic<int> calls = 0;
    WindowClaim claim;
    HandOver files;
};

class HandOverTest : public ::testing::Test {
  protected:
    test::StateFolder folder{"hand-over"};
};

TEST_F(HandOverTest, AnOpenWindowTakesTheFiles) {
    EXPECT_FALSE(hand_over(folder.path, {"/a.png"}));  // nobody is there
    Listener window(folder.path);
    const Paths files{"/pictures/face of 笑顔.png", "/a \"b\"\n.take"};
    EXPECT_TRUE(hand_over(folder.path, files));
    EXPECT_EQ(window.heard(), files);
    EXPECT_TRUE(window.files.take().empty());
}

TEST_F(HandOverTest, OfSeveralTheOneUsedLastTakesThem) {
    Listener first(folder.path), second(folder.path);
    std::ofstream(window_file(folder.path, "session", 1, ".json")) << "{}";
    std::ofstream(window_file(folder.path, "session", 2, ".json")) << "{}";
    fs::last_write_time(window_file(folder.path, "session", 1, ".json"),
                        fs::file_time_type::clock::now() - std::chrono::hours(1));
    EXPECT_TRUE(hand_over(folder.path, {"/a.png"}));
    EXPECT_EQ(second.heard(), (Paths{"/a.png"}));
    EXPECT_EQ(first.calls, 0);
}

TEST_F(HandOverTest, AfterAWindowHasEndedOrWasKilledNobodyTakesThem) {
    { const Listener window(folder.path); }
    EXPECT_FALSE(fs::exists(folder.path / "window.socket"));
    EXPECT_FALSE(hand_over(folder.path, {"/a.png"}));
    std::ofstream(folder.path / "window.socket") << "no socket";
    EXPECT_FALSE(hand_over(folder.path, {"/a.png"}));
    Listener window(folder.path);  // replaces it
    EXPECT_TRUE(hand_over(folder.path, {"/a.png"}));
    EXPECT_EQ(window.heard().size(), 1u);
}

TEST_F(HandOverTest, AFolderOfAnyLengthWillDo) {
    const fs::path deep = folder.path / std::string(120, 'x') / std::string(120, 'y');
    fs::create_directories(deep);
    Listener window(deep);
    EXPECT_TRUE(hand_over(deep, {"/a.png"}));
    EXPECT_EQ(window.heard().size(), 1u);
}

TEST_F(HandOverTest, WhatIsNotAListOfAbsolutePathsIsNotTaken) {
    Listener window(folder.path);
    EXPECT_FALSE(hand_over(folder.path, {"relative.png"}));
    EXPECT_FALSE(hand_over(folder.path, {}));
    EXPECT_FALSE(hand_over(folder.path, {"/" + std::string(2u << 20, 'a')}));
    EXPECT_EQ(window.calls, 0);
    EXPECT_TRUE(hand_over(folder.path, {"/a.png"}));  // it still listens
}

}  // namespace
}  // namespace progan
