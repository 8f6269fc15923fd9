// Where wrapped Japanese breaks, and numbers. A line has a number of characters here: the font does not
// matter.
#include "app/explorer/ui/line_breaks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/explorer/plain_imgui.h"

namespace progan {
namespace {

FittingBytes characters(int most) {
    return [most](std::string_view text) {
        std::size_t at = 0;
        for (int i = 0; i < most && at < text.size(); ++i) {
            ++at;
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
        }
        return at;
    };
}

TEST(LineBreaksTest, NoLineBeginsWithWhatEndsSomething) {
    EXPECT_EQ(with_line_breaks("あいうえお。かき", characters(5)), "あいうえ\nお。かき");
    EXPECT_EQ(with_line_breaks("「あいう」、えお", characters(4)), "「あい\nう」、え\nお");
    EXPECT_EQ(with_line_breaks("あいう」。」えお", characters(4)), "あい\nう」。」\nえお");
    EXPECT_EQ(with_line_breaks("右のメニュー。", characters(4)), "右のメ\nニュー。")
        << "nor with a small kana";
}

TEST(LineBreaksTest, NoLineEndsWithWhatBeginsSomething) {
    EXPECT_EQ(with_line_breaks("あいう「えお」か", characters(4)), "あいう\n「えお」\nか");
}

TEST(LineBreaksTest, WhatFitsAndWhatIsLatinStaysAsItIs) {
    EXPECT_EQ(with_line_breaks("あ。", characters(5)), "あ。");
    EXPECT_EQ(with_line_breaks("Plain words, which wrap by themselves.", characters(4)),
              "Plain words, which wrap by themselves.");
    EXPECT_EQ(with_line_breaks("", characters(4)), "");
}

TEST(LineBreaksTest, ANumberDoesNotBreakAtItsPoint) {
    EXPECT_EQ(with_line_breaks("rate: 0.0373", characters(9)), "rate: \n0.0373");
    EXPECT_EQ(with_line_breaks("of 1,024 faces", characters(6)), "of \n1,024 \nfaces");
    EXPECT_EQ(with_line_breaks("it is 4. Then 5", characters(8)), "it is 4. Then 5") << "no such number";
}

TEST(LineBreaksTest, LinesThatAreThereStayAndBlanksBeginNone) {
    EXPECT_EQ(with_line_breaks("あい。\n\nうえお", characters(3)), "あい。\n\nうえお");
    EXPECT_EQ(with_line_breaks("あいう えお。", characters(3)), "あいう\nえお。");
}

TEST(LineBreaksTest, ALatinWordDoesNotBreakAndALineBeforeItIsFilled) {
    EXPECT_EQ(with_line_breaks("あい Enterうえお。", characters(8)), "あい Enter\nうえお。");
    EXPECT_EQ(with_line_breaks("あい Enterうえおか", characters(10)), "あい Enterうえ\nおか")
        << "not at the blank: what follows it has room";
    EXPECT_EQ(with_line_breaks("あいEnterうえ。", characters(5)), "あい\nEnter\nうえ。");
    EXPECT_EQ(with_line_breaks("4 x 4ピクセルから", characters(7)), "4 x 4ピク\nセルから");
    EXPECT_EQ(with_line_breaks("一Internationalization", characters(6)), "一\nIntern\nationa\nlizati\non");
}

TEST(LineBreaksTest, SignsAloneBreakWhereTheyMust) {
    EXPECT_EQ(with_line_breaks("。。。。。。", characters(2)), "。。\n。。\n。。");
}

using LineBreaksInPixels = test::PlainImGuiTest;

TEST_F(LineBreaksInPixels, EveryLineFitsAndIsNotBrokenOnceMore) {
    const std::string text =
        "クリックか Enter：中心にする。矢印キー：移動。CPU では 64 x 64 で数時間、128 x 128 で約 1 "
        "日かかります。";
    ImGui::NewFrame();
    for (const float width : {60.0f, 90.0f, 150.0f, 330.0f}) {
        const std::string broken = with_line_breaks(text, width);
        const ImVec2 size = ImGui::CalcTextSize(broken.c_str());
        EXPECT_LE(size.x, width);
        EXPECT_EQ(ImGui::CalcTextSize(broken.c_str(), nullptr, false, width).y, size.y) << width;
    }
    ImGui::EndFrame();
}

}  // namespace
}  // namespace progan
