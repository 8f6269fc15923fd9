#include "app/explorer/ui/tooltip.h"

#include <imgui.h>

#include <algorithm>
#include <string>
#include <utility>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/line_breaks.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

constexpr double kDelay = 0.6;  // seconds
constexpr double kLongAgo = -10;
constexpr int kFramesToAppear = 3;
constexpr double kWarm = 0.4;  // for so long after one was shown the next comes at once

struct Hover {
    ImGuiID item = 0;
    ImVec2 low, high;  // items without an id are told by their place
    double since = 0;
    int frame = -1;                 // the last one in which it was hovered
    double shown_until = kLongAgo;  // when a tooltip was last on screen
    int frames_shown = 0;           // of this item's
};

Hover& hover() {
    static Hover state;
    return state;
}

bool same_item(const Hover& state, ImGuiID item, ImVec2 low) {
    return state.item == item && state.low.x == low.x && state.low.y == low.y;
}

/// What was clicked says nothing more until the pointer has left it: what the click has opened is there to be
/// seen.
struct Clicked {
    bool any = false;
    ImVec2 low, high;
};

Clicked& clicked() {
    static Clicked state;
    return state;
}

bool pointer_is_in(ImVec2 low, ImVec2 high) {
    const ImVec2 at = ImGui::GetIO().MousePos;
    return at.x >= low.x && at.x < high.x && at.y >= low.y && at.y < high.y;
}

/// Of the last item.
bool was_clicked(bool hovered) {
    Clicked& item = clicked();
    if (item.any && !pointer_is_in(item.low, item.high)) item.any = false;
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const bool pressed =
        ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ImGui::IsMouseClicked(ImGuiMouseButton_Right);
    if (hovered && pressed) no_tip_until_left(low, high);
    return item.any && item.low.x == low.x && item.low.y == low.y;
}

/// Whether the pointer has rested on the last item for long enough.
bool rested() {
    Hover& state = hover();
    const double now = ImGui::GetTime();
    const int frame = ImGui::GetFrameCount();
    const ImVec2 low = ImGui::GetItemRectMin();
    if (!same_item(state, last_item_id(), low) || state.frame < frame - 1) {
        const bool warm = now - state.shown_until < kWarm;
        state.item = last_item_id();
        state.frames_shown = 0;
        state.since = warm ? now - kDelay : now;
    }
    state.low = low;
    state.high = ImGui::GetItemRectMax();
    state.frame = frame;
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) state.since = now;
    if (now - state.since < kDelay) return false;
    state.shown_until = now;
    ++state.frames_shown;
    return true;
}

bool fits_beside(const PanelRectangle& panel, float width) {
    const float needed = width + 2 * space::medium();
    return ImGui::GetIO().DisplaySize.x - panel.high.x >= needed || panel.low.x >= needed;
}

bool is_tall(const PanelRectangle& panel) {
    return panel.high.y - panel.low.y > (panel.high.x - panel.low.x) * 0.6f;
}

/// Beside the panel: right, left, below, above, whichever has room; in a view as large as the window above or
/// below the item. `size`: of the tooltip.
void place(ImVec2 item_low, ImVec2 item_high, ImVec2 size) {
    const PanelRectangle panel = rectangle_of_panel();
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const float gap = space::medium(), needed = size.x + 2 * gap, height = size.y + gap;
    const float panel_height = panel.high.y - panel.low.y;
    const bool tall = is_tall(panel);
    const float middle =
        std::clamp((item_low.y + item_high.y) / 2, size.y / 2, std::max(size.y / 2, display.y - size.y / 2));
    // Aligned with the item's left end, else with its right end, else with the window.
    const bool from_left = item_low.x + size.x <= display.x, from_right = item_high.x >= size.x;
    const float pivot_x = !from_left && from_right ? 1.0f : 0.0f;
    const float x = from_left ? item_low.x : from_right ? item_high.x : 0.0f;
    ImVec2 at, pivot;
    if (tall && display.x - panel.high.x >= needed) {
        at = {panel.high.x + gap, middle};
        pivot = {0, 0.5f};
    } else if (tall && panel.low.x >= needed) {
        at = {panel.low.x - gap, middle};
        pivot = {1, 0.5f};
    } else if (!tall && panel_height < em(7) && display.y - panel.high.y > height) {
        at = {x, panel.high.y + gap};
        pivot = {pivot_x, 0};
    } else if (!tall && panel.low.y > height && panel_height < display.y * 0.4f) {
        at = {x, panel.low.y - gap};
        pivot = {pivot_x, 1};
    } else if (item_low.y > height) {
        at = {x, item_low.y - gap};
        pivot = {pivot_x, 1};
    } else {
        at = {x, item_high.y + gap};
        pivot = {pivot_x, 0};
    }
    ImGui::SetNextWindowPos(at, ImGuiCond_Always, pivot);
}

/// Whether the last item's tooltip is due.
bool is_due() {
    const bool hovered = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled);
    return !was_clicked(hovered) && hovered && rested();
}

void show(ImVec2 size, const std::function<void()>& draw) {
    place(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), size);
    // At full strength also over what is disabled, and in its own colors.
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, 1);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {space::medium(), space::medium()});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, space::rounding());
    ImGui::PushStyleColor(ImGuiCol_Text, theme().text);
    ImGui::PushStyleColor(ImGuiCol_Border, theme().edge);
    ImGui::BeginTooltip();
    draw();
    ImGui::EndTooltip();
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(3);
}

/// A text in lines of at most `wrap` pixels, and how large the tooltip around it is.
struct Lines {
    std::string text;
    float wrap;
    ImVec2 size;
};

Lines in_lines(const char* text, float wrap) {
    std::string broken = with_line_breaks(text, wrap);
    const ImVec2 size = ImGui::CalcTextSize(broken.c_str(), nullptr, false, wrap);
    return {std::move(broken), wrap, {size.x + 2 * space::medium(), size.y + 2 * space::medium()}};
}

/// As wide as suits a text; narrower where it then stands beside its panel and not on it.
Lines lines_beside_panel(const char* text) {
    const PanelRectangle panel = rectangle_of_panel();
    const float usual = em(22);
    if (is_tall(panel))
        for (const float wrap : {usual, em(16), em(11)})
            if (Lines lines = in_lines(text, wrap); fits_beside(panel, lines.size.x)) return lines;
    return in_lines(text, usual);
}

}  // namespace

void no_tip_until_left(ImVec2 low, ImVec2 high) {
    clicked() = {true, low, high};
    hover().shown_until = kLongAgo;
}

void tip_with(const std::function<void()>& draw) {
    if (is_due()) show({em(24), em(7)}, draw);
}

void tip(const char* text) {
    if (!text || !*text) return;
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) need_for_drawing(text);
    if (!is_due()) return;
    const Lines lines = lines_beside_panel(text);
    show(lines.size, [&] {
        ImGui::PushTextWrapPos(space::medium() + lines.wrap);
        ImGui::TextUnformatted(lines.text.c_str());
        ImGui::PopTextWrapPos();
    });
}

void tip(const std::string& text) {
    tip(text.c_str());
}

std::optional<Seconds> tooltip_due() {
    const Hover& state = hover();
    if (state.frame < ImGui::GetFrameCount() - 1) return std::nullopt;
    const double left = kDelay - (ImGui::GetTime() - state.since);
    if (left > 0) return Seconds{left};
    // Dear ImGui measures a new window in its first frame and shows it in the next.
    return state.frames_shown < kFramesToAppear ? std::optional(Seconds{0}) : std::nullopt;
}

}  // namespace progan
