#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

ImVec4 grey(float value, float alpha = 1) {
    return {value * 0.94f, value, value * 1.10f, alpha};
}

ImVec4 accent(float alpha) {
    return {kAccent.x, kAccent.y, kAccent.z, alpha};
}

}  // namespace

void apply_theme(float scale) {
    ImGuiStyle style;
    ImGui::StyleColorsDark(&style);
    style.WindowPadding = {12, 10};
    style.FramePadding = {8, 4};
    style.ItemSpacing = {8, 6};
    style.ItemInnerSpacing = {6, 4};
    style.ScrollbarSize = 12;
    style.GrabMinSize = 12;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.PopupBorderSize = 1;
    style.FrameRounding = 4;
    style.GrabRounding = 4;
    style.PopupRounding = 6;
    style.ScrollbarRounding = 6;
    style.WindowRounding = 0;
    ImVec4* colours = style.Colors;
    colours[ImGuiCol_Text] = {0.91f, 0.92f, 0.94f, 1};
    colours[ImGuiCol_TextDisabled] = kDimText;
    colours[ImGuiCol_WindowBg] = grey(0.105f);
    colours[ImGuiCol_ChildBg] = grey(0.105f, 0);
    colours[ImGuiCol_PopupBg] = grey(0.15f);
    colours[ImGuiCol_Border] = grey(0.26f);
    colours[ImGuiCol_Separator] = grey(0.22f);
    colours[ImGuiCol_FrameBg] = grey(0.17f);
    colours[ImGuiCol_FrameBgHovered] = grey(0.21f);
    colours[ImGuiCol_FrameBgActive] = grey(0.24f);
    colours[ImGuiCol_Button] = grey(0.22f);
    colours[ImGuiCol_ButtonHovered] = grey(0.29f);
    colours[ImGuiCol_ButtonActive] = accent(0.75f);
    colours[ImGuiCol_Header] = grey(0.22f);
    colours[ImGuiCol_HeaderHovered] = grey(0.27f);
    colours[ImGuiCol_HeaderActive] = accent(0.6f);
    colours[ImGuiCol_CheckMark] = kAccent;
    colours[ImGuiCol_SliderGrab] = accent(0.85f);
    colours[ImGuiCol_SliderGrabActive] = kAccent;
    colours[ImGuiCol_PlotLines] = accent(0.8f);
    colours[ImGuiCol_PlotHistogram] = accent(0.9f);
    colours[ImGuiCol_ScrollbarBg] = grey(0.1f, 0);
    colours[ImGuiCol_ScrollbarGrab] = grey(0.27f);
    colours[ImGuiCol_NavHighlight] = kAccent;
    colours[ImGuiCol_TextSelectedBg] = accent(0.45f);
    colours[ImGuiCol_DragDropTarget] = kAccent;
    colours[ImGuiCol_ModalWindowDimBg] = {0, 0, 0, 0.5f};
    style.ScaleAllSizes(scale);
    ImGui::GetStyle() = style;
}

}  // namespace progan
