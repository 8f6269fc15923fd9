#include "app/explorer/ui/controls.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {
namespace {

void draw_icon(ImDrawList& list, Icon icon, ImVec2 low, float side, ImU32 colour) {
    const ImVec2 mid{low.x + side / 2, low.y + side / 2};
    const float r = side * 0.24f, line = std::max(1.5f, side * 0.07f);
    switch (icon) {
        case Icon::play:
            list.AddTriangleFilled({mid.x - r * 0.8f, mid.y - r * 1.1f}, {mid.x - r * 0.8f, mid.y + r * 1.1f},
                                   {mid.x + r * 1.2f, mid.y}, colour);
            break;
        case Icon::pause:
            list.AddRectFilled({mid.x - r, mid.y - r}, {mid.x - r * 0.3f, mid.y + r}, colour);
            list.AddRectFilled({mid.x + r * 0.3f, mid.y - r}, {mid.x + r, mid.y + r}, colour);
            break;
        case Icon::previous:
        case Icon::next: {
            const float sign = icon == Icon::next ? 1.0f : -1.0f;
            list.AddTriangleFilled({mid.x - sign * r * 0.9f, mid.y - r * 0.9f},
                                   {mid.x - sign * r * 0.9f, mid.y + r * 0.9f},
                                   {mid.x + sign * r * 0.6f, mid.y}, colour);
            list.AddLine({mid.x + sign * r * 0.9f, mid.y - r * 0.9f},
                         {mid.x + sign * r * 0.9f, mid.y + r * 0.9f}, colour, line);
            break;
        }
        case Icon::add:
            list.AddLine({mid.x - r, mid.y}, {mid.x + r, mid.y}, colour, line);
            list.AddLine({mid.x, mid.y - r}, {mid.x, mid.y + r}, colour, line);
            break;
        case Icon::locked:
        case Icon::unlocked: {
            const float lift = icon == Icon::locked ? 0 : r * 0.5f;
            list.PathArcTo({mid.x, mid.y - r * 0.25f - lift}, r * 0.6f, 3.14159f, 6.28319f, 10);
            if (icon == Icon::locked) list.PathLineTo({mid.x + r * 0.6f, mid.y});
            list.PathStroke(colour, 0, line);
            if (lift > 0)
                list.AddLine({mid.x - r * 0.6f, mid.y - r * 0.25f - lift}, {mid.x - r * 0.6f, mid.y}, colour,
                             line);
            list.AddRectFilled({mid.x - r * 0.95f, mid.y - r * 0.05f}, {mid.x + r * 0.95f, mid.y + r * 1.15f},
                               colour, 1.5f);
            break;
        }
        case Icon::reset:
            list.PathArcTo(mid, r, -0.6f, 4.2f, 16);
            list.PathStroke(colour, 0, line);
            list.AddTriangleFilled({mid.x + r * 0.35f, mid.y - r * 0.55f},
                                   {mid.x + r * 1.35f, mid.y - r * 0.35f},
                                   {mid.x + r * 0.95f, mid.y - r * 1.35f}, colour);
            break;
        case Icon::close:
            list.AddLine({mid.x - r * 0.8f, mid.y - r * 0.8f}, {mid.x + r * 0.8f, mid.y + r * 0.8f}, colour,
                         line);
            list.AddLine({mid.x + r * 0.8f, mid.y - r * 0.8f}, {mid.x - r * 0.8f, mid.y + r * 0.8f}, colour,
                         line);
            break;
        case Icon::pin:
            list.AddRectFilled({mid.x - r * 0.5f, mid.y - r * 1.1f}, {mid.x + r * 0.5f, mid.y}, colour);
            list.AddRectFilled({mid.x - r, mid.y - r * 0.1f}, {mid.x + r, mid.y + r * 0.25f}, colour);
            list.AddLine({mid.x, mid.y}, {mid.x, mid.y + r * 1.3f}, colour, line);
            break;
        case Icon::swap:
            for (float sign : {-1.0f, 1.0f}) {
                const float y = mid.y + sign * r * 0.45f, tip_x = mid.x + sign * r * 1.15f;
                list.AddLine({mid.x - r * 1.1f, y}, {mid.x + r * 1.1f, y}, colour, line);
                list.AddLine({tip_x, y}, {tip_x - sign * r * 0.55f, y - r * 0.5f}, colour, line);
                list.AddLine({tip_x, y}, {tip_x - sign * r * 0.55f, y + r * 0.5f}, colour, line);
            }
            break;
    }
}

}  // namespace

