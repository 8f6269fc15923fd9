#include "app/explorer/ui/markdown_view.h"

#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string_view>

#include "app/explorer/platform/fonts.h"
#include "app/explorer/ui/theme.h"
#include "app/explorer/ui/tooltip.h"

namespace progan {
namespace {

/// Where words flow: from `left` to `right` in screen coordinates, in lines.
struct Flow {
    float left = 0, right = 0;
    ImVec2 at;
    float line = 0;  ///< its height
};

/// What all blocks need.
struct Pen {
    const std::string& marked;
    Probe& probe;
    const std::string& name;
    const std::function<std::string(const std::string&)>& tip_of;
    std::string clicked;
    int links = 0;  ///< of the block that is being drawn
};

std::size_t find_any_case(std::string_view text, std::string_view wanted, std::size_t from) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    };
    if (from > text.size()) return std::string_view::npos;
    const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                                   wanted.begin(), wanted.end(), same);
    return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

float width_of(std::string_view text) {
    return ImGui::CalcTextSize(text.data(), text.data() + text.size()).x;
}

/// A ground behind the words that are searched for.
void mark(const Pen& pen, std::string_view text, ImVec2 at, float height) {
    if (pen.marked.empty()) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t found = find_any_case(text, pen.marked, 0); found != std::string_view::npos;
         found = find_any_case(text, pen.marked, found + pen.marked.size())) {
        const float x = at.x + width_of(text.substr(0, found));
        const float width = width_of(text.substr(found, pen.marked.size()));
        list.AddRectFilled({x, at.y}, {x + width, at.y + height},
                           ImGui::GetColorU32(faded(theme().journey, 0.35f)), space::rounding_small());
    }
}

/// A piece of a run that fits into the rest of a line.
void draw_piece(Pen& pen, const MarkdownRun& run, std::string_view text, const Flow& flow, float width) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float height = ImGui::GetFontSize(), inset = run.code ? space::tight() : 0;
    const ImVec2 low = flow.at, high{flow.at.x + width, flow.at.y + height};
    ImVec4 color =
        run.code || run.strong || run.emphasis ? theme().text : ImGui::GetStyleColorVec4(ImGuiCol_Text);
    if (run.code)
        list.AddRectFilled({low.x, low.y - space::hair()}, {high.x, high.y + space::hair()},
                           ImGui::GetColorU32(theme().button), space::rounding_small());
    if (!run.link.empty()) {
        color = theme().accent;
        ImGui::SetCursorScreenPos(low);
        ImGui::PushID(pen.links);
        if (ImGui::InvisibleButton("##link", {std::max(width, 1.0f), height})) pen.clicked = run.link;
        const bool hot = ImGui::IsItemHovered() || ImGui::IsItemFocused();
        if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        pen.probe.item(pen.name + "/Link/" + run.link);
        if (const std::string said = pen.tip_of ? pen.tip_of(run.link) : ""; !said.empty()) tip(said);
        ImGui::PopID();
        ++pen.links;
        if (hot) list.AddLine({low.x, high.y}, high, ImGui::GetColorU32(color), space::hair());
    }
    mark(pen, text, {low.x + inset, low.y}, height);
    const ImU32 ink = ImGui::GetColorU32(color);
    const ImVec2 from{std::floor(low.x + inset), std::floor(low.y)};
    list.AddText(from, ink, text.data(), text.data() + text.size());
    // There is one cut of the body's font: what stands out is drawn twice, half a pixel apart.
    if (run.strong || run.emphasis)
        list.AddText({from.x + space::hair() / 2, from.y}, ink, text.data(), text.data() + text.size());
}

void next_line(Flow& flow) {
    flow.at = {flow.left, flow.at.y + flow.line};
}

/// How much of a text stands in `width`: up to a space, and at least one character.
std::string_view fitting_part(std::string_view text, float width) {
    const ImFont& font = *ImGui::GetFont();
    const float scale = ImGui::GetFontSize() / font.FontSize;
    const char* end = font.CalcWordWrapPositionA(scale, text.data(), text.data() + text.size(), width);
    if (end == text.data()) ++end;
    return text.substr(0, static_cast<std::size_t>(end - text.data()));
}

