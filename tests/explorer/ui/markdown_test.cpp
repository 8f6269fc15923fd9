// What is read out of Markdown, and that every link within the manual leads somewhere.
#include "app/explorer/ui/markdown.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "core/support/paths.h"

namespace progan {
namespace {

using Kind = MarkdownBlock::Kind;

TEST(MarkdownTest, HeadingsAndParagraphs) {
    const MarkdownDocument document = parse_markdown("# Export and copy\n\nOne\nline.\n\nAnother.\n");
    ASSERT_EQ(document.blocks.size(), 3u);
    EXPECT_EQ(document.blocks[0].kind, Kind::heading);
    EXPECT_EQ(document.blocks[0].level, 1);
    EXPECT_EQ(document.blocks[0].anchor, "#export-and-copy");
    EXPECT_EQ(plain_text(document.blocks[1]), "One line.");
    EXPECT_EQ(plain_text(document.blocks[2]), "Another.");
}

TEST(MarkdownTest, RunsOfTextHaveTheirLooks) {
    const MarkdownDocument document = parse_markdown("Press `R` for *another* or [read](#keys) **all**.\n");
    ASSERT_EQ(document.blocks.size(), 1u);
    const MarkdownText expected{{"Press ", false, false, false, ""}, {"R", false, false, true, ""},
                                {" for ", false, false, false, ""},  {"another", false, true, false, ""},
                                {" or ", false, false, false, ""},   {"read", false, false, false, "#keys"},
                                {" ", false, false, false, ""},      {"all", true, false, false, ""},
                                {".", false, false, false, ""}};
    EXPECT_EQ(document.blocks[0].text, expected);
}

TEST(MarkdownTest, ListsWithinLists) {
    const MarkdownDocument document =
        parse_markdown("* one\n  * inner\n* two\n\n3. three\n4. four\n\nAfter.\n");
    std::vector<std::string> lines;
    for (const MarkdownBlock& block : document.blocks)
        lines.push_back(std::to_string(block.depth) + block.marker + plain_text(block));
    EXPECT_EQ(lines, (std::vector<std::string>{"1\xe2\x80\xa2one", "2\xe2\x80\xa2inner", "1\xe2\x80\xa2two",
                                               "13.three", "14.four", "0After."}));
}

TEST(MarkdownTest, TablesAndCode) {
    const MarkdownDocument document =
        parse_markdown("| a | b |\n|---|---|\n| `x` | two words |\n\n```sh\nmake a\n  b\n```\n");
    ASSERT_EQ(document.blocks.size(), 2u);
    ASSERT_EQ(document.blocks[0].kind, Kind::table);
    ASSERT_EQ(document.blocks[0].rows.size(), 2u);
    ASSERT_EQ(document.blocks[0].rows[1].size(), 2u);
    EXPECT_TRUE(document.blocks[0].rows[1][0][0].code);
    EXPECT_EQ(plain_text(document.blocks[0].rows[1][1]), "two words");
    EXPECT_EQ(document.blocks[1].kind, Kind::code);
    EXPECT_EQ(plain_text(document.blocks[1]), "make a\n  b\n");
}

TEST(MarkdownTest, OddTextIsTextAllTheSame) {
    EXPECT_TRUE(parse_markdown("").blocks.empty());
    EXPECT_EQ(plain_text(parse_markdown("a &amp; b &lt;i&gt; <i>").blocks.at(0)), "a & b <i> <i>");
    parse_markdown(std::string(2000, '>') + std::string(2000, '*') + "[[[](");
    parse_markdown(std::string("\0\xff\xfe|`", 5));
}

TEST(MarkdownTest, WordsAreFoundWhateverTheirCase) {
    const MarkdownDocument document = parse_markdown("# Undo\n\nA history.\n\n| Undo | x |\n|---|---|\n");
    EXPECT_EQ(blocks_with(document, "uNDo"), (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(blocks_with(document, "nowhere"), std::vector<std::size_t>{});
    EXPECT_EQ(blocks_with(document, ""), std::vector<std::size_t>{});
}

void expect_leads_somewhere(const MarkdownDocument& document, const MarkdownText& text) {
    for (const MarkdownRun& run : text) {
        if (!run.link.starts_with('#')) continue;
        EXPECT_TRUE(std::any_of(document.blocks.begin(), document.blocks.end(),
                                [&](const MarkdownBlock& block) { return block.anchor == run.link; }))
            << "the manual has no section " << run.link;
    }
}

TEST(MarkdownTest, EveryLinkWithinTheManualLeadsSomewhere) {
    const MarkdownDocument document =
        parse_markdown(read_text_file(find_resource("docs/manual.md"), std::size_t{1} << 22));
    EXPECT_GT(document.blocks.size(), 100u);
    for (const MarkdownBlock& block : document.blocks) {
        expect_leads_somewhere(document, block.text);
        for (const auto& row : block.rows)
            for (const MarkdownText& cell : row) expect_leads_somewhere(document, cell);
    }
}

}  // namespace
}  // namespace progan
