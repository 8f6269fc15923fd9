#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/explorer/features/favourites/favourites_parts.h"
#include "app/explorer/platform/fonts.h"
#include "app/explorer/ui/controls.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

bool star_is_full(int star, int rating, int hovered) {
    return star <= (hovered > 0 ? hovered : rating);
}

}  // namespace

std::optional<int> star_row(Panel& panel, int rating, const std::string& probe_label) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = size::star(), height = ImGui::GetFrameHeight();
    int hovered = 0;
    std::optional<int> chosen;
    ImGui::PushID("stars");
    for (int star = 1; star <= kMaxStars; ++star) {
        ImGui::PushID(star);
        if (star > 1) ImGui::SameLine(0, 0);
        if (ImGui::InvisibleButton("##star", {width, height})) chosen = star == rating ? 0 : star;
        if (ImGui::IsItemHovered()) hovered = star;
        panel.probe.item(probe_label + "/" + std::to_string(star));
        tip(star == rating ? tr("Remove the stars") : tr_plural("{} star", "{} stars", star));
        if (ImGui::IsItemFocused())
            ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                                                ImGui::GetColorU32(theme().accent), space::rounding_small());
        ImGui::PopID();
    }
    ImGui::PopID();
    for (int star = 1; star <= kMaxStars; ++star) {
        const bool full = star_is_full(star, rating, hovered);
        // The first one begins where texts do.
        const ImVec2 middle{at.x + width * (static_cast<float>(star) - 0.5f) - space::tight(),
                            at.y + height / 2};
        draw_icon(*ImGui::GetWindowDrawList(), full ? Icon::star : Icon::no_star, middle, height,
                  ImGui::GetColorU32(full ? theme().star : theme().text_dim));
    }
    return chosen;
}

void ChipRow::place(float width) {
    if (!std::exchange(first_, false)) {
        ImGui::SameLine(0, space::small());
        if (ImGui::GetContentRegionAvail().x >= width) return;
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, space::small()});
        ImGui::NewLine();
        ImGui::PopStyleVar();
    }
}

std::optional<ChipRow::Click> ChipRow::chip(const std::string& text, const std::string& probe_label,
                                            const std::string& tooltip, const std::string& cross_tooltip,
                                            bool dim) {
    const float height = size::chip(), padding = space::medium();
    ImGui::PushFont(font_of(FontRole::small));
    const std::string shown =
        fitting_text(text, std::max(height, ImGui::GetContentRegionAvail().x - padding - height));
    const ImVec2 size = ImGui::CalcTextSize(shown.c_str());
    const float width = std::ceil(padding + size.x + height);
    place(width);
    std::optional<Click> click;
    ImGui::PushID(text.c_str());
    const ImVec2 low = ImGui::GetCursorScreenPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(low, {low.x + width, low.y + height}, ImGui::GetColorU32(theme().button), height / 2);
    const auto zone = [&](const char* id, float zone_width, const std::string& tip_text, Click what) {
        if (ImGui::InvisibleButton(id, {zone_width, height})) click = what;
        const ImVec2 zone_low = ImGui::GetItemRectMin(), zone_high = ImGui::GetItemRectMax();
        if (ImGui::IsItemHovered() || ImGui::IsItemFocused())
            list.AddRectFilled(zone_low, zone_high, ImGui::GetColorU32(theme().hover), height / 2);
        tip(tip_text);
    };
    zone("##text", width - height, tooltip, Click::text);
    panel_.probe.item(probe_label);
    ImGui::SameLine(0, 0);
    zone("##cross", height, cross_tooltip, Click::cross);
    panel_.probe.item(probe_label + "/Remove");
    const ImU32 color = ImGui::GetColorU32(dim ? theme().text_dim : theme().text);
    list.AddText({low.x + padding, std::floor(low.y + (height - size.y) / 2)}, color, shown.c_str());
    draw_icon(list, Icon::close, {low.x + width - height / 2, low.y + height / 2}, height,
              ImGui::GetColorU32(theme().text_dim), 0.7f);
    ImGui::PopID();
    ImGui::PopFont();
    return click;
}

}  // namespace progan
