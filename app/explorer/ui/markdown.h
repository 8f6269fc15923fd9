// Markdown as blocks of text, by md4c: what markdown_view.h draws. Plain values; no Dear ImGui.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

/// Text of one look.
struct MarkdownRun {
    std::string text;  ///< UTF-8; "\n" breaks the line
    bool strong = false, emphasis = false, code = false;
    std::string link;  ///< where it leads: "#favourites", "https://..."; empty: nowhere

    bool operator==(const MarkdownRun&) const = default;
};
using MarkdownText = std::vector<MarkdownRun>;

struct MarkdownBlock {
    enum class Kind { heading, paragraph, code, table, rule };
    Kind kind = Kind::paragraph;
    int level = 0;       ///< of a heading, 1..6
    int depth = 0;       ///< how many lists it is in
    std::string marker;  ///< before the first paragraph of a list's entry: "•" or "2."
    MarkdownText text;
    std::vector<std::vector<MarkdownText>> rows;  ///< of a table, its head first; all equally long
    std::string anchor;                           ///< of a heading, what links name: "#export-and-copy"
};

struct MarkdownDocument {
    std::vector<MarkdownBlock> blocks;
};

/// CommonMark with tables. Pictures are their descriptions; HTML is text. Throws Error if md4c fails.
MarkdownDocument parse_markdown(std::string_view text);

/// The words alone.
std::string plain_text(const MarkdownText& text);
std::string plain_text(const MarkdownBlock& block);

/// Numbers of the blocks that hold the text, whatever its case; none for an empty one.
std::vector<std::size_t> blocks_with(const MarkdownDocument& document, std::string_view text);

}  // namespace progan
