#include "app/explorer/ui/controls.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/platform/imgui_compat.h"
#include "app/explorer/platform/keyboard_walk.h"
#include "app/explorer/ui/line_breaks.h"
#include "app/explorer/ui/theme.h"
#include "core/support/translate.h"

namespace progan {

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

void text_line(const std::string& text) {
    need_for_drawing(text);
    ImGui::TextUnformatted(with_line_breaks(text).c_str());
}

void disabled_text(const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
    text_line(text);
    ImGui::PopStyleColor();
}

void wrapped_text(const std::string& text) {
    const bool wraps = wrap_width() > 0;
    if (!wraps) ImGui::PushTextWrapPos(0);
    text_line(text);
    if (!wraps) ImGui::PopTextWrapPos();
}

void dim_text(const std::string& text) {
    ImGui::PushStyleColor(ImGuiCol_Text, theme().text_dim);
    wrapped_text(text);
    ImGui::PopStyleColor();
}

void heading(const std::string& title, const std::string& detail) {
    ImGui::PushFont(font_of(FontRole::heading));
    ImGui::AlignTextToFramePadding();
    text_line(title);
    ImGui::PopFont();
    if (!detail.empty()) {
        ImGui::SameLine();
        ImGui::AlignTextToFramePadding();
        small_text(detail);
    }
}

float label_column(std::initializer_list<const char*> labels, float least) {
    float widest = 0;
    for (const char* label : labels) widest = std::max(widest, ImGui::CalcTextSize(label).x);
    return std::max(least, ImGui::GetCursorPosX() + widest + space::medium());
}

void form_label(const char* text, float column, float width) {
    ImGui::AlignTextToFramePadding();
    disabled_text(text);
    ImGui::SameLine(column);
    ImGui::SetNextItemWidth(width);
}

void small_text(const std::string& text, bool dim) {
    ImGui::PushFont(font_of(FontRole::small));
    if (dim)
        disabled_text(text);
    else
        text_line(text);
    ImGui::PopFont();
}

namespace {

ImVec2 middle_of_item() {
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    return {(low.x + high.x) / 2, (low.y + high.y) / 2};
}

/// A button's label without the id behind it.
std::string_view shown_part(std::string_view label) {
    return label.substr(0, label.find("##"));
}

/// Icon and text side by side in the middle of the last item.
void draw_icon_and_text(Icon icon, std::string_view text, ImU32 color) {
    const ImVec2 middle = middle_of_item();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const char* const end = text.data() + text.size();
    const ImVec2 size = ImGui::CalcTextSize(text.data(), end);
    const bool drawn = has_icon(icon);
    const float sign = drawn ? icon_width() : 0, gap = drawn && !text.empty() ? space::medium() : 0;
    const float left = std::floor(middle.x - (sign + gap + size.x) / 2);
    if (drawn) draw_icon(list, icon, {left + sign / 2, middle.y}, ImGui::GetFrameHeight(), color);
    list.AddText({left + sign + gap, std::floor(middle.y - size.y / 2)}, color, text.data(), end);
}

struct PrimaryColors {
    PrimaryColors() {
        ImGui::PushStyleColor(ImGuiCol_Button, theme().accent);
        ImGui::PushStyleColor(ImGuiCol_ButtonHovered, theme().accent_hover);
        ImGui::PushStyleColor(ImGuiCol_ButtonActive, theme().accent_hover);
        ImGui::PushStyleColor(ImGuiCol_Text, theme().on_accent);
    }
    ~PrimaryColors() { ImGui::PopStyleColor(4); }
    PrimaryColors(const PrimaryColors&) = delete;
    PrimaryColors& operator=(const PrimaryColors&) = delete;
};

/// Buttons are told by their ground; the edge is for what is typed into.
bool flat_button(const char* label, ImVec2 size) {
    need_for_drawing(label);
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, high_contrast() ? space::hair() : 0);
    const bool clicked = ImGui::Button(label, size);
    ImGui::PopStyleVar();
    return clicked;
}

bool button_with_icon(Icon icon, const char* label, ImVec2 size) {
    need_for_drawing(label);
    const std::string_view text = shown_part(label);
    if (size.x == 0) {
        const float sign = has_icon(icon) ? icon_width() + space::medium() : 0;
        size.x = ImGui::CalcTextSize(text.data(), text.data() + text.size()).x + sign +
                 2 * ImGui::GetStyle().FramePadding.x;
    }
    ImGui::PushID(label);
    const bool clicked = flat_button("##button", size);
    ImGui::PopID();
    draw_icon_and_text(icon, text, ImGui::GetColorU32(ImGuiCol_Text));
    return clicked;
}

}  // namespace

