#include "app/explorer/ui/degree_slider.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

constexpr float kLimit = 90;
constexpr float kSoftPart = 0.8f;  // of the track
// A panel that is being scrolled keeps scrolling when a slider comes under the pointer: only a wheel that
// rests for this long (seconds) before it turns over a slider turns the slider.
constexpr double kWheelRest = 0.35;

bool typed_entry(DegreeSliderState& state, const char* id, float& degrees, float width) {
    ImGui::SetNextItemWidth(width);
    const bool first = std::exchange(state.focus, false);
    const bool entered =
        ImGui::InputFloat(id, &state.value, 0, 0, "%.2f",
                          ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    if (first) walk::type_here();
    const bool left = !first && ImGui::IsItemDeactivated();
    if (!entered && !left) return false;
    state.typing = 0;
    if (!entered && !ImGui::IsItemDeactivatedAfterEdit()) return false;
    degrees = std::clamp(state.value, -kLimit, kLimit);
    return true;
}

/// Groove, soft range, the part that is turned, where a knob waits, and the handle, over the last item.
void draw_slider(float degrees, float soft, std::optional<float> knob) {
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const float radius = size::grab(), inset = radius + space::tight();
    const float y = std::floor((low.y + high.y) / 2), half = size::groove() / 2;
    const auto x_of = [&](float position) {
        return low.x + inset + (high.x - low.x - 2 * inset) * (position + 1) / 2;
    };
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto bar = [&](float from, float to, const ImVec4& color, ImDrawFlags round) {
        list.AddRectFilled({from, y - half}, {to, y + half}, ImGui::GetColorU32(color), half, round);
    };
    bar(low.x, x_of(-kSoftPart), theme().track, ImDrawFlags_RoundCornersLeft);
    bar(x_of(-kSoftPart), x_of(kSoftPart), theme().track_soft, ImDrawFlags_RoundCornersNone);
    bar(x_of(kSoftPart), high.x, theme().track, ImDrawFlags_RoundCornersRight);
    const float middle = x_of(0), at = x_of(position_of_degrees(degrees, soft));
    if (degrees != 0)
        bar(std::min(middle, at), std::max(middle, at), theme().accent, ImDrawFlags_RoundCornersAll);
    list.AddRectFilled({middle - space::hair(), y - 2 * half}, {middle + space::hair(), y + 2 * half},
                       ImGui::GetColorU32(degrees != 0 ? theme().accent : theme().edge));
    if (knob)
        list.AddCircle({x_of(std::clamp(*knob, -1.0f, 1.0f)), y}, radius,
                       ImGui::GetColorU32(theme().text_dim), 0, space::line());
    draw_grab((position_of_degrees(degrees, soft) + 1) / 2);
}

}  // namespace

float soft_degrees(const Axis& axis) {
    return std::clamp(static_cast<float>(axis.range.value_or(kSoftDegrees)), 10.0f, 90.0f);
}

float position_of_degrees(float degrees, float soft) {
    if (soft >= kLimit) return degrees / kLimit;
    const float size = std::abs(degrees);
    const float position = size <= soft ? size / soft * kSoftPart
                                        : kSoftPart + (size - soft) / (kLimit - soft) * (1 - kSoftPart);
    return std::copysign(position, degrees);
}

float degrees_at_position(float position, float soft) {
    if (soft >= kLimit) return position * kLimit;
    const float size = std::abs(position);
    const float degrees = size <= kSoftPart ? size / kSoftPart * soft
                                            : soft + (size - kSoftPart) / (1 - kSoftPart) * (kLimit - soft);
    return std::copysign(degrees, position);
}

std::string degrees_text(float degrees) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f°", static_cast<double>(degrees == 0 ? 0.0f : degrees));
    return text;
}

bool degree_slider(DegreeSliderState& state, const char* id, float& degrees, float width, bool locked,
                   float soft, std::optional<float> knob) {
    const ImGuiID key = ImGui::GetID(id);
    if (state.typing == key && !locked) return typed_entry(state, id, degrees, width);
    ImGui::SetNextItemWidth(width);
    ImGui::BeginDisabled(locked);
    float position = position_of_degrees(degrees, soft);
    bool changed = false;
    {
        const SliderLook look;
        const float padding = std::max(0.0f, (size::track() - ImGui::GetFontSize()) / 2);
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, padding});
        changed = ImGui::SliderFloat(id, &position, -1, 1, "",
                                     ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_NoInput);
        ImGui::PopStyleVar();
    }
    if (changed) degrees = degrees_at_position(position, soft);
    draw_slider(degrees, soft, knob);
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
