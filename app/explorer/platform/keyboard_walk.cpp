#include "app/explorer/platform/keyboard_walk.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace progan::walk {
namespace {

struct Stop {
    ImGuiID id;
    ImGuiWindow* window;
    ImRect rectangle;  // relative to the window's contents, as Dear ImGui keeps it
    bool typed_into;
};

struct Stops {
    std::vector<Stop> drawn, before;
    std::unordered_set<ImGuiID> known;  ///< of those drawn
    bool walking = false;               ///< the focus is where the keyboard has brought it
    int in_popups = 0;                  ///< how many were open then
    std::optional<Step> waiting;
};

Stops& stops() {
    static Stops all;
    return all;
}

const ImGuiWindow* panel_of(const Stop& stop) {
    return stop.window->RootWindow;
}

/// Those that can be reached now: of the topmost dialog or menu, if there is one.
std::vector<Stop> reachable() {
    std::vector<Stop> result = stops().before;
    const ImVector<ImGuiPopupData>& popups = ImGui::GetCurrentContext()->OpenPopupStack;
    if (popups.empty()) return result;
    const ImGuiWindow* top = popups.back().Window;
    std::erase_if(result,
                  [&](const Stop& stop) { return top == nullptr || panel_of(stop) != top->RootWindow; });
    return result;
}

/// The first stop of the panel after, or before, that of stop `at`.
std::size_t in_next_panel(const std::vector<Stop>& all, std::size_t at, bool forward) {
    std::vector<std::size_t> firsts;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (std::none_of(firsts.begin(), firsts.end(),
                         [&](std::size_t first) { return panel_of(all[first]) == panel_of(all[i]); }))
            firsts.push_back(i);
    std::size_t here = 0;
    while (here + 1 < firsts.size() && panel_of(all[firsts[here]]) != panel_of(all[at])) ++here;
    return firsts[(here + (forward ? 1 : firsts.size() - 1)) % firsts.size()];
}

void walked() {
    stops().walking = true;
    stops().in_popups = ImGui::GetCurrentContext()->OpenPopupStack.Size;
}

/// Dear ImGui shows its focus, too, when a dialog opens and after Escape has closed something. Space and
/// Enter are not meant for it then.
void hide_what_was_not_walked_to() {
    ImGuiContext& context = *ImGui::GetCurrentContext();
    const int popups = context.OpenPopupStack.Size;
    if (popups > 0 && context.NavMoveSubmitted && context.NavMoveDir != ImGuiDir_None)
        walked();  // by arrows; outside of dialogs and menus, these are commands until Tab has begun to walk
    else if (context.NavDisableHighlight || popups < stops().in_popups)
        stops().walking = false;
    if (!stops().walking) context.NavDisableHighlight = true;
}

void take_keys(const Stop& stop) {
    ImGuiContext& context = *ImGui::GetCurrentContext();
    ImGui::ClearActiveID();
    ImGui::FocusWindow(stop.window);
    ImGui::SetNavID(stop.id, ImGuiNavLayer_Main, 0, stop.rectangle);
    if (stop.typed_into) {
        context.NavNextActivateId = stop.id;
        context.NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
    }
}

void focus(const Stop& stop) {
    walked();
    take_keys(stop);
    ImGuiContext& context = *ImGui::GetCurrentContext();
    context.NavDisableHighlight = false;
    context.NavDisableMouseHover = true;
    ImGui::ScrollToRect(stop.window, ImGui::WindowRectRelToAbs(stop.window, stop.rectangle),
                        ImGuiScrollFlags_KeepVisibleEdgeX | ImGuiScrollFlags_KeepVisibleEdgeY);
}

}  // namespace

void stop_here() {
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    const ImGuiLastItemData& item = context.LastItemData;
    if (item.ID == 0 || (item.InFlags & (ImGuiItemFlags_Disabled | ImGuiItemFlags_NoNav)) != 0) return;
    ImGuiWindow* window = context.CurrentWindow;
    if (!stops().known.insert(item.ID).second) return;
    stops().drawn.push_back({item.ID, window, ImGui::WindowRectAbsToRel(window, item.Rect),
                             (item.InFlags & ImGuiItemFlags_Inputable) != 0});
}

