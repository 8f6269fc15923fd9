// Dialogs that close by themselves, by a Dear ImGui without a backend.
#include "app/explorer/platform/imgui_compat.h"

#include <gtest/gtest.h>
#include <imgui.h>

namespace progan {
namespace {

class ClosingTest : public ::testing::Test {
  public:
    ClosingTest() {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {400, 300};
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    }
    ~ClosingTest() override { ImGui::DestroyContext(); }

    static void press(bool down) {
#if IMGUI_VERSION_NUM < 18700
        ImGui::GetIO().MouseDown[0] = down;
#else
        ImGui::GetIO().AddMouseButtonEvent(0, down);
#endif
    }
    /// Whether the button under the dialog was clicked.
    static bool frame(bool with_dialog) {
        ImGui::NewFrame();
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize({100, 100});
        ImGui::Begin("Panel");
        const bool clicked = ImGui::Button("Under", {60, 40});
        const ImVec2 low = ImGui::GetItemRectMin();
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
#if IMGUI_VERSION_NUM < 18700
        ImGui::GetIO().MousePos = {low.x + 20, low.y + 20};
#else
        ImGui::GetIO().AddMousePosEvent(low.x + 20, low.y + 20);
#endif
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

}  // namespace
}  // namespace progan
