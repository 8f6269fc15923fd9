#include "app/explorer/ui/dialog.h"

#include <imgui.h>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/theme.h"

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
    ImGui::SetNextWindowSizeConstraints({0, 0}, {display.x * kDialogShare, display.y * kDialogShare});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ImGui::GetStyle().PopupRounding);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {space::huge(), space::large()});
    const bool shown =
        ImGui::BeginPopupModal(title, &open, ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoMove);
    ImGui::PopStyleVar(2);
    if (!shown) return false;
    // Esc closes what is innermost: a list that was open over the dialog in the last frame took the key.
    const ImGuiID above = ImGui::GetID("##above");
    ImGuiStorage& storage = *ImGui::GetStateStorage();
    const bool was_above = storage.GetBool(above);
    storage.SetBool(above, ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId));
    if (escape && !was_above && ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) &&
        !ImGui::IsAnyItemActive()) {
        open = false;
        ImGui::CloseCurrentPopup();
    }
    return true;
}

bool enter_for_primary() {
    const bool in_front =
        ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) || ImGui::IsWindowAppearing();
    return enter_pressed() && in_front && !ImGui::IsAnyItemActive() && !walk::walking();
}

}  // namespace progan
