// What all tests of the real window share: a display per process, a folder and a way to start the program.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "tests/window/explorer.h"

namespace progan::test {

/// The probe's image hash of a picture, FNV-1a over its pixels: reckoned here by itself, so that a mistake in
/// the program's own (core/support/fnv1a.h) shows.
inline std::string hash_of(const Image& image) {
    std::uint64_t hash = 14695981039346656037ull;
    for (const std::uint8_t byte : image.rgb) hash = (hash ^ byte) * 1099511628211ull;
    char text[40];
    std::snprintf(text, sizeof(text), "%dx%d-%016llx", image.width, image.height,
                  static_cast<unsigned long long>(hash));
    return text;
}

class WindowTest : public testing::Test {
  protected:
    static constexpr int kWidth = 1280, kHeight = 800;

    static void SetUpTestSuite() { desktop_ = new Desktop(kWidth, kHeight); }
    static void TearDownTestSuite() { delete desktop_; }
    void SetUp() override {
        const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::temp_directory_path() /
                  ("progan-gui-" + std::to_string(getpid()) + "-" + test.name());
        std::filesystem::remove_all(folder_);  // a test that was killed may have left one of this name
    }
    void TearDown() override {
        if (HasFailure())
            std::fprintf(stderr, "What was there is kept in %s\n", folder_.c_str());
        else
            std::filesystem::remove_all(folder_);
    }

    std::unique_ptr<Explorer> start(std::vector<std::string> options = {}, int number = 1) {
        options.insert(options.end(),
                       {"--width", std::to_string(kWidth), "--height", std::to_string(kHeight)});
        return std::make_unique<Explorer>(*desktop_, folder_, options, number);
    }
    /// On a data folder that no session was kept in.
    std::unique_ptr<Explorer> start_first() {
        return std::make_unique<Explorer>(
            *desktop_, folder_,
            std::vector<std::string>{"--width", std::to_string(kWidth), "--height", std::to_string(kHeight)},
            1, true);
    }

    static void right_click(const Explorer& explorer, const std::string& widget) {
        explorer.hover(widget);
        desktop_->input("mousedown 3 then mouseup 3");
    }
    /// An entry of a list that opens, by mouse: "Record/Format", "gif".
    static void choose(const Explorer& explorer, const std::string& list, const std::string& value) {
        const std::string entry = list + "/" + value;
        explorer.click(list);
        explorer.click(entry);
        explorer.wait_until("the list has closed",
                            [&](const Explorer::Probe& p) { return !p["widgets"].contains(entry); });
    }
    /// What was turned since is one step of the history, and Ctrl+Z takes all of it back.
    static void expect_one_step_back_to(const Explorer& explorer, const Explorer::Probe& before) {
        explorer.wait_until("the sweep is one step", [&](const Explorer::Probe& p) {
            return p["state"]["history_size"] == before["state"]["history_size"].get<int>() + 1;
        });
        explorer.press_keys("ctrl+z");
        explorer.wait_until("it is taken back", [&](const Explorer::Probe& p) {
            return p["state"]["turns"].empty() && Explorer::is_settled(p) &&
                   p["state"]["image_hash"] == before["state"]["image_hash"];
        });
    }
    /// Types a text in place of what a field holds, and moves on by Tab.
    static void enter(const Explorer& explorer, const std::string& field, const std::string& text) {
        explorer.hover(field, -40);  // the left part: steppers are on the right
        desktop_->input("mousedown 1 then mouseup 1");
        explorer.wait_until(field + " is edited",
                            [](const Explorer::Probe& p) { return p["state"]["typing"] == true; });
        explorer.press_keys("ctrl+a");
        explorer.type(text);
        explorer.press_keys("Tab");
    }

    /// The face with the timeline under it.
    static void unfold_timeline(const Explorer& explorer) {
        explorer.click("Center/Animate");
        explorer.wait_until("the timeline is there",
                            [](const Explorer::Probe& p) { return p["widgets"].contains("Timeline/Menu"); });
    }

    /// With the button down: moves the pointer in steps of some pixels within `reach` of a point until the
    /// condition holds. A slow machine makes it longer and changes nothing else.
    static Explorer::Probe drag_until(const Explorer& explorer, Explorer::Point about, int reach, int step,
                                      const std::string& what,
                                      const std::function<bool(const Explorer::Probe&)>& condition) {
        int moved = 0;
        return explorer.wait_until(what, [&](const Explorer::Probe& probe) {
            if (condition(probe)) return true;
            std::string moves;
            for (int i = 0; i < 20; ++i, moved += step)
                moves += "mousemove " + std::to_string(about.x - reach + moved % (2 * reach)) + " " +
                         std::to_string(about.y) + " sleep 0.01 ";
            desktop_->input(moves);
            return false;
        });
    }

    static inline Desktop* desktop_ = nullptr;
    std::filesystem::path folder_;
};

}  // namespace progan::test
