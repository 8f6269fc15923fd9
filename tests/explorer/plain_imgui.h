// A Dear ImGui without a backend, for tests of what is drawn with it.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

namespace progan::test {

class PlainImGuiTest : public ::testing::Test {
  public:
    /// `seconds`: from one frame to the next.
    explicit PlainImGuiTest(float seconds = 1.0f / 60) {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {400, 300};
        io.DeltaTime = seconds;
#if IMGUI_VERSION_NUM < 18700
        for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
#endif
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    }
    ~PlainImGuiTest() override {
        ImGui::DestroyContext();
    }

    static void point(ImVec2 at) {
#if IMGUI_VERSION_NUM < 18700
        ImGui::GetIO().MousePos = at;
#else
        ImGui::GetIO().AddMousePosEvent(at.x, at.y);
#endif
    }
    static void press_key(ImGuiKey key, bool down) {
#if IMGUI_VERSION_NUM < 18700
        ImGui::GetIO().KeysDown[key] = down;
#else
        ImGui::GetIO().AddKeyEvent(key, down);
#endif
    }
    static void press(bool down) {
#if IMGUI_VERSION_NUM < 18700
        ImGui::GetIO().MouseDown[0] = down;
#else
        ImGui::GetIO().AddMouseButtonEvent(0, down);
#endif
    }
};

}  // namespace progan::test
