// Japanese through an input method: a real XIM server (input_method.h) between the keys and the window.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/window/input_method.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class InputMethodTest : public WindowTest {
  protected:
    void SetUp() override {
        WindowTest::SetUp();
        method_ = std::make_unique<InputMethod>(desktop_->display());
    }
    std::unique_ptr<Explorer> start_with_method() {
        return std::make_unique<Explorer>(
            *desktop_, folder_,
            std::vector<std::string>{"--width", std::to_string(kWidth), "--height", std::to_string(kHeight)},
            1, false, std::map<std::string, std::string>{{"XMODIFIERS", InputMethod::kModifiers}});
    }
    /// Into the field that has the keys, in place of what it holds.
    void expect_word(const Explorer& explorer, const std::string& where) {
        SCOPED_TRACE(where);
        explorer.press_keys("ctrl+a");
        explorer.type(InputMethod::kTyped);
        explorer.wait_until("the word is in " + where,
                            [](const Probe& p) { return p["state"]["edited"] == InputMethod::kWord; });
    }
    void expect_word_in(const Explorer& explorer, const std::string& field) {
        explorer.hover(field, -20);
        desktop_->input("mousedown 1 then mouseup 1");
        explorer.wait_until(field + " is edited",
                            [](const Probe& p) { return p["state"]["typing"] == true; });
        expect_word(explorer, field);
    }
    static void close(const Explorer& explorer, const std::string& shown) {
        for (int presses = 0; explorer.visible(shown) && presses < 3; ++presses)
            explorer.press_keys("Escape");
        explorer.wait_until(shown + " is gone",
                            [&](const Probe& p) { return !p["widgets"].contains(shown); });
    }

    std::unique_ptr<InputMethod> method_;
};

TEST_F(InputMethodTest, JapaneseReachesFieldsInPanels) {
    auto explorer = start_with_method();
    explorer->wait_until("there are axes", [](const Probe& p) { return !p["state"]["axes"].empty(); });
    const std::string face = explorer->settled()["state"]["image_hash"];
    expect_word_in(*explorer, "Axes/Search");
    explorer->press_keys("ctrl+a");
    explorer->press_keys("BackSpace");
    explorer->press_keys("Escape");
    explorer->press_keys("ctrl+s");
    explorer->wait_until("a face is kept", [](const Probe& p) { return p["state"]["favourites"] == 1; });
    expect_word_in(*explorer, "Favourites/Filter");
    // A name in the place of what is renamed.
    const std::string axis = explorer->probe()["state"]["axes"][0]["id"];
    right_click(*explorer, "Axis/" + axis);
    explorer->click("Axis/Menu/Rename");
    explorer->wait_until("it is renamed", [](const Probe& p) { return p["state"]["typing"] == true; });
    expect_word(*explorer, "the axis's name");
    explorer->press_keys("Return");
    explorer->wait_until("it is renamed",
                         [](const Probe& p) { return p["state"]["axes"][0]["name"] == InputMethod::kWord; });
    explorer->press_keys("ctrl+4");
    expect_word_in(*explorer, "Teach/Name");
    explorer->press_keys("Escape");
    explorer->press_keys("ctrl+8");
    expect_word_in(*explorer, "Training/Name");
    expect_word_in(*explorer, "Training/Data");
    explorer->press_keys("ctrl+1");
    // No letter on the way was a command's key: R would have been another face.
    EXPECT_EQ(explorer->settled()["state"]["image_hash"], face);
    EXPECT_EQ(method_->words(), 6);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(InputMethodTest, JapaneseReachesFieldsInDialogsAndMenus) {
    auto explorer = start_with_method();
    explorer->press_keys("ctrl+shift+p");
    explorer->wait_until("the palette is open", [](const Probe& p) { return p["state"]["typing"] == true; });
    expect_word(*explorer, "the palette");
    close(*explorer, "Palette/Query");
    explorer->press_keys("ctrl+o");
    expect_word_in(*explorer, "Picker/Path");
    close(*explorer, "Picker/Close");
    explorer->click("Top/Help");
    explorer->click("Help/Manual");
    expect_word_in(*explorer, "Manual/Search");
    close(*explorer, "Manual/Search");
    explorer->press_keys("ctrl+e");
    expect_word_in(*explorer, "Export/Name");
    explorer->click("Export/Export");
    explorer->wait_until("the picture is there and the dialog gone", [&](const Probe& p) {
        return p["state"]["exporting"]["open"] == false && !p["widgets"].contains("Export/Export") &&
               std::filesystem::exists(folder_ / "pictures" / (std::string(InputMethod::kWord) + ".png"));
    });
    unfold_timeline(*explorer);
    explorer->click("Timeline/Menu");
    expect_word_in(*explorer, "Timeline/Menu/Name");
    explorer->click("Timeline/Menu/Save");
    explorer->wait_until("the journey is there", [&](const Probe&) {
        return std::filesystem::exists(explorer->data_dir() / "journeys" /
                                       (std::string(InputMethod::kWord) + ".json"));
    });
    EXPECT_EQ(method_->words(), 5);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
