#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <vector>

#include "app/explorer/features/face/face_panels.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/degree_slider.h"
#include "app/explorer/ui/index_filter.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void slider_row(Panel& panel, std::size_t index) {
    AppState& state = panel.state;
    const std::string name = "Slider/" + std::to_string(index);
    const bool locked = state.locked[index] != 0;
    ImGui::PushID(static_cast<int>(index));
    ImGui::AlignTextToFramePadding();
    float degrees = state.face.degrees[index];
    const bool turned = degrees != 0;
    ImGui::PushStyleColor(ImGuiCol_Text, turned ? theme().text : theme().text_dim);
    text_line(std::to_string(index));
    ImGui::PopStyleColor();
    ImGui::SameLine(em(2.2f));
    const float side = ImGui::GetFrameHeight(), gap = space::tight(), value = em(3.3f);
    const float width = ImGui::GetContentRegionAvail().x - value - 2 * (side + gap);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + (side - size::track()) / 2);
    if (degree_slider(state.degree_sliders, "##degrees", degrees, width, locked))
        panel.actions.turn_slider(index, degrees);
    panel.probe.item(name);
    ImGui::SameLine(0, gap);
    const std::string text = degrees_text(degrees);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + value - ImGui::CalcTextSize(text.c_str()).x);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - (side - size::track()) / 2);
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, turned ? theme().text : theme().text_dim);
    text_line(text);
    ImGui::PopStyleColor();
    ImGui::SameLine(0, gap);
    ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
    {
        const ShownIf shown(turned);
        if (icon_button("reset", Icon::reset, tr("Back to 0"))) panel.actions.reset_slider(index);
    }
    panel.probe.item(name + "/Reset");
    ImGui::SameLine(0, gap);
    if (locked) ImGui::PushStyleColor(ImGuiCol_Text, theme().text);
    if (icon_button("lock", locked ? Icon::locked : Icon::unlocked,
                    locked
                        ? tr("Unlock")
                        : tr("Lock: keeps its angle when you reset or randomise sliders or change the seed")))
        panel.actions.toggle_lock(index);
    if (locked) ImGui::PopStyleColor();
    panel.probe.item(name + "/Lock");
    ImGui::PopStyleColor();
    ImGui::PopID();
}

std::vector<std::size_t> listed_sliders(const AppState& state) {
    std::vector<std::size_t> listed;
    for (std::size_t i = 0; i < state.face.degrees.size(); ++i)
        if (index_passes(state.slider_filter, i) && (!state.only_turned || state.face.degrees[i] != 0))
            listed.push_back(i);
    return listed;
}

void slider_tools(Panel& panel) {
    AppState& state = panel.state;
    const auto turned =
        std::count_if(state.face.degrees.begin(), state.face.degrees.end(), [](float d) { return d != 0; });
    const std::string count =
        turned ? tr_plural("{} turned", "{} turned", turned) : tr("degrees towards each component");
    heading(tr("Sliders"), count);
    const float gap = ImGui::GetStyle().ItemSpacing.x;
    const float width = (ImGui::GetContentRegionAvail().x - gap) / 2;
    if (button(tr_label("Reset all"),
               with_keys(panel, tr("Turn all unlocked sliders back to 0"), "sliders.reset"), width))
        panel.actions.reset_sliders();
    panel.probe.item("Sliders/Reset all");
    ImGui::SameLine();
    if (button(tr_label("Randomise"),
               with_keys(panel, tr("Turn all unlocked sliders a little at random"), "sliders.random"), width))
        panel.actions.randomise_sliders();
    panel.probe.item("Sliders/Randomise");
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - gap - ImGui::GetFrameHeight() - em(4.9f));
    ImGui::InputTextWithHint("##filter", tr("Filter, e.g. 3, 10-20"), &state.slider_filter);
    tip(tr("Which sliders to list: numbers and ranges such as 3, 10-20."));
    panel.probe.item("Sliders/Filter");
    ImGui::SameLine();
    ImGui::Checkbox(tr_label("turned"), &state.only_turned);
    tip(tr("List only sliders that are not at 0."));
    panel.probe.item("Sliders/Only turned");
}

}  // namespace

void sliders_panel(Panel& panel) {
    AppState& state = panel.state;
    ImGui::BeginDisabled(!state.model);
    slider_tools(panel);
    ImGui::EndDisabled();
    ImGui::BeginChild("##sliders", {0, std::max(ImGui::GetContentRegionAvail().y, size::least_list())});
    note_panel_scrolled(state.degree_sliders, state.sliders_scroll);
    const std::vector<std::size_t> listed = listed_sliders(state);
    if (listed.empty() && state.model)
        disabled_text(state.only_turned && state.slider_filter.empty() ? tr("All sliders are at 0.")
                                                                       : tr("No sliders match the filter."));
    if (!state.model) disabled_text(tr("Sliders appear once a model opens."));
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(listed.size()));
    while (clipper.Step())
        for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row)
            slider_row(panel, listed[static_cast<std::size_t>(row)]);
    ImGui::EndChild();
}

}  // namespace progan