void come_here() {
    ImGuiContext& context = *ImGui::GetCurrentContext();
    const ImGuiLastItemData& item = context.LastItemData;
    if (item.ID == 0) return;
    walked();
    ImGui::FocusWindow(context.CurrentWindow);
    ImGui::SetNavID(item.ID, ImGuiNavLayer_Main, 0,
                    ImGui::WindowRectAbsToRel(context.CurrentWindow, item.Rect));
    context.NavDisableHighlight = false;
    context.NavDisableMouseHover = true;
    ImGui::ScrollToRect(context.CurrentWindow, item.Rect,
                        ImGuiScrollFlags_KeepVisibleEdgeX | ImGuiScrollFlags_KeepVisibleEdgeY);
}

std::size_t stop_count() {
    return stops().drawn.size();
}

bool is_among(StopRange range) {
    const std::vector<Stop>& drawn = stops().drawn;
    const ImGuiID here = ImGui::GetCurrentContext()->NavId;
    return std::any_of(drawn.begin() + static_cast<std::ptrdiff_t>(range.first),
                       drawn.begin() + static_cast<std::ptrdiff_t>(range.end),
                       [&](const Stop& stop) { return stop.id == here; });
}

void keep_stops(StopRange all, StopRange those) {
    std::vector<Stop>& drawn = stops().drawn;
    const auto at = [&](std::size_t index) { return drawn.begin() + static_cast<std::ptrdiff_t>(index); };
    drawn.erase(at(those.end), at(all.end));
    drawn.erase(at(all.first), at(those.first));
}

Way take_way(bool rows) {
    constexpr std::pair<ImGuiKey, Way> kWays[] = {
        {ImGuiKey_LeftArrow, Way::left}, {ImGuiKey_RightArrow, Way::right}, {ImGuiKey_UpArrow, Way::up},
        {ImGuiKey_DownArrow, Way::down}, {ImGuiKey_Home, Way::home},        {ImGuiKey_End, Way::end}};
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyAlt || io.KeyShift || ImGui::GetCurrentContext()->OpenPopupStack.Size > 0)
        return Way::none;
    for (const auto& [key, way] : kWays) {
        if (!rows && (way == Way::up || way == Way::down)) continue;
#if IMGUI_VERSION_NUM < 18700
        const bool pressed = ImGui::IsKeyPressed(ImGui::GetKeyIndex(key));
#else
        const bool pressed = ImGui::IsKeyPressed(key);
#endif
        if (!pressed) continue;
        ImGui::NavMoveRequestCancel();
        return way;
    }
    return Way::none;
}

void come_into_list() {
    walked();
    ImGui::GetCurrentContext()->NavDisableHighlight = false;
}

void type_here() {
    ImGuiContext& context = *ImGui::GetCurrentContext();
    const ImGuiLastItemData& item = context.LastItemData;
    if (item.ID == 0) return;
    take_keys(
        {item.ID, context.CurrentWindow, ImGui::WindowRectAbsToRel(context.CurrentWindow, item.Rect), true});
}

void begin_frame() {
    stops().before.swap(stops().drawn);
    stops().drawn.clear();
    stops().known.clear();
    hide_what_was_not_walked_to();
    if (const std::optional<Step> waiting = std::exchange(stops().waiting, std::nullopt)) go(*waiting);
}

bool walking() {
    return stops().walking;
}

void go(Step step) {
    const std::vector<Stop> all = reachable();
    if (all.empty()) return;
    const ImGuiContext& context = *ImGui::GetCurrentContext();
    if (context.ActiveId != 0 && !context.IO.InputQueueCharacters.empty()) {
        stops().waiting = step;  // what was typed before belongs to the field
        return;
    }
    const ImGuiID here = context.ActiveId != 0 ? context.ActiveId : context.NavId;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Stop& stop) { return stop.id == here; });
    const bool forward = step == Step::next || step == Step::next_panel;
    if (found == all.end()) {  // from nowhere: to the first of all, or of the panel that has the focus
        const auto of_window = std::find_if(all.begin(), all.end(), [&](const Stop& stop) {
            return context.NavWindow && panel_of(stop) == context.NavWindow->RootWindow;
        });
        focus(of_window != all.end() && forward ? *of_window : forward ? all.front() : all.back());
        return;
    }
    const auto at = static_cast<std::size_t>(found - all.begin());
    if (step == Step::next_panel || step == Step::previous_panel)
        focus(all[in_next_panel(all, at, forward)]);
    else
        focus(all[(at + (forward ? 1 : all.size() - 1)) % all.size()]);
}

}  // namespace progan::walk
