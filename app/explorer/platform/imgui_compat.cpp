#include "app/explorer/platform/imgui_compat.h"

#include <imgui_internal.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace progan {
namespace {

void close_what_has_no_window() {
    ImVector<ImGuiPopupData>& open = ImGui::GetCurrentContext()->OpenPopupStack;
    while (!open.empty() && !open.back().Window) open.pop_back();
}

}  // namespace

ImGuiID last_item_id() {
    return ImGui::GetItemID();
}

PanelRectangle rectangle_of_panel() {
    const ImRect whole = ImGui::GetCurrentWindowRead()->RootWindow->Rect();
    return {whole.Min, whole.Max};
}

void own_wheel_for_last_item() {
#if IMGUI_VERSION_NUM < 18900
    ImGui::SetItemUsingMouseWheel();
#else
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
#endif
}

float wheel_steps() {
    return ImGui::GetIO().MouseWheel;
}

bool ctrl_held() {
    return ImGui::GetIO().KeyCtrl;
}

bool shift_held() {
    return ImGui::GetIO().KeyShift;
}

ArrowSteps arrow_steps() {
    const auto pressed = [](ImGuiKey key) {
#if IMGUI_VERSION_NUM < 18700
        return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)) ? 1 : 0;
#else
        return ImGui::IsKeyPressed(key) ? 1 : 0;
#endif
    };
    return {pressed(ImGuiKey_RightArrow) - pressed(ImGuiKey_LeftArrow),
            pressed(ImGuiKey_DownArrow) - pressed(ImGuiKey_UpArrow)};
}

NaturalWidth::NaturalWidth() : before_(ImGui::GetCurrentWindow()->DC.CursorMaxPos.x) {}

NaturalWidth::~NaturalWidth() {
    ImGuiWindow& window = *ImGui::GetCurrentWindow();
    window.DC.CursorMaxPos.x = std::max(before_, window.Pos.x - window.Scroll.x + right_);
}

void NaturalWidth::is(float right) const {
    right_ = right;
}

float wrap_width() {
    const ImGuiWindow& window = *ImGui::GetCurrentWindow();
    return window.DC.TextWrapPos < 0 ? 0
                                     : ImGui::CalcWrapWidthForPos(window.DC.CursorPos, window.DC.TextWrapPos);
}

bool x_held() {
    if (text_is_edited() || ctrl_held() || popup_is_open()) return false;
#if IMGUI_VERSION_NUM < 18700
    return ImGui::IsKeyDown(ImGui::GetKeyIndex(ImGuiKey_X));
#else
    return ImGui::IsKeyDown(ImGuiKey_X);
#endif
}

bool enter_pressed() {
#if IMGUI_VERSION_NUM < 18700
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false) ||
           ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_KeyPadEnter), false);
#else
    return ImGui::IsKeyPressed(ImGuiKey_Enter, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadEnter, false);
#endif
}

bool escape_pressed() {
#if IMGUI_VERSION_NUM < 18700
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false);
#else
    return ImGui::IsKeyPressed(ImGuiKey_Escape, false);
#endif
}

bool enter_on_last_item() {
    return ImGui::IsItemFocused() && enter_pressed();
}

bool popup_is_open() {
    return ImGui::GetCurrentContext()->OpenPopupStack.Size > 0;
}

bool text_is_edited() {
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    return context.ActiveId != 0 && context.ActiveId == context.InputTextState.ID;
}

std::string edited_text() {
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    const ImGuiInputTextState& edited = context.InputTextState;
    if (context.ActiveId == 0 || context.ActiveId != edited.ID) return {};
#if IMGUI_VERSION_NUM < 19130
    std::string text(static_cast<std::size_t>(edited.CurLenW) * 4 + 1, '\0');
    const int length = ImTextStrToUtf8(text.data(), static_cast<int>(text.size()), edited.TextW.Data,
                                       edited.TextW.Data + edited.CurLenW);
    text.resize(static_cast<std::size_t>(length));
    return text;
#else
    return {edited.TextSrc, static_cast<std::size_t>(edited.TextLen)};
#endif
}

bool input_waits() {
#if IMGUI_VERSION_NUM >= 18700
    return !ImGui::GetCurrentContext()->InputEventsQueue.empty();
#else
    return false;
#endif
}

std::uint64_t end_of_line() {
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::GetCurrentContext()->InputEventsNextEventId;
#else
    return 0;
#endif
}

bool line_has_come_to([[maybe_unused]] std::uint64_t place) {
#if IMGUI_VERSION_NUM >= 18700
    const ImVector<ImGuiInputEvent>& line = ImGui::GetCurrentContext()->InputEventsQueue;
    return line.empty() || line[0].EventId >= place;
#else
    return true;
#endif
}

void close_what_is_not_drawn() {
    const ImVector<ImGuiPopupData>& open = ImGui::GetCurrentContext()->OpenPopupStack;
    int drawn = 0;  // one that has only been asked for has no window yet
    while (drawn < open.Size && (!open[drawn].Window || open[drawn].Window->Active)) ++drawn;
    if (drawn < open.Size) ImGui::ClosePopupToLevel(drawn, true);
}

void new_frame() {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::NewFrame();  // which takes keys from the line
    if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) close_what_has_no_window();
#else
    const ImGuiIO& io = ImGui::GetIO();
    const int key = io.KeyMap[ImGuiKey_Escape];
    if (key >= 0 && io.KeysDown[key] && io.KeysDownDuration[key] < 0) close_what_has_no_window();
    ImGui::NewFrame();
#endif
}

std::uint64_t release_after_motion() {
#if IMGUI_VERSION_NUM >= 18700
    bool moved = false;
    for (const ImGuiInputEvent& event : ImGui::GetCurrentContext()->InputEventsQueue) {
        moved = moved || event.Type == ImGuiInputEventType_MousePos;
        if (moved && event.Type == ImGuiInputEventType_MouseButton && !event.MouseButton.Down)
            return event.EventId;
    }
#endif
    return std::numeric_limits<std::uint64_t>::max();
}

#if IMGUI_VERSION_NUM >= 18700
struct LineHeldBack::Events {
    std::vector<ImGuiInputEvent> events;
};

LineHeldBack::LineHeldBack(std::uint64_t place) : held_(std::make_unique<Events>()) {
    ImVector<ImGuiInputEvent>& line = ImGui::GetCurrentContext()->InputEventsQueue;
    ImGuiInputEvent* const first =
        std::find_if(line.begin(), line.end(), [&](const auto& event) { return event.EventId >= place; });
    held_->events.assign(first, line.end());
    line.resize(static_cast<int>(first - line.begin()));
}

LineHeldBack::~LineHeldBack() {
    for (const ImGuiInputEvent& event : held_->events)
        ImGui::GetCurrentContext()->InputEventsQueue.push_back(event);
}
#else
struct LineHeldBack::Events {};
LineHeldBack::LineHeldBack(std::uint64_t) {}
LineHeldBack::~LineHeldBack() = default;
#endif

}  // namespace progan
