// The real window in another language, switched while it is open.
#include <gtest/gtest.h>

#include "core/support/paths.h"
#include "core/support/translate.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class LanguageTest : public WindowTest {
  protected:
    void SetUp() override {
        WindowTest::SetUp();
        if (languages(texts_folder()).size() < 2)
            GTEST_SKIP() << "built without msgfmt: there is only English";
    }

    static Probe with_label(const Explorer& explorer, const std::string& label) {
        return explorer.wait_until("the face is called " + label,
                                   [&](const Probe& p) { return p["state"]["label"] == label; });
    }
};

TEST_F(LanguageTest, JapaneseIsSwitchedToEnglishAndKept) {
    auto explorer = start({"--language", "ja"});
    explorer->click("Seed/Next");
    with_label(*explorer, "シード 16");
    explorer->click("Top/Size of text");
    explorer->click("Top/Language/en");
    explorer->click("Seed/Next");
    with_label(*explorer, "Seed 17");
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    EXPECT_EQ(explorer->probe()["state"]["language"], "en");
    explorer->click("Top/Size of text");
    explorer->click("Top/Language/ja");
    explorer->click("Seed/Next");
    with_label(*explorer, "シード 18");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(LanguageTest, EveryViewAndDialogIsUsedInJapanese) {
    const auto explorer = start({"--language", "ja"});
    for (const char* view : {"Grid", "Map", "Compare", "Teach", "Growth", "Training", "Face"})
        explorer->click(std::string("Center/") + view);
    explorer->click("Left/Components");
    explorer->click("Left/Axes");
    explorer->click("Timeline/Record");
    explorer->click("Record/Close");
    explorer->click("Top/Help");
    explorer->click("Help/Close");
    explorer->click("Top/About model");
    explorer->click("Model/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
