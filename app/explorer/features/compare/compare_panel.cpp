// The tab of two faces: one at a time, side by side, swiped, or their difference.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/explorer/features/compare/compare_controller.h"
#include "app/explorer/features/compare/compare_panel.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/state/queries.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/face_choice.h"
#include "app/explorer/ui/no_model.h"
#include "app/explorer/ui/tab_row.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/view_geometry.h"
#include "app/explorer/ui/view_mouse.h"
#include "core/support/translate.h"

namespace progan {
namespace {

constexpr const char* kNames[] = {"A", "B"};
constexpr const char* kKeys[] = {"compare-a", "compare-b", "compare-heat"};

struct View {
    CompareView view;
    TabOfRow tab;
};
constexpr View kViews[] = {
    {CompareView::one, {tr_later("One"), tr_later("One face; hold X to see the other"), "Compare/One"}},
    {CompareView::side_by_side,
     {tr_later("Side by side"), tr_later("Both at the same size and place"), "Compare/Side by side"}},
    {CompareView::swipe,
     {tr_later("Swipe"), tr_later("A to the left of a line, B to the right of it: drag the line"),
      "Compare/Swipe"}},
    {CompareView::difference,
     {tr_later("Difference"), tr_later("Where the two pictures differ, as a heat map"),
      "Compare/Difference"}},
};

struct Area {
    ImVec2 low, size;
    ImVec2 high() const { return {low.x + size.x, low.y + size.y}; }
};

ViewGeometry geometry_in(const Panel& panel, const Area& area) {
    const int side = resolution(current_level(panel.state));
    return view_geometry(panel.state.view, area.low.x, area.low.y, area.size.x, area.size.y, side, side);
}

bool there(CompareController& controller, CompareController::Picture picture) {
    return !controller.picture(picture).empty();
}

/// What covers a view and takes the mouse.
void mouse_area(Panel& panel, const char* id, const Area& area, const ViewGeometry& geometry) {
    ImGui::SetCursorScreenPos(area.low);
    ImGui::InvisibleButton(id, area.size);
    panel.probe.item(std::string("Compare/") + (id + 2));
    zoom_and_pan_by_mouse(panel.state.view, geometry);
}

void draw_picture(Panel& panel, CompareController::Picture picture, const ViewGeometry& geometry,
                  ImVec2 clip_low, ImVec2 clip_high) {
    panel.pictures.draw_large(kKeys[picture], *ImGui::GetWindowDrawList(), {geometry.x, geometry.y},
                              {geometry.x + geometry.width, geometry.y + geometry.height}, clip_low,
                              clip_high, panel.state.view.smooth);
}

void say(const Area& area, const std::string& text) {
    const float width = std::min(area.size.x * 0.85f, em(24));
    const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, width);
    ImGui::SetCursorScreenPos({area.low.x + (area.size.x - size.x) / 2, area.low.y + area.size.y * 0.42f});
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    disabled_text(text);
    ImGui::PopTextWrapPos();
}

/// Why a side has no picture, or nothing.
std::string missing(CompareController& controller, std::size_t side) {
    if (controller.face(side).latent.empty())
        return trf("Choose {} above, or right-click a face anywhere.", kNames[side]);
    return there(controller, static_cast<CompareController::Picture>(side)) ? ""
                                                                            : tr("Rendering the picture...");
}

/// Whether both pictures are there; says what is missing.
bool both(CompareController& controller, const Area& area) {
    for (std::size_t side = 0; side < 2; ++side)
        if (const std::string text = missing(controller, side); !text.empty()) {
            say(area, text);
            return false;
        }
    return true;
}

void one_face(Panel& panel, CompareController& controller, const Area& area, std::size_t side,
              const char* id) {
    const ViewGeometry geometry = geometry_in(panel, area);
    if (const std::string text = missing(controller, side); !text.empty()) {
        say(area, text);
    } else {
        mouse_area(panel, id, area, geometry);
        draw_picture(panel, static_cast<CompareController::Picture>(side), geometry, area.low, area.high());
    }
    picture_badge(kNames[side], {area.low.x + space::medium(), area.low.y + space::small()});
}

void side_by_side(Panel& panel, CompareController& controller, const Area& area) {
    const float gap = space::small(), width = std::floor((area.size.x - gap) / 2);
    one_face(panel, controller, {area.low, {width, area.size.y}}, 0, "##A");
    one_face(panel, controller, {{area.low.x + width + gap, area.low.y}, {width, area.size.y}}, 1, "##B");
}

void swipe(Panel& panel, CompareController& controller, const Area& area) {
    if (!both(controller, area)) return;
    const CompareState& compare = panel.state.compare;
    const ViewGeometry geometry = geometry_in(panel, area);
    const float grip = space::large(), left = std::max(geometry.x, area.low.x),
                right = std::min(geometry.x + geometry.width, area.high().x);
    const auto divider_x = [&] {
        const float x = geometry.x + static_cast<float>(compare.divider) * geometry.width;
        return std::clamp(x, std::min(left, right), std::max(left, right));
    };
    // Submitted before what it lies over: the first one has the mouse.
    ImGui::SetCursorScreenPos({divider_x() - grip, area.low.y});
    ImGui::InvisibleButton("##divider", {2 * grip, area.size.y});
    const bool hot = ImGui::IsItemHovered() || ImGui::IsItemActive();
    if (hot) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (ImGui::IsItemActive() && geometry.width > 0)
        controller.set_divider(
            static_cast<double>((ImGui::GetIO().MousePos.x - geometry.x) / geometry.width));
    panel.probe.item("Compare/Divider");
    mouse_area(panel, "##Both", area, geometry);
    const float x = std::round(divider_x());
    draw_picture(panel, CompareController::picture_a, geometry, area.low, {x, area.high().y});
    draw_picture(panel, CompareController::picture_b, geometry, {x, area.low.y}, area.high());
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float top = std::max(geometry.y, area.low.y),
                bottom = std::min(geometry.y + geometry.height, area.high().y);
    const ImU32 color = ImGui::GetColorU32(hot ? theme().accent : theme().on_picture);
    list.AddLine({x, top}, {x, bottom}, color, std::max(1.5f, space::tight()));
    list.AddCircleFilled({x, (top + bottom) / 2}, space::medium(), color);
    picture_badge("A", {left + space::small(), top + space::small()});
    picture_badge(
        "B", {right - space::small() - ImGui::CalcTextSize("B").x - space::large(), top + space::small()});
}

void heat_map_view(Panel& panel, CompareController& controller, const Area& area) {
    if (!both(controller, area)) return;
    const ViewGeometry geometry = geometry_in(panel, area);
    mouse_area(panel, "##Heat", area, geometry);
    if (there(controller, CompareController::heat))
        draw_picture(panel, CompareController::heat, geometry, area.low, area.high());
    else
        say(area, tr("Comparing..."));
}

void view_choice(Panel& panel) {
    CompareState& compare = panel.state.compare;
    const ImGuiStyle& style = ImGui::GetStyle();
    const float width = ImGui::CalcTextSize(tr("Fit")).x + ImGui::CalcTextSize("1:1").x +
                        4 * style.FramePadding.x + space::small();
    std::vector<TabOfRow> tabs;
    std::size_t chosen = 0;
    for (const View& view : kViews) {
        if (view.view == compare.view) chosen = tabs.size();
        tabs.push_back(view.tab);
    }
    if (const auto taken =
            tab_row(panel, "##Compare", tabs, chosen, ImGui::GetContentRegionAvail().x - width))
        compare.view = kViews[*taken].view;
    ImGui::SameLine(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - width));
    if (button(tr_label("Fit"),
               with_keys(panel, tr("Fit the window, like double-clicking the face"), "view.fit")))
        panel.state.view.fit = true;
    panel.probe.item("Compare/Fit");
    ImGui::SameLine(0, space::small());
    if (button("1:1", with_keys(panel, tr("Actual size"), "view.actual"))) zoom_to(panel.state.view, 1);
    panel.probe.item("Compare/1:1");
}

