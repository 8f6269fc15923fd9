// When a text field has the keyboard, by a Dear ImGui without a backend.
#include <gtest/gtest.h>
#include <imgui.h>

#include <array>

#include "app/explorer/platform/imgui_compat.h"
#include "tests/explorer/plain_imgui.h"

namespace progan {
namespace {

class TextFieldTest : public test::PlainImGuiTest {
  public:
    /// Whether Enter ended the field in this frame.
    bool draw(bool focus) {
        ImGui::NewFrame();
        ImGui::Begin("Panel");
        if (focus) ImGui::SetKeyboardFocusHere();
        const bool ended =
            ImGui::InputText("Seed", text_.data(), text_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
        ImGui::End();
        ImGui::Render();
        return ended;
    }

  private:
    std::array<char, 16> text_{};
};

TEST_F(TextFieldTest, HasTheKeyboardUntilTheFrameThatEndsItAndNoLonger) {
    draw(false);
    EXPECT_FALSE(text_is_edited());
    draw(true);
    for (int i = 0; i < 3; ++i) draw(false);
    EXPECT_TRUE(text_is_edited());
    press_key(ImGuiKey_Enter, true);
    ASSERT_TRUE(draw(false));
    EXPECT_FALSE(text_is_edited()) << "a shortcut that follows at once would be taken for text";
    press_key(ImGuiKey_Enter, false);
    draw(false);
    EXPECT_FALSE(text_is_edited());
}

}  // namespace
}  // namespace progan
