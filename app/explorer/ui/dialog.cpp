#include "app/explorer/ui/dialog.h"

#include <imgui.h>

namespace progan {
namespace {

constexpr int kFirstFrames = 1;

}  // namespace

bool begin_dialog(const char* title, bool& open, bool escape) {
    if (!open) return false;
    // Not before the window's panels have been there for a frame: Dear ImGui 1.86 aborts when one appears in
    // the frame in which a dialog opens.
    if (!ImGui::IsPopupOpen(title) && ImGui::GetFrameCount() <= kFirstFrames) return false;
    if (!ImGui::IsPopupOpen(title)) ImGui::OpenPopup(title);
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({display.x / 2, display.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
    ImGui::SetNextWindowSizeConstraints({0, 0}, {display.x * 0.95f, display.y * 0.95f});
    if (!ImGui::BeginPopupModal(title, &open, ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoMove))
        return false;
    if (escape && ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) && !ImGui::IsAnyItemActive()) {
        open = false;
        ImGui::CloseCurrentPopup();
    }
    return true;
}

}  // namespace progan