void go_button(Panel& panel, CompareController& controller, std::size_t side) {
    ImGui::BeginDisabled(panel.state.compare.sides[side].live || controller.face(side).latent.empty());
    if (button(tr_label("Go"), tr("Make it the current face"))) controller.go_to(side);
    ImGui::EndDisabled();
    panel.probe.item(std::string("Compare/Go ") + kNames[side]);
}

/// Also the way to its face where that has no room beside the choice.
void choice_list(Panel& panel, CompareController& controller, std::size_t side, bool with_go) {
    if (!ImGui::BeginPopup("##choice")) return;
    const NamedLatent face = controller.face(side);
    if (with_go) go_button(panel, controller, side);
    const auto choice =
        face_choice_list(panel, std::string("Compare/Choose ") + kNames[side],
                         {.live = true, .seed = face.seed ? face.seed : panel.state.face.base.seed});
    if (choice && choice->live)
        controller.set_live(side);
    else if (choice)
        controller.set(side, choice->face);
    ImGui::EndPopup();
}

void side_choice(Panel& panel, CompareController& controller, std::size_t side, float width) {
    const NamedLatent face = controller.face(side);
    const std::string label = panel.state.compare.sides[side].live ? tr("Current face, live")
                              : face.latent.empty()                ? tr("Choose a face...")
                                                                   : face.name;
    ImGui::PushID(static_cast<int>(side));
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(kNames[side]);
    ImGui::SameLine(0, space::medium());
    const float padding = 2 * ImGui::GetStyle().FramePadding.x, gap = space::small();
    const float go = ImGui::CalcTextSize(tr("Go")).x + padding + gap,
                room = width - ImGui::CalcTextSize(kNames[side]).x - space::medium();
    const bool beside = room - go >= em(5);
    const float field = std::max(em(2), beside ? room - go : room);
    ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, {0, 0.5f});
    const std::string tooltip = trf("{}\nClick to choose another face for {}.", label, kNames[side]);
    if (button(label_with_id(fitting_text(label, field - padding), "choose").c_str(), tooltip, field))
        ImGui::OpenPopup("##choice");
    ImGui::PopStyleVar();
    panel.probe.item(std::string("Compare/Choose ") + kNames[side]);
    choice_list(panel, controller, side, !beside);
    if (beside) {
        ImGui::SameLine(0, gap);
        go_button(panel, controller, side);
    }
    ImGui::PopID();
}