float icon_button_width(Icon icon, float side) {
    if (side == 0) side = ImGui::GetFrameHeight();
    if (has_icon(icon)) return side;
    return ImGui::CalcTextSize(icon_word(icon)).x + 2 * ImGui::GetStyle().FramePadding.x;
}

bool icon_button(const char* id, Icon icon, const std::string& tooltip, float side) {
    if (side == 0) side = ImGui::GetFrameHeight();
    ImGui::PushID(id);
    ImGui::PushStyleColor(ImGuiCol_Button, transparent());
    const bool clicked = flat_button("##icon", {icon_button_width(icon, side), side});
    ImGui::PopStyleColor();
    ImGui::PopID();
    const ImU32 color = ImGui::GetColorU32(ImGuiCol_Text);
    if (has_icon(icon))
        draw_icon(*ImGui::GetWindowDrawList(), icon, middle_of_item(), side, color);
    else
        draw_icon_and_text(icon, icon_word(icon), color);
    tip(tooltip);
    return clicked;
}

bool button(const char* label, const std::string& tooltip, float width) {
    const bool clicked = flat_button(label, {width, 0});
    tip(tooltip);
    return clicked;
}

bool button(Icon icon, const char* label, const std::string& tooltip, ImVec2 size) {
    const bool clicked = button_with_icon(icon, label, size);
    tip(tooltip);
    return clicked;
}

bool primary_button(const char* label, const std::string& tooltip, ImVec2 size) {
    bool clicked = false;
    {
        const PrimaryColors colors;
        clicked = flat_button(label, size);
    }
    tip(tooltip);
    return clicked;
}

bool primary_button(Icon icon, const char* label, const std::string& tooltip, ImVec2 size) {
    bool clicked = false;
    {
        const PrimaryColors colors;
        clicked = button_with_icon(icon, label, size);
    }
    tip(tooltip);
    return clicked;
}

bool tab(const char* label, bool chosen, const std::string& tooltip, float width) {
    ImGui::PushStyleColor(ImGuiCol_Button, chosen ? theme().selected : transparent());
    ImGui::PushStyleColor(ImGuiCol_Text, chosen ? theme().text : theme().text_dim);
    const bool clicked = flat_button(label, {width, 0});
    ImGui::PopStyleColor(2);
    tip(tooltip);
    return clicked;
}

ShownIf::ShownIf(bool shown) {
    ImGui::PushStyleVar(ImGuiStyleVar_Alpha, shown ? ImGui::GetStyle().Alpha : 0);
}

ShownIf::~ShownIf() {
    ImGui::PopStyleVar();
}

bool begin_combo(const char* id, const char* shown, ImGuiComboFlags flags) {
    // Where the field will be: once its list is open, the last item is the list's.
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::CalcItemWidth(), height = ImGui::GetFrameHeight();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 color = ImGui::GetColorU32(theme().text_dim);
    const bool arrow_alone = (flags & ImGuiComboFlags_NoPreview) != 0;
    if (!arrow_alone) flags |= ImGuiComboFlags_NoArrowButton;
    const std::string text = fitting_text(shown, width - height - ImGui::GetStyle().FramePadding.x);
    const bool open = ImGui::BeginCombo(id, text.c_str(), flags);
    if (open && ImGui::IsWindowAppearing()) walk::come_into_list();
    if (open) no_tip_until_left(at, {at.x + width, at.y + height});
    if (!arrow_alone)
        draw_icon(list, Icon::menu, {at.x + width - height / 2, at.y + height / 2}, height, color);
    return open;
}

bool combo_item(const char* label, bool chosen, ImVec2 size) {
    const bool taken = ImGui::Selectable(label, chosen, 0, size);
    if (chosen) ImGui::SetItemDefaultFocus();
    return taken;
}

SliderLook::SliderLook() {
    for (const ImGuiCol ground : {ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive})
        ImGui::PushStyleColor(ground, transparent());
    for (const ImGuiCol grab : {ImGuiCol_SliderGrab, ImGuiCol_SliderGrabActive})
        ImGui::PushStyleColor(grab, transparent());
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_GrabMinSize, 2 * size::grab());
}

SliderLook::~SliderLook() {
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor(5);
}

float draw_groove(ImVec2 at, float width, float height) {
    const float half = size::groove() / 2, middle = std::floor(at.y + height / 2);
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, middle - half}, {at.x + width, middle + half},
                                              ImGui::GetColorU32(theme().track_soft), half);
    return middle;
}

void draw_grab(float part) {
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const float radius = size::grab(), inset = radius + space::tight();
    const ImVec2 at{low.x + inset + (high.x - low.x - 2 * inset) * part, std::floor((low.y + high.y) / 2)};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool held = ImGui::IsItemActive();
    if (held || ImGui::IsItemHovered())
        list.AddCircleFilled(at, radius + space::tight(), ImGui::GetColorU32(faded(theme().accent, 0.35f)));
    list.AddCircleFilled(at, radius, ImGui::GetColorU32(held ? theme().accent : theme().grab));
}