bool begins_with_closing_sign(std::string_view text) {
    return std::string_view(".,;:)!?").find(text.front()) != std::string_view::npos;
}

/// One line of source without a break.
void flow_words(Pen& pen, const MarkdownRun& run, std::string_view text, Flow& flow) {
    const float inset = run.code ? 2 * space::tight() : 0;
    while (!text.empty()) {
        const bool line_begins = flow.at.x <= flow.left;
        if (line_begins) {
            const std::size_t word = text.find_first_not_of(' ');
            if (word == std::string_view::npos) return;
            text.remove_prefix(word);
        }
        const std::string_view first = text.substr(0, std::max<std::size_t>(1, text.find(' ', 1)));
        const float room = flow.right - flow.at.x - inset;
        if (!line_begins && width_of(first) > room && !begins_with_closing_sign(text)) {
            next_line(flow);
            continue;
        }
        std::string_view part = fitting_part(text, std::max(room, width_of(first.substr(0, 1)) + 1));
        if (part.size() < text.size() && begins_with_closing_sign(text) && part.size() < first.size())
            part = first;
        const float width = width_of(part) + inset;
        draw_piece(pen, run, part, flow, width);
        flow.at.x += width;
        text.remove_prefix(part.size());
        if (!text.empty()) next_line(flow);
    }
}

/// Returns the height that the text has taken.
float flow_text(Pen& pen, const MarkdownText& text, ImVec2 at, float width) {
    Flow flow{at.x, at.x + width, at, std::ceil(ImGui::GetFontSize() * 1.35f)};
    for (const MarkdownRun& run : text) {
        std::string_view rest = run.text;
        for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
            flow_words(pen, run, rest.substr(0, end), flow);
            next_line(flow);
            rest.remove_prefix(end + 1);
        }
        flow_words(pen, run, rest, flow);
    }
    return flow.at.y + flow.line - at.y;
}

float draw_code(const MarkdownBlock& block, const Pen& pen, ImVec2 at, float width) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    std::string text = plain_text(block.text);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    const float padding = space::medium();
    const ImVec2 size = ImGui::CalcTextSize(text.c_str(), nullptr, false, width - 2 * padding);
    const float height = size.y + 2 * padding;
    list.AddRectFilled(at, {at.x + width, at.y + height}, ImGui::GetColorU32(theme().button),
                       space::rounding());
    if (find_any_case(text, pen.marked, 0) != std::string_view::npos && !pen.marked.empty())
        list.AddRect(at, {at.x + width, at.y + height}, ImGui::GetColorU32(theme().journey),
                     space::rounding());
    list.AddText(ImGui::GetFont(), ImGui::GetFontSize(), {at.x + padding, at.y + padding},
                 ImGui::GetColorU32(theme().text), text.c_str(), nullptr, width - 2 * padding);
    return height;
}

/// Columns as wide as their widest cell where there is room, else by shares of it.
std::vector<float> column_widths(const MarkdownBlock& table, float width) {
    std::vector<float> widths(table.rows.front().size(), 0);
    for (const auto& row : table.rows)
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = std::max(widths[i], width_of(plain_text(row[i])) + 2 * space::large());
    float sum = 0;
    for (const float one : widths) sum += one;
    if (sum <= width) return widths;
    // The narrow ones stay, the wide ones share the rest.
    const float share = width / static_cast<float>(widths.size());
    float narrow = 0, wide = 0;
    for (const float one : widths) (one <= share ? narrow : wide) += one;
    for (float& one : widths)
        if (one > share) one *= (width - narrow) / wide;
    return widths;
}

float draw_table(const MarkdownBlock& table, Pen& pen, ImVec2 at, float width) {
    if (table.rows.empty() || table.rows.front().empty()) return 0;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::vector<float> widths = column_widths(table, width);
    float y = at.y;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        float x = at.x, height = 0;
        const auto& row = table.rows[i];
        if (i == 0 && std::all_of(row.begin(), row.end(), [](const auto& cell) { return cell.empty(); }))
            continue;
        for (std::size_t column = 0; column < row.size() && column < widths.size(); ++column) {
            height = std::max(height, flow_text(pen, row[column], {x, y + space::small()},
                                                widths[column] - space::large()));
            x += widths[column];
        }
        y += height + space::small();
        list.AddLine({at.x, y}, {at.x + width, y}, ImGui::GetColorU32(theme().separator), space::hair());
    }
    return y - at.y;
}