void sides(Panel& panel, CompareController& controller) {
    const float gap = space::medium(), swap = ImGui::GetFrameHeight();
    const float width = (ImGui::GetContentRegionAvail().x - swap - 2 * gap) / 2;
    side_choice(panel, controller, 0, width);
    ImGui::SameLine(0, gap);
    if (icon_button("swap", Icon::swap, tr("Swap A and B"))) controller.swap();
    panel.probe.item("Compare/Swap");
    ImGui::SameLine(0, gap);
    side_choice(panel, controller, 1, width);
}

/// The heat map's colors, from no difference to its scale.
void legend(double scale, float width) {
    const ImVec2 low = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetTextLineHeight() * 0.7f,
                top = low.y + (ImGui::GetFrameHeight() - height) / 2;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    constexpr int kSteps = 32;
    for (int i = 0; i < kSteps; ++i) {
        const auto color = heat_color((i + 0.5) / kSteps);
        list.AddRectFilled({low.x + width * static_cast<float>(i) / kSteps, top},
                           {low.x + width * static_cast<float>(i + 1) / kSteps, top + height},
                           color_of(color));
    }
    list.AddRect({low.x, top}, {low.x + width, top + height}, ImGui::GetColorU32(ImGuiCol_Border));
    ImGui::Dummy({width, ImGui::GetFrameHeight()});
    tip(trf(
        "From no difference to {:.0f} of 255. Each pixel's difference is the mean over its three colours.",
        scale));
}

