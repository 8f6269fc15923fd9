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

struct TypedEntry {
    ImGuiID id = 0;
    bool focus = false;
    float value = 0;
};
TypedEntry typing;
double last_scroll = -1;

bool typed_entry(const char* id, float& degrees, float width) {
    ImGui::SetNextItemWidth(width);
    if (typing.focus) ImGui::SetKeyboardFocusHere();
    const bool first = typing.focus;
    typing.focus = false;
    const bool entered =
        ImGui::InputFloat(id, &typing.value, 0, 0, "%.2f",
                          ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    const bool left = !first && ImGui::IsItemDeactivated();
    if (!entered && !left) return false;
    typing.id = 0;
    if (!entered && !ImGui::IsItemDeactivatedAfterEdit()) return false;
    degrees = std::clamp(typing.value, -kLimit, kLimit);
    return true;
}

void draw_value(float degrees) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f°", static_cast<double>(degrees == 0 ? 0.0f : degrees));
    slider_value(text, degrees == 0);
}

}  // namespace

bool degree_slider(const char* id, float& degrees, float width, bool locked) {
    const ImGuiID key = ImGui::GetID(id);
    if (typing.id == key && !locked) return typed_entry(id, degrees, width);
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
        typing = {key, true, degrees};
        return changed;
    }
    const float steps = wheel_steps();
    if (now - last_scroll > kWheelRest) {
        own_wheel_for_last_item();
        if (steps != 0) {
            degrees = std::clamp(degrees + steps * (ctrl_held() ? 0.1f : 1.0f), -kLimit, kLimit);
            changed = true;
        }
    }
    return changed;
}

void note_panel_scrolled() {
    last_scroll = ImGui::GetTime();
}

}  // namespace progan