float draw_heading(const MarkdownBlock& block, Pen& pen, ImVec2 at, float width) {
    const float above = block.level == 1 ? 0 : block.level == 2 ? space::huge() : space::large();
    const bool large = block.level <= 2;
    MarkdownText text = block.text;
    for (MarkdownRun& run : text) run.strong = !large;  // there is a cut of its own for the large ones
    if (large) ImGui::PushFont(font_of(FontRole::title));
    const float height = above + flow_text(pen, text, {at.x, at.y + above}, width);
    if (large) ImGui::PopFont();
    if (block.level == 2)
        ImGui::GetWindowDrawList()->AddLine({at.x, at.y + height}, {at.x + width, at.y + height},
                                            ImGui::GetColorU32(theme().separator), space::hair());
    return height + space::small();
}

float draw_block(const MarkdownBlock& block, Pen& pen, ImVec2 at, float width) {
    const float indent = em(1.5f) * static_cast<float>(block.depth);
    const ImVec2 from{at.x + indent, at.y};
    const float room = std::max(em(4), width - indent);
    const ImU32 color = ImGui::GetColorU32(theme().text_dim);
    if (!block.marker.empty())
        ImGui::GetWindowDrawList()->AddText({from.x - em(1.1f), from.y}, color, block.marker.c_str());
    switch (block.kind) {
        case MarkdownBlock::Kind::heading:
            return draw_heading(block, pen, from, room);
        case MarkdownBlock::Kind::paragraph:
            return flow_text(pen, block.text, from, room) +
                   (block.depth > 0 ? space::small() : space::large());
        case MarkdownBlock::Kind::code:
            return draw_code(block, pen, from, room) + space::large();
        case MarkdownBlock::Kind::table:
            return draw_table(block, pen, from, room) + space::large();
        case MarkdownBlock::Kind::rule:
            ImGui::GetWindowDrawList()->AddLine({from.x, from.y + space::medium()},
                                                {from.x + room, from.y + space::medium()},
                                                ImGui::GetColorU32(theme().separator), space::hair());
            return 2 * space::medium();
    }
    return 0;
}

}  // namespace

std::string MarkdownView::draw(const MarkdownDocument& document, MarkdownLook& look, Probe& probe,
                               const std::string& name) {
    const float width = ImGui::GetContentRegionAvail().x;
    if (width != width_ || ImGui::GetFontSize() != size_ || heights_.size() != document.blocks.size()) {
        heights_.assign(document.blocks.size(), 0);
        width_ = width;
        size_ = ImGui::GetFontSize();
    }
    Pen pen{look.marked, probe, name, look.tip_of, {}, 0};
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const float top = ImGui::GetWindowPos().y, bottom = top + ImGui::GetWindowHeight();
    float y = start.y;
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
        const MarkdownBlock& block = document.blocks[i];
        if (look.scroll_to == i) {
            ImGui::SetScrollFromPosY(y - ImGui::GetWindowPos().y - space::medium(), 0);
            look.scroll_to.reset();
        }
        float& height = heights_[i];
        // What was measured and is out of sight needs no drawing.
        if (height == 0 || (y + height >= top && y <= bottom)) {
            ImGui::PushID(static_cast<int>(i));
            pen.links = 0;
            height = draw_block(block, pen, {start.x, y}, width);
            ImGui::PopID();
            if (look.current == i)
                ImGui::GetWindowDrawList()->AddRectFilled(
                    {start.x - space::medium(), y}, {start.x - space::small(), y + height - space::small()},
                    ImGui::GetColorU32(theme().journey));
        }
        y += height;
    }
    ImGui::SetCursorScreenPos(start);
    ImGui::Dummy({width, y - start.y});
    return pen.clicked;
}

}  // namespace progan
