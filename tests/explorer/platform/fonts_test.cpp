// Characters are found in whatever fonts are installed, by fontconfig. Debian's fonts-dejavu-core, on which
// fontconfig itself depends, stands for the others.
#include "app/explorer/platform/fonts.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <cstdlib>
#include <fstream>

#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

constexpr const char* kDejaVu = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
constexpr ImWchar kSeen = 0x633;  // Arabic, in DejaVu Sans and not in the program's own fonts

class FontsTest : public ::testing::Test {
  protected:
    FontsTest() {
        fs::create_directories(folder.path / "fonts");
        std::ofstream(folder.path / "fonts.conf")
            << R"(<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>)"
            << (folder.path / "fonts").string() << "</dir><cachedir>" << (folder.path / "cache").string()
            << "</cachedir></fontconfig>";
        setenv("FONTCONFIG_FILE", (folder.path / "fonts.conf").c_str(), 1);
        ImGui::CreateContext();
    }
    void TearDown() override {
        ImGui::DestroyContext();
        unsetenv("FONTCONFIG_FILE");
    }
    static bool drawn(ImWchar character) {
        return ImGui::GetIO().Fonts->Fonts[0]->FindGlyphNoFallback(character) != nullptr;
    }

    test::StateFolder folder{"fonts"};
};

TEST_F(FontsTest, WhatTheProgramsFontsLackIsFoundAmongTheInstalledOnes) {
    ASSERT_TRUE(fs::exists(kDejaVu));
    fs::copy_file(kDejaVu, folder.path / "fonts/any.ttf");
    Fonts fonts;
    EXPECT_TRUE(fonts.build({16, 13, 13, 18}));
    EXPECT_FALSE(drawn(kSeen));
    fonts.need("\xd8\xb3\xd9\x85\xd8\xb1 \xe7\xac\x91");  // Arabic and Japanese
    EXPECT_TRUE(fonts.stale());
    EXPECT_TRUE(fonts.build({16, 13, 13, 18}));
    EXPECT_FALSE(fonts.stale());
    EXPECT_TRUE(drawn(kSeen));
    EXPECT_TRUE(drawn(0x645));
    EXPECT_TRUE(drawn(0x7b11));
    EXPECT_TRUE(drawn('a'));
    fonts.need("\xd8\xb3");
    EXPECT_FALSE(fonts.build({16, 13, 13, 18}));  // it is there already
    EXPECT_TRUE(fonts.build({24, 20, 20, 27}));   // and at any size
    EXPECT_TRUE(drawn(kSeen));
}

TEST_F(FontsTest, WhatNoFontHoldsIsAskedForOnce) {
    fs::copy_file(kDejaVu, folder.path / "fonts/any.ttf");
    std::ofstream(folder.path / "fonts/damaged.ttf") << "no font";
    Fonts fonts;
    fonts.build({16, 13, 13, 18});
    fonts.need("\xea\xb0\x80");  // Korean
    EXPECT_FALSE(fonts.stale());
    EXPECT_FALSE(fonts.build({16, 13, 13, 18}));
}

TEST_F(FontsTest, NoInstalledFontsAtAllAreNoProblem) {
    Fonts fonts;
    fonts.need("\xd8\xb3");
    EXPECT_TRUE(fonts.build({16, 13, 13, 18}));
    EXPECT_FALSE(drawn(kSeen));
}

TEST_F(FontsTest, ThereAreOnlySoManyCharacters) {
    fs::copy_file(kDejaVu, folder.path / "fonts/any.ttf");
    Fonts fonts;
    for (unsigned code_point = 0x180; code_point < 0xffff; ++code_point) fonts.need(code_point);
    ASSERT_TRUE(fonts.build({16, 13, 13, 18}));
    EXPECT_LT(ImGui::GetIO().Fonts->Fonts[0]->Glyphs.Size, static_cast<int>(Fonts::kMaxExtra) + 600);
    EXPECT_TRUE(drawn('a'));
}

TEST_F(FontsTest, TextOfOurControlsIsNeeded) {
    fs::copy_file(kDejaVu, folder.path / "fonts/any.ttf");
    Fonts fonts;
    need_for_drawing("\xd8\xb3");  // nobody listens
    EXPECT_FALSE(fonts.stale());
    use_for_drawn_text(&fonts);
    need_for_drawing("\xd8\xb3");
    EXPECT_TRUE(fonts.stale());
}

}  // namespace
}  // namespace progan
