// Shortcuts by the label on a key, on the layouts of several countries. What each layout prints is written
// down here from the layouts themselves (xkeyboard-config), position by position.
#include "app/explorer/platform/key_labels.h"

#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace progan {
namespace {

/// The rows of the main block by US position, without the digit row.
constexpr std::string_view kPositions = "QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,./`-=\\";

struct Layout {
    std::string name;
    std::vector<std::string> labels;  ///< in the order of kPositions
};

std::vector<std::string> signs_of(const std::string& utf8) {
    std::vector<std::string> signs;
    for (const char byte : utf8) {
        if ((static_cast<unsigned char>(byte) & 0xC0u) == 0x80u)
            signs.back() += byte;
        else
            signs.emplace_back(1, byte);
    }
    return signs;
}

const std::map<std::string, std::string>& layouts() {
    static const std::map<std::string, std::string> all{
        {"us", R"(qwertyuiop[]asdfghjkl;'zxcvbnm,./`-=\)"},
        {"fr", R"(azertyuiop^$qsdfghjklmùwxcvbn,;:!²)=*)"},
        {"de", R"(qwertzuiopü+asdfghjklöäyxcvbnm,.-^ß´#)"},
        {"dvorak", R"(',.pyfgcrl/=aoeuidhtns-;qjkxbmwvz`[]\)"},
        {"ru", R"(йцукенгшщзхъфывапролджэячсмитьбю.ё-=\)"},
        {"tr-f", R"(fgğıodrnhpqwuieaütkmlyşjövcçzsb.,+/-x)"}};
    return all;
}

class KeyLabels : public ::testing::TestWithParam<std::string> {
  protected:
    KeyLabels() : labels(signs_of(layouts().at(GetParam()))) {}

    int key_at(char position) const {
        return key_by_label(position, labels.at(kPositions.find(position)), [this](char letter) {
            return std::find(labels.begin(), labels.end(), std::string(1, letter)) != labels.end();
        });
    }
    std::vector<std::string> labels;
};

TEST_P(KeyLabels, EveryLetterIsReachedByItsOwnKeyAndNoOther) {
    ASSERT_EQ(labels.size(), kPositions.size());
    for (int letter = GLFW_KEY_A; letter <= GLFW_KEY_Z; ++letter) {
        std::vector<std::string> keys;
        for (const char position : kPositions)
            if (key_at(position) == letter) keys.push_back(labels.at(kPositions.find(position)));
        ASSERT_EQ(keys.size(), 1u) << static_cast<char>(letter);
        if (GetParam() == "ru") continue;  // where a US keyboard has it
        EXPECT_EQ(keys[0], std::string(1, static_cast<char>(letter - 'A' + 'a')));
    }
}

TEST_P(KeyLabels, DigitsAndKeysThatPrintNothingStayWhereTheyAre) {
    const auto has_all = [](char) { return true; };
    for (int digit = GLFW_KEY_0; digit <= GLFW_KEY_9; ++digit)
        for (const char* label : {"&", "\xC3\xA9", "a", "7", ""})
            EXPECT_EQ(key_by_label(digit, label, has_all), digit);
    for (const int key : {GLFW_KEY_SPACE, GLFW_KEY_LEFT, GLFW_KEY_F1, GLFW_KEY_ENTER, GLFW_KEY_KP_1})
        EXPECT_EQ(key_by_label(key, "q", has_all), key);
}

INSTANTIATE_TEST_SUITE_P(Layouts, KeyLabels, ::testing::Values("us", "fr", "de", "dvorak", "ru", "tr-f"),
                         [](const auto& layout) {
                             return layout.param == "tr-f" ? std::string("tr_f") : layout.param;
                         });

struct Known {
    std::string layout;
    char position;
    int key;
};

TEST(KeyLabel, KeysThatPeopleComplainedAbout) {
    const Known known[] = {
        {"fr", 'Q', 'A'},
        {"fr", 'A', 'Q'},
        {"fr", 'W', 'Z'},
        {"fr", 'Z', 'W'},
        {"fr", ';', 'M'},
        {"fr", 'M', ','},
        {"de", 'Y', 'Z'},
        {"de", 'Z', 'Y'},
        {"de", '[', '['},
        {"dvorak", 'O', 'R'},
        {"dvorak", 'V', 'K'},
        {"dvorak", ';', 'S'},
        {"dvorak", 'R', 'P'},
        {"ru", 'S', 'S'},
        {"ru", 'Q', 'Q'},
        {"tr-f", 'E', GLFW_KEY_UNKNOWN},  // a letter of its own stands there, and E elsewhere
        {"tr-f", 'D', 'E'},
        {"tr-f", '\\', 'X'}};
    for (const Known& expected : known) {
        const std::vector<std::string> labels = signs_of(layouts().at(expected.layout));
        const int key =
            key_by_label(expected.position, labels.at(kPositions.find(expected.position)), [&](char letter) {
                return std::find(labels.begin(), labels.end(), std::string(1, letter)) != labels.end();
            });
        EXPECT_EQ(key, expected.key) << expected.layout << " " << expected.position;
    }
    EXPECT_EQ(key_by_label(GLFW_KEY_UNKNOWN, "q", [](char) { return true; }), GLFW_KEY_Q);
    EXPECT_EQ(key_by_label(GLFW_KEY_UNKNOWN, "", [](char) { return false; }), GLFW_KEY_UNKNOWN);
}

}  // namespace
}  // namespace progan