bool slider(const char* id, float& value, float low, float high, float width, const std::string& text,
            float text_width, ImGuiSliderFlags flags) {
    const float needed = std::max(text_width, ImGui::CalcTextSize(text.c_str()).x);
    const float groove = std::max(em(2), width - (text.empty() ? 0 : needed + space::medium()));
    draw_groove(ImGui::GetCursorScreenPos(), groove, ImGui::GetFrameHeight());
    ImGui::SetNextItemWidth(groove);
    bool changed = false;
    {
        const SliderLook look;
        changed = ImGui::SliderFloat(id, &value, low, high, "", flags | ImGuiSliderFlags_AlwaysClamp);
    }
    const bool logarithmic = (flags & ImGuiSliderFlags_Logarithmic) != 0;
    const float part =
        logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    draw_grab(std::clamp(part, 0.0f, 1.0f));
    if (text.empty()) return changed;
    const ImVec2 item_low = ImGui::GetItemRectMin(), item_high = ImGui::GetItemRectMax();
    const float size_x = ImGui::CalcTextSize(text.c_str()).x;
    ImGui::GetWindowDrawList()->AddText({item_high.x + space::medium() + needed - size_x,
                                         item_low.y + (item_high.y - item_low.y - ImGui::GetFontSize()) / 2},
                                        ImGui::GetColorU32(ImGuiCol_Text), text.c_str());
    return changed;
}

void picture_badge(const char* text, ImVec2 at) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 size = ImGui::CalcTextSize(text);
    const float pad = space::small();
    list.AddRectFilled(at, {at.x + size.x + 2 * pad, at.y + size.y + pad}, ImGui::GetColorU32(theme().shade),
                       space::rounding_small());
    list.AddText({at.x + pad, at.y + pad / 2}, ImGui::GetColorU32(theme().on_picture), text);
}

bool face_button(const char* id, ImTextureID texture, float side, bool chosen) {
    const bool clicked = ImGui::InvisibleButton(id, {side, side});
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float rounding = space::rounding();
    list.AddRectFilled(low, high, ImGui::GetColorU32(ImGuiCol_FrameBg), rounding);
    if (texture) list.AddImageRounded(texture, low, high, {0, 0}, {1, 1}, kUntinted, rounding);
    const bool marked = chosen || ImGui::IsItemHovered() || ImGui::IsItemFocused();
    if (marked)
        list.AddRect(low, high, ImGui::GetColorU32(chosen ? theme().accent : theme().text_dim), rounding, 0,
                     space::line());
    return clicked;
}

void beside_if_room(float width, float gap) {
    ImGui::SameLine(0, gap);
    if (ImGui::GetCursorPosX() + width > ImGui::GetContentRegionMax().x) ImGui::NewLine();
}

float button_width(const std::string& text) {
    return ImGui::CalcTextSize(text.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
}

std::string fitting_text(const std::string& text, float width) {
    need_for_drawing(text);
    if (ImGui::CalcTextSize(text.c_str()).x <= width) return text;
    const float dots = ImGui::CalcTextSize("...").x;
    std::size_t kept = text.size();
    while (kept > 0 && ImGui::CalcTextSize(text.c_str(), text.c_str() + kept).x + dots > width) {
        --kept;
        while (kept > 0 && (static_cast<unsigned char>(text[kept]) & 0xc0) == 0x80)
            --kept;  // whole UTF-8 characters
    }
    return text.substr(0, kept) + "...";
}

float title_before_bar(const std::string& title, float after) {
    const float room = ImGui::GetContentRegionAvail().x - 2 * ImGui::GetStyle().ItemSpacing.x - after;
    const float bar = std::clamp(room - ImGui::CalcTextSize(title.c_str()).x, em(7), em(15));
    ImGui::AlignTextToFramePadding();
    cut_text(title, std::max(em(2), room - bar));
    ImGui::SameLine();
    return bar;
}

void progress_bar(double part, float width, const std::string& text) {
    const float room = width - 2 * ImGui::GetStyle().FramePadding.x;
    const std::string fitting = fitting_text(text, room);
    ImGui::ProgressBar(static_cast<float>(part), {width, 0}, fitting.c_str());
    if (fitting.size() != text.size()) tip(text);
}

float progress_bar_width(const std::string& text) {
    return std::ceil(ImGui::CalcTextSize(text.c_str()).x) + 2 * ImGui::GetStyle().FramePadding.x;
}

void cut_text(const std::string& text, float width) {
    const std::string fitting = fitting_text(text, width);
    text_line(fitting);
    if (fitting.size() != text.size()) tip(text);
}

}  // namespace progan
