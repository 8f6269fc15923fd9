// Dialogs that close by themselves, by a Dear ImGui without a backend.
#include "app/explorer/platform/imgui_compat.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include "tests/explorer/plain_imgui.h"

namespace progan {
namespace {

class ClosingTest : public test::PlainImGuiTest {
  public:
    ClosingTest() { ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard; }  // as the window

    /// Whether the button under the dialog was clicked.
    static bool frame(bool with_dialog, bool asks_for_menu = false) {
        new_frame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({100, 100});
        ImGui::Begin("Panel");
        const bool clicked = ImGui::Button("Under", {60, 40});
        const ImVec2 low = ImGui::GetItemRectMin();
        if (asks_for_menu) ImGui::OpenPopup("Menu");
        ImGui::End();
        if (with_dialog) {
            if (!ImGui::IsPopupOpen("Dialog")) ImGui::OpenPopup("Dialog");
            if (ImGui::BeginPopupModal("Dialog")) {
                ImGui::TextUnformatted("It closes when its work is done.");
                ImGui::EndPopup();
            }
        }
        close_what_is_not_drawn();
        ImGui::Render();
        point({low.x + 20, low.y + 20});
        return clicked;
    }
};

TEST_F(ClosingTest, AClickThatBeginsTheNextFrameCounts) {
    for (int i = 0; i < 4; ++i) EXPECT_FALSE(frame(true));
    press(true);
    EXPECT_FALSE(frame(true));
    press(false);
    EXPECT_FALSE(frame(true)) << "the dialog is over it";
    frame(false);
    EXPECT_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
    press(true);
    frame(false);
    press(false);
    EXPECT_TRUE(frame(false));
}

TEST_F(ClosingTest, WhatWasOnlyAskedForIsNotClosed) {
    frame(false);
    ImGui::NewFrame();
    ImGui::OpenPopup("Dialog");
    close_what_is_not_drawn();
    EXPECT_TRUE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
    ImGui::EndFrame();
}

TEST_F(ClosingTest, EscapeBeforeAMenuIsDrawnClosesIt) {
    for (int i = 0; i < 3; ++i) frame(false);  // the panel has the keyboard
    frame(false, true);
    press_key(ImGuiKey_Escape, true);
    frame(false);
    EXPECT_FALSE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
}

TEST_F(ClosingTest, AMenuThatEscapeAskedForStaysWhileItIsHeld) {
    for (int i = 0; i < 3; ++i) frame(false);
    press_key(ImGuiKey_Escape, true);
    frame(false, true);
    frame(false);
    EXPECT_TRUE(ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup));
}

}  // namespace
}  // namespace progan
