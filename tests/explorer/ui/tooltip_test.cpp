// When tooltips appear, by a Dear ImGui without a backend.
#include "app/explorer/ui/tooltip.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include "tests/explorer/plain_imgui.h"

namespace progan {
namespace {

class TooltipTest : public test::PlainImGuiTest {
  public:
    TooltipTest() : PlainImGuiTest(0.1f) { frames(2); }

    /// Tenths of a second. How many of them showed the tooltip.
    int frames(int count) {
        int shown = 0;
        for (int i = 0; i < count; ++i) {
            ImGui::NewFrame();
            ImGui::SetNextWindowPos({0, 0});
            ImGui::SetNextWindowSize({200, 200});
            ImGui::Begin("Panel");
            if (ImGui::Button("Open", {100, 40})) ImGui::OpenPopup("Menu");
            middle_ = {ImGui::GetItemRectMin().x + 50, ImGui::GetItemRectMin().y + 20};
            tip_with([&shown] { ++shown; });
            if (ImGui::BeginPopup("Menu")) {
                ImGui::TextUnformatted("An entry");
                if (close_) ImGui::CloseCurrentPopup();
                ImGui::EndPopup();
            }
            ImGui::End();
            ImGui::Render();
        }
        return shown;
    }

  protected:
    ImVec2 middle_;
    bool close_ = false;
};

TEST_F(TooltipTest, ComesAfterARestAndNotForWhatWasClickedUntilThePointerHasLeft) {
    point(middle_);
    EXPECT_EQ(frames(5), 0);
    EXPECT_GT(frames(5), 0);
    press(true);
    frames(1);
    press(false);
    frames(1);
    EXPECT_TRUE(ImGui::GetIO().WantCaptureMouse);
    EXPECT_EQ(frames(20), 0);  // the menu is open
    close_ = true;
    frames(2);
    EXPECT_EQ(frames(20), 0);  // and it is not, but the pointer is where it was
    point({390, 290});
    frames(2);
    point(middle_);
    EXPECT_GT(frames(10), 0);
}

TEST_F(TooltipTest, FramesAreAskedForUntilItIsOnScreen) {
    point(middle_);
    EXPECT_EQ(frames(2), 0);
    ASSERT_TRUE(tooltip_due());
    EXPECT_GT(*tooltip_due(), Seconds{0});
    while (frames(1) == 0) {
    }
    ASSERT_TRUE(tooltip_due()) << "its first frame only measures it";
    EXPECT_EQ(*tooltip_due(), Seconds{0});
    frames(3);
    EXPECT_FALSE(tooltip_due()) << "and then there is nothing to draw";
}

}  // namespace
}  // namespace progan
