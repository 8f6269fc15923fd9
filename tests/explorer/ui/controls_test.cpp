// What the shared controls measure: how forms and lines share the room that they have.
#include "app/explorer/ui/controls.h"

#include <functional>

#include "app/explorer/ui/theme.h"
#include "tests/explorer/plain_imgui.h"

namespace progan {
namespace {

class ControlsTest : public test::PlainImGuiTest {
  public:
    ControlsTest() { apply_theme(ThemeKind::dark, 1); }
    /// Within a window of this width.
    static void in_window(float width, const std::function<void()>& draw) {
        ImGui::NewFrame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({width, 200});
        ImGui::Begin("Window", nullptr, ImGuiWindowFlags_NoDecoration);
        draw();
        ImGui::End();
        ImGui::Render();
    }
};

TEST_F(ControlsTest, TheFieldsOfAFormBeginBehindItsLongestLabel) {
    in_window(390, [] {
        const float left = ImGui::GetCursorPosX();
        EXPECT_EQ(label_column({"Size", "Name"}, 150), 150);
        const char* const longest = "A label that is longer than others";
        const float column = label_column({"Size", longest, "Name"}, 150);
        EXPECT_GT(column, left + ImGui::CalcTextSize(longest).x);
        EXPECT_LT(column, left + ImGui::CalcTextSize(longest).x + em(2));
    });
}

TEST_F(ControlsTest, WhatHasNoRoomBesideStandsBelow) {
    in_window(200, [] {
        const auto place_after = [](float width) {
            ImGui::Button("First", {100, 20});
            const float top = ImGui::GetItemRectMin().y;
            beside_if_room(width, 8);
            ImGui::Button("Second", {width, 20});
            return ImGui::GetItemRectMin().y > top;
        };
        EXPECT_FALSE(place_after(60));
        EXPECT_TRUE(place_after(120));
    });
}

TEST_F(ControlsTest, ATitleGivesWayToTheBarBesideIt) {
    for (const float width : {220.0f, 300.0f, 390.0f})
        in_window(width, [&] {
            const float bar = title_before_bar("Recording a-very-long-name-of-an-animation.webm", 50);
            EXPECT_GE(bar, em(7));
            EXPECT_LE(ImGui::GetCursorPosX() + bar + ImGui::GetStyle().ItemSpacing.x + 50,
                      ImGui::GetWindowContentRegionMax().x + 1)
                << width;
        });
    in_window(390, [] { EXPECT_EQ(title_before_bar("Short", 50), em(15)); });
}

}  // namespace
}  // namespace progan
