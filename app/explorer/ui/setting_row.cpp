#include "app/explorer/ui/setting_row.h"

#include <imgui.h>

#include <algorithm>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

constexpr float kLabels = 8;  // em

}  // namespace

void setting(const char* label, float fields) {
    form_label(label, em(kLabels),
               std::min(em(fields), ImGui::GetWindowWidth() - em(kLabels) - space::large()));
}

void setting_without_label() {
    ImGui::SetCursorPosX(em(kLabels));
}

void setting_note(const std::string& text) {
    setting_without_label();
    ImGui::BeginGroup();
    dim_text(text);
    ImGui::EndGroup();
}

}  // namespace progan
