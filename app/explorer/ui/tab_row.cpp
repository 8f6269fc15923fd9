#include "app/explorer/ui/tab_row.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"

namespace progan {
namespace {

float text_width(const TabOfRow& tab) {
    return ImGui::CalcTextSize(tr(tab.label)).x;
}

/// The list has the room that its longest entry needs.
std::optional<std::size_t> tab_list(Panel& panel, const char* id, const std::vector<TabOfRow>& tabs,
                                    std::size_t chosen, float room) {
    const ImGuiStyle& style = ImGui::GetStyle();
    float widest = 0;
    for (const TabOfRow& tab : tabs) widest = std::max(widest, text_width(tab));
    ImGui::SetNextItemWidth(std::min(room, widest + 2 * style.FramePadding.x + ImGui::GetFrameHeight()));
    std::optional<std::size_t> taken;
    if (begin_combo(id, tr(tabs[chosen].label))) {
        for (std::size_t i = 0; i < tabs.size(); ++i) {
            if (combo_item(tr_label(tabs[i].label), i == chosen)) taken = i;
            panel.probe.item(tabs[i].probe);
            tip(tr(tabs[i].tooltip));
        }
        ImGui::EndCombo();
    } else {
        tip(tr(tabs[chosen].tooltip));
    }
    panel.probe.item(std::string(id + 2) + "/List");
    return taken;
}

}  // namespace

std::optional<std::size_t> tab_row(Panel& panel, const char* id, const std::vector<TabOfRow>& tabs,
                                   std::size_t chosen, float room) {
    const float gap = space::small(), padding = 2 * ImGui::GetStyle().FramePadding.x;
    float width = 0;
    for (const TabOfRow& tab : tabs) width += text_width(tab) + padding + gap;
    std::optional<std::size_t> taken;
    if (width > room) taken = tab_list(panel, id, tabs, chosen, room - gap);
    for (std::size_t i = 0; i < tabs.size() && width <= room; ++i) {
        if (i > 0) ImGui::SameLine(0, gap);
        if (tab(tr_label(tabs[i].label), i == chosen, tr(tabs[i].tooltip))) taken = i;
        panel.probe.item(tabs[i].probe);
    }
    ImGui::SameLine(0, gap);
    return taken;
}

}  // namespace progan