const char* tr_label(const char* english) {
    struct Label {
        std::string text, with_id;
    };
    static std::map<std::string, Label, std::less<>> labels;  // those of the language in use
    auto found = labels.find(std::string_view(english));
    if (found == labels.end()) found = labels.emplace(english, Label()).first;
    if (const char* text = tr(english); found->second.text != text || found->second.with_id.empty())
        found->second = {text, label_with_id(text, english)};
    return found->second.with_id.c_str();
}

std::string label_with_id(const std::string& text, const char* id) {
    return text + "###" + id;
}

void tip(const std::string& text) {
    tip(text.c_str());
}

void text_line(const std::string& text) {
    need_for_drawing(text);
    ImGui::TextUnformatted(text.c_str());
}

void disabled_text(const std::string& text) {
    need_for_drawing(text);
    ImGui::TextDisabled("%s", text.c_str());
}

void wrapped_text(const std::string& text) {
    need_for_drawing(text);
    ImGui::TextWrapped("%s", text.c_str());
}

void tip(const char* text) {
    if (text && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
        need_for_drawing(text);
        ImGui::BeginTooltip();
        ImGui::PushTextWrapPos(em(22));
        ImGui::TextUnformatted(text);
        ImGui::PopTextWrapPos();
        ImGui::EndTooltip();
    }
}

void dim_text(const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, kDimText);
    wrapped_text(text);
    ImGui::PopStyleColor();
}

void heading(const std::string& title, const std::string& detail) {
    ImGui::AlignTextToFramePadding();
    text_line(title);
    if (!detail.empty()) {
        ImGui::SameLine();
        disabled_text(detail);
    }
}

bool icon_button(const char* id, Icon icon, const std::string& tooltip) {
    const float side = ImGui::GetFrameHeight();
    ImGui::PushID(id);
    const bool clicked = ImGui::Button("##icon", {side, side});
    ImGui::PopID();
    draw_icon(*ImGui::GetWindowDrawList(), icon, ImGui::GetItemRectMin(), side,
              ImGui::GetColorU32(ImGuiCol_Text));
    tip(tooltip);
    return clicked;
}

bool button(const char* label, const std::string& tooltip, float width) {
    need_for_drawing(label);
    const bool clicked = ImGui::Button(label, {width, 0});
    tip(tooltip);
    return clicked;
}

bool tab(const char* label, bool chosen, const std::string& tooltip, float width) {
    ImGui::PushStyleColor(ImGuiCol_Button,
                          chosen ? ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive) : ImVec4(0, 0, 0, 0));
    const bool clicked = button(label, tooltip, width);
    ImGui::PopStyleColor();
    return clicked;
}

bool face_button(const char* id, ImTextureID texture, float side, bool chosen) {
    const bool clicked = ImGui::InvisibleButton(id, {side, side});
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float rounding = em(0.3f);
    list.AddRectFilled(low, high, ImGui::GetColorU32(ImGuiCol_FrameBg), rounding);
    if (texture) list.AddImageRounded(texture, low, high, {0, 0}, {1, 1}, IM_COL32_WHITE, rounding);
    const bool marked = chosen || ImGui::IsItemHovered() || ImGui::IsItemFocused();
    if (marked)
        list.AddRect(low, high, ImGui::GetColorU32(chosen ? kAccent : ImVec4(1, 1, 1, 0.6f)), rounding, 0,
                     em(0.12f));
    return clicked;
}

void slider_value(const char* text, bool dim, bool left) {
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax(),
                 size = ImGui::CalcTextSize(text);
    const float padding = ImGui::GetStyle().FramePadding.x;
    const ImVec2 at{left ? low.x + padding : high.x - size.x - padding,
                    low.y + (high.y - low.y - size.y) / 2};
    ImGui::GetWindowDrawList()->AddText(at, ImGui::GetColorU32(dim ? ImGuiCol_TextDisabled : ImGuiCol_Text),
                                        text);
}

void cut_text(const std::string& text, float width) {
    need_for_drawing(text);
    if (ImGui::CalcTextSize(text.c_str()).x <= width) {
        ImGui::TextUnformatted(text.c_str());
        return;
    }
    const float dots = ImGui::CalcTextSize("...").x;
    std::size_t kept = text.size();
    while (kept > 0 && ImGui::CalcTextSize(text.c_str(), text.c_str() + kept).x + dots > width) {
        --kept;
        while (kept > 0 && (static_cast<unsigned char>(text[kept]) & 0xc0) == 0x80)
            --kept;  // whole UTF-8 characters
    }
    ImGui::TextUnformatted((text.substr(0, kept) + "...").c_str());
    tip(text.c_str());
}

}  // namespace progan
