#include "app/explorer/ui/markdown.h"

#include <md4c.h>

#include <cctype>
#include <utility>

#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr const char* kBullet = "\xe2\x80\xa2";

/// As GitHub names headings: small letters, no punctuation, hyphens for spaces.
std::string anchor_of(const std::string& title) {
    std::string anchor = "#";
    for (const char c : title) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == ' ')
            anchor += '-';
        else if (std::isalnum(byte) || c == '-' || c == '_' || byte >= 0x80)
            anchor += static_cast<char>(std::tolower(byte));
    }
    return anchor;
}

std::string text_of(const MD_ATTRIBUTE& attribute) {
    return {attribute.text, attribute.size};
}

/// The few that people write; others stay as they are.
std::string entity_text(std::string_view entity) {
    constexpr std::pair<std::string_view, const char*> kEntities[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&nbsp;", " "}};
    for (const auto& [name, text] : kEntities)
        if (name == entity) return text;
    return std::string(entity);
}

/// Follows md4c through the document. Its callbacks are C functions: no exception may leave them.
class Builder {
  public:
    MarkdownDocument take() { return std::move(document_); }

    void enter_block(MD_BLOCKTYPE type, const void* detail) {
        switch (type) {
            case MD_BLOCK_UL:
                lists_.push_back(0);
                break;
            case MD_BLOCK_OL:
                lists_.push_back(static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start);
                break;
            case MD_BLOCK_LI:
                begin_entry();
                break;
            case MD_BLOCK_H:
                begin(MarkdownBlock::Kind::heading);
                document_.blocks.back().level =
                    static_cast<int>(static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level);
                break;
            case MD_BLOCK_P:
                begin(MarkdownBlock::Kind::paragraph);
                break;
            case MD_BLOCK_CODE:
                begin(MarkdownBlock::Kind::code);
                break;
            case MD_BLOCK_HR:
                begin(MarkdownBlock::Kind::rule);
                at_ = nullptr;
                break;
            case MD_BLOCK_TABLE:
                begin(MarkdownBlock::Kind::table);
                break;
            case MD_BLOCK_TR:
                document_.blocks.back().rows.emplace_back();
                break;
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                at_ = &document_.blocks.back().rows.back().emplace_back();
                break;
            default:
                break;
        }
    }

    void leave_block(MD_BLOCKTYPE type) {
        if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) lists_.pop_back();
        if (type == MD_BLOCK_LI) marker_.clear();
        if (type == MD_BLOCK_H) {
            MarkdownBlock& heading = document_.blocks.back();
            heading.anchor = anchor_of(plain_text(heading.text));
        }
        if (type != MD_BLOCK_UL && type != MD_BLOCK_OL) at_ = nullptr;
    }

    void enter_span(MD_SPANTYPE type, const void* detail) {
        switch (type) {
            case MD_SPAN_EM:
                ++emphasis_;
                break;
            case MD_SPAN_STRONG:
                ++strong_;
                break;
            case MD_SPAN_CODE:
                ++code_;
                break;
            case MD_SPAN_A:
                link_ = text_of(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href);
                break;
            default:
                break;
        }
    }

    void leave_span(MD_SPANTYPE type) {
        switch (type) {
            case MD_SPAN_EM:
                --emphasis_;
                break;
            case MD_SPAN_STRONG:
                --strong_;
                break;
            case MD_SPAN_CODE:
                --code_;
                break;
            case MD_SPAN_A:
                link_.clear();
                break;
            default:
                break;
        }
    }

    void add(MD_TEXTTYPE type, std::string_view text) {
        switch (type) {
            case MD_TEXT_BR:
                add("\n");
                break;
            case MD_TEXT_SOFTBR:
                add(" ");
                break;
            case MD_TEXT_ENTITY:
                add(entity_text(text));
                break;
            case MD_TEXT_NULLCHAR:
                break;
            default:
                add(std::string(text));
        }
    }

  private:
    void begin(MarkdownBlock::Kind kind) {
        MarkdownBlock block;
        block.kind = kind;
        block.depth = static_cast<int>(lists_.size());
        block.marker = std::exchange(marker_, "");
        document_.blocks.push_back(std::move(block));
        at_ = &document_.blocks.back().text;
    }

    void begin_entry() {
        at_ = nullptr;
        if (lists_.empty()) return;
        unsigned& number = lists_.back();  // 0: it has none
        marker_ = number == 0 ? std::string(kBullet) : std::to_string(number++) + ".";
    }

    void add(std::string text) {
        if (!at_) begin(MarkdownBlock::Kind::paragraph);  // the text of a tight list's entry
        MarkdownRun run{std::move(text), strong_ > 0, emphasis_ > 0, code_ > 0, link_};
        if (!at_->empty()) {
            MarkdownRun& last = at_->back();
            if (last.strong == run.strong && last.emphasis == run.emphasis && last.code == run.code &&
                last.link == run.link) {
                last.text += run.text;
                return;
            }
        }
        at_->push_back(std::move(run));
    }

    MarkdownDocument document_;
    MarkdownText* at_ = nullptr;  ///< where text goes; null: a paragraph of its own
    std::vector<unsigned> lists_;
    std::string marker_, link_;
    int strong_ = 0, emphasis_ = 0, code_ = 0;
};

/// Runs a step of the builder; not 0 tells md4c to stop.
template <class Step>
int guarded(void* builder, Step step) {
    try {
        step(*static_cast<Builder*>(builder));
        return 0;
    } catch (...) {
        return 1;
    }
}

}  // namespace

MarkdownDocument parse_markdown(std::string_view text) {
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* builder) {
        return guarded(builder, [&](Builder& to) { to.enter_block(type, detail); });
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* builder) {
        return guarded(builder, [&](Builder& to) { to.leave_block(type); });
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* builder) {
        return guarded(builder, [&](Builder& to) { to.enter_span(type, detail); });
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* builder) {
        return guarded(builder, [&](Builder& to) { to.leave_span(type); });
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* words, MD_SIZE size, void* builder) {
        return guarded(builder, [&](Builder& to) { to.add(type, {words, size}); });
    };
    Builder builder;
    if (md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &builder) != 0)
        throw Error("The text could not be read as Markdown.");
    return builder.take();
}

std::string plain_text(const MarkdownText& text) {
    std::string plain;
    for (const MarkdownRun& run : text) plain += run.text;
    return plain;
}

std::string plain_text(const MarkdownBlock& block) {
    std::string plain = plain_text(block.text);
    for (const auto& row : block.rows)
        for (const MarkdownText& cell : row) plain += plain_text(cell) + "\n";
    return plain;
}

std::vector<std::size_t> blocks_with(const MarkdownDocument& document, std::string_view text) {
    std::vector<std::size_t> found;
    if (text.empty()) return found;
    const std::string wanted = to_lower(text);
    for (std::size_t i = 0; i < document.blocks.size(); ++i)
        if (to_lower(plain_text(document.blocks[i])).find(wanted) != std::string::npos) found.push_back(i);
    return found;
}

}  // namespace progan