void numbers(Panel& panel) {
    const CompareState& compare = panel.state.compare;
    ImGui::AlignTextToFramePadding();
    text_line(compare.degrees ? trf("{:.1f}° apart", *compare.degrees) : std::string());
    tip(tr(
        "The angle between the two faces on the sphere of all faces. Two random faces are about 90° apart."));
    panel.probe.item("Compare/Angle");
    if (compare.view == CompareView::difference && compare.measured) {
        ImGui::SameLine(0, em(1));
        ImGui::TextDisabled("0");
        ImGui::SameLine(0, space::small());
        legend(compare.scale, em(5));
        panel.probe.item("Compare/Legend");
        ImGui::SameLine(0, space::small());
        ImGui::TextDisabled("%.0f", compare.scale);
        ImGui::SameLine(0, em(1));
        text_line(trf("mean {:.1f}, max {:.0f}", compare.mean, compare.max));
        tip(tr("Mean and largest difference between the pixels, out of 255"));
        panel.probe.item("Compare/Numbers");
    }
}

/// The view of one face: which it is, and how to see the other.
void other_choice(Panel& panel) {
    CompareState& compare = panel.state.compare;
    compare.held = false;
    if (compare.view != CompareView::one) return;
    const std::string hold = trf("Hold for {} (X)", kNames[compare.other_shown ? 0 : 1]);
    const ImGuiStyle& style = ImGui::GetStyle();
    const float width = ImGui::CalcTextSize(hold.c_str()).x + 2 * style.FramePadding.x;
    const float names = 2 * (ImGui::CalcTextSize("A").x + 2 * style.FramePadding.x) + space::large();
    ImGui::SameLine(ImGui::GetWindowWidth() - width - names);
    for (std::size_t side = 0; side < 2; ++side) {
        if (tab(kNames[side], compare.other_shown == (side == 1), tr("Which face is shown")))
            compare.other_shown = side == 1;
        panel.probe.item(std::string("Compare/Show ") + kNames[side]);
        ImGui::SameLine(0, em(side == 0 ? 0.2f : 0.5f));
    }
    button(label_with_id(hold, "hold").c_str(),
           tr("Shows the other face for as long as you hold this button or the X key"), width);
    compare.held = ImGui::IsItemActive() || x_held();
    panel.probe.item("Compare/Hold");
}

}  // namespace

void compare_panel(Panel& panel, CompareController& controller) {
    const float margin = space::medium();
    if (says_no_model(panel)) return;
    for (const CompareController::Picture picture :
         {CompareController::picture_a, CompareController::picture_b, CompareController::heat})
        if (const Image* image = controller.new_image(picture))
            panel.pictures.set_large(kKeys[picture], *image);
    ImGui::SetCursorPos({margin, margin});
    const ImVec2 size{ImGui::GetWindowWidth() - 2 * margin, ImGui::GetWindowHeight() - 2 * margin};
    ImGui::BeginChild(
        "##compare", size, false,
        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBackground);
    view_choice(panel);
    sides(panel, controller);
    const float line = ImGui::GetFrameHeightWithSpacing();
    const Area area{ImGui::GetCursorScreenPos(),
                    {ImGui::GetContentRegionAvail().x, ImGui::GetContentRegionAvail().y - line}};
    ImGui::SetCursorScreenPos(
        {area.low.x, area.low.y + std::max(0.0f, area.size.y) + line - ImGui::GetFrameHeight()});
    numbers(panel);
    other_choice(panel);
    if (area.size.x >= 8 && area.size.y >= 8) switch (panel.state.compare.view) {
            case CompareView::one:
                one_face(panel, controller, area, controller.shown_side(), "##One face");
                break;
            case CompareView::side_by_side:
                side_by_side(panel, controller, area);
                break;
            case CompareView::swipe:
                swipe(panel, controller, area);
                break;
            case CompareView::difference:
                heat_map_view(panel, controller, area);
                break;
        }
    ImGui::EndChild();
}

}  // namespace progan
