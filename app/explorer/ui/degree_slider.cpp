#include "app/explorer/ui/degree_slider.h"

#include <imgui.h>

#include <algorithm>
#include <cstdio>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"

namespace progan {
namespace {

constexpr float kLimit = 90;
// A panel that is being scrolled goes on scrolling when a slider comes under the pointer: only a wheel that
// rests for this long (seconds) before it turns over a slider turns the slider.
constexpr double kWheelRest = 0.35;

bool typed_entry(DegreeSliderState& state, const char* id, float& degrees, float width) {
    ImGui::SetNextItemWidth(width);
    if (state.focus) ImGui::SetKeyboardFocusHere();
    const bool first = state.focus;
    state.focus = false;
    const bool entered =
        ImGui::InputFloat(id, &state.value, 0, 0, "%.2f",
                          ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    const bool left = !first && ImGui::IsItemDeactivated();
    if (!entered && !left) return false;
    state.typing = 0;
    if (!entered && !ImGui::IsItemDeactivatedAfterEdit()) return false;
    degrees = std::clamp(state.value, -kLimit, kLimit);
    return true;
}

void draw_value(float degrees) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f°", static_cast<double>(degrees == 0 ? 0.0f : degrees));
    slider_value(text, degrees == 0);
}

}  // namespace

bool degree_slider(DegreeSliderState& state, const char* id, float& degrees, float width, bool locked) {
    const ImGuiID key = ImGui::GetID(id);
    if (state.typing == key && !locked) return typed_entry(state, id, degrees, width);
    ImGui::SetNextItemWidth(width);
    ImGui::BeginDisabled(locked);
    bool changed = ImGui::SliderFloat(id, &degrees, -kLimit, kLimit, "",
                                      ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_NoInput);
    draw_value(degrees);
    ImGui::EndDisabled();
    if (locked) return false;
    if (!ImGui::IsItemHovered()) return changed;
    const double now = ImGui::GetTime();
    if (ImGui::IsMouseDoubleClicked(0) || (ctrl_held() && ImGui::IsMouseClicked(0))) {
        state.typing = key;
        state.focus = true;
        state.value = degrees;
        return changed;
    }
    const float steps = wheel_steps();
    if (now - state.last_scroll > kWheelRest) {
        own_wheel_for_last_item();
        if (steps != 0) {
            degrees = std::clamp(degrees + steps * (ctrl_held() ? 0.1f : 1.0f), -kLimit, kLimit);
            changed = true;
        }
    }
    return changed;
}

void note_panel_scrolled(DegreeSliderState& state, float& scroll_before) {
    if (ImGui::GetScrollY() != scroll_before && wheel_steps() != 0) state.last_scroll = ImGui::GetTime();
    scroll_before = ImGui::GetScrollY();
}

}  // namespace progan
