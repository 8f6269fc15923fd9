#include <imgui.h>

#include <algorithm>
#include <cstdio>

#include "app/explorer/panels/panel.h"
#include "app/explorer/widgets/controls.h"
#include "app/explorer/widgets/theme.h"

namespace progan {
namespace {

void end_menu(Panel& panel, Actions::End end) {
    if (!ImGui::BeginPopup("End")) return;
    if (ImGui::MenuItem("Set to the face shown")) panel.actions.set_end_to_current(end);
    panel.probe.item(end == Actions::End::a ? "Interpolation/A/Current" : "Interpolation/B/Current");
    static ImU32 seed = 0;
    if (ImGui::IsWindowAppearing())
        seed = (end == Actions::End::a ? panel.state.interpolation.a : panel.state.interpolation.b)
                   .seed.value_or(0);
    ImGui::SetNextItemWidth(em(6));
    const bool entered =
        ImGui::InputScalar("##seed", ImGuiDataType_U32, &seed, nullptr, nullptr, "%u",
                           ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CharsDecimal);
    panel.probe.item(end == Actions::End::a ? "Interpolation/A/Seed" : "Interpolation/B/Seed");
    ImGui::SameLine();
    if (ImGui::Button("Set to seed") || entered) {
        panel.actions.set_end_to_seed(end, seed);
        ImGui::CloseCurrentPopup();
    }
    if (!panel.state.favourites.empty()) {
        ImGui::Separator();
        ImGui::TextDisabled("Favourites");
        ImGui::BeginChild(
            "##list",
            {em(14), em(std::min<float>(10, 1.7f * static_cast<float>(panel.state.favourites.size())))});
        for (const Favourite& favourite : panel.state.favourites) {
            ImGui::PushID(favourite.id.c_str());
            if (ImGui::Selectable(favourite.name.c_str())) {
                panel.actions.set_end_to_favourite(end, favourite.id);
                ImGui::CloseCurrentPopup();
            }
            ImGui::PopID();
        }
        ImGui::EndChild();
    }
    ImGui::EndPopup();
}

void end_point(Panel& panel, Actions::End end, float side) {
    const bool is_a = end == Actions::End::a;
    const EndPoint& point = is_a ? panel.state.interpolation.a : panel.state.interpolation.b;
    ImGui::PushID(is_a ? "A" : "B");
    ImGui::BeginGroup();
    const ImTextureID picture =
        panel.state.model ? panel.thumbnails.of_latent(panel.state, point.latent) : ImTextureID{};
    const bool chosen =
        panel.state.follow == Follow::interpolation && panel.state.interpolation.t == (is_a ? 0 : 1);
    if (face_button("##face", picture, side, chosen)) ImGui::OpenPopup("End");
    tip(is_a ? "Where the way begins: click to choose another face."
             : "Where the way ends: click to choose another face.");
    panel.probe.item(is_a ? "Interpolation/A" : "Interpolation/B");
    ImGui::PushStyleColor(ImGuiCol_Text, kDimText);
    cut_text(std::string(is_a ? "A: " : "B: ") + point.label, side + em(0.5f));
    ImGui::PopStyleColor();
    ImGui::EndGroup();
    end_menu(panel, end);
    ImGui::PopID();
}

const char* method_tip(InterpolationMethod method) {
    switch (method) {
        case InterpolationMethod::hypersphere:
            return "hypersphere: the well-known tutorial's way along the sphere, faster in the middle";
        case InterpolationMethod::slerp:
            return "slerp: along the sphere at constant angular speed";
        case InterpolationMethod::lerp:
            return "lerp: the straight line between the latents";
        case InterpolationMethod::spline:
            return "spline: a smooth curve through all keys";
    }
    return "";
}

void method_choice(Panel& panel, bool narrow) {
    Interpolation& way = panel.state.interpolation;
    ImGui::SetNextItemWidth(em(narrow ? 6.2f : 7.6f));
    if (ImGui::BeginCombo("##method", std::string(to_string(way.method)).c_str(),
                          narrow ? ImGuiComboFlags_NoArrowButton : ImGuiComboFlags_None)) {
        for (InterpolationMethod method : kInterpolationMethods) {
            if (ImGui::Selectable(std::string(to_string(method)).c_str(), method == way.method))
                panel.actions.set_method(method);
            tip(method_tip(method));
        }
        ImGui::EndCombo();
    } else {
        tip(method_tip(way.method));
    }
    panel.probe.item("Interpolation/Method");
}

void way_controls(Panel& panel) {
    Interpolation& way = panel.state.interpolation;
    if (icon_button("play", way.playing ? Icon::pause : Icon::play,
                    way.playing ? "Pause (Space)" : "Play (Space)"))
        panel.actions.toggle_play();
    panel.probe.item("Interpolation/Play");
    ImGui::SameLine();
    float percent = static_cast<float>(way.t * 100);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat("##t", &percent, 0, 100, "",
                           ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_NoInput))
        panel.actions.scrub(percent / 100);
    char text[16];
    std::snprintf(text, sizeof(text), "%.0f %%", way.t * 100);
    slider_value(text);
    tip("Scrub from A to B.");
    panel.probe.item("Interpolation/Scrub");

    const bool narrow = ImGui::GetContentRegionAvail().x < em(19);
    method_choice(panel, narrow);
    ImGui::SameLine();
    ImGui::Checkbox("Loop", &way.loop);
    tip("There and back again, when playing and when recording.");
    panel.probe.item("Interpolation/Loop");
    ImGui::SameLine();
    float seconds = static_cast<float>(way.seconds);
    ImGui::SetNextItemWidth(em(narrow ? 3.2f : 4.5f));
    if (ImGui::DragFloat("##seconds", &seconds, 0.05f, 0.1f, 60, "%.1f s", ImGuiSliderFlags_AlwaysClamp))
        way.seconds = seconds;
    tip("Seconds from A to B. Drag, or double-click to type.");
    panel.probe.item("Interpolation/Seconds");

    if (icon_button("swap", Icon::swap, "Swap A and B")) panel.actions.swap_ends();
    panel.probe.item("Interpolation/Swap");
    ImGui::SameLine();
    ImGui::BeginDisabled(panel.state.follow != Follow::interpolation);
    if (button("Turn this face", "Go on with the sliders from the face shown here"))
        panel.actions.keep_interpolated_face();
    ImGui::EndDisabled();
    panel.probe.item("Interpolation/Turn this face");
    ImGui::SameLine();
    if (button("Record...", "Make an animation of the way from A to B (Ctrl+R)"))
        panel.state.show_record = true;
    panel.probe.item("Interpolation/Record");
}

}  // namespace

void interpolation_panel(Panel& panel) {
    const float side = std::min(em(4.6f), ImGui::GetWindowWidth() * 0.16f), column = side + em(0.6f);
    ImGui::BeginDisabled(!panel.state.model);
    end_point(panel, Actions::End::a, side);
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    ImGui::SameLine(ImGui::GetStyle().WindowPadding.x + column + gap);
    ImGui::BeginChild("##way", {ImGui::GetContentRegionAvail().x - column - gap, 0});
    way_controls(panel);
    ImGui::EndChild();
    ImGui::SameLine();
    end_point(panel, Actions::End::b, side);
    ImGui::EndDisabled();
}

}  // namespace progan
