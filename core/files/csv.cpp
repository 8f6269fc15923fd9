#include "core/files/csv.h"

#include <set>
#include <utility>

#include "core/support/counted.h"
#include "core/support/error.h"
#include "core/support/text.h"

namespace progan {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kMaxColumns = 10'000;

bool is_utf16(std::string_view text) {
    return text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
}

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string name) : text_(text), name_(std::move(name)) {
    if (is_utf16(text_)) throw Error("{} is text in UTF-16, but UTF-8 is needed.", name_);
    if (text_.find('\0') != std::string_view::npos)
        throw Error("{} is not a CSV file: it contains bytes that no text has.", name_);
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    if (!read_line(columns_))
        throw Error("{} is empty, but a line with the names of its columns is needed.", name_);
    if (columns_.size() == 1)
        for (const auto& [separator, called] : {std::pair{';', "semicolons"}, std::pair{'\t', "tabs"}})
            if (columns_[0].find(separator) != std::string::npos)
                throw Error("{} is separated by {}, but commas are needed.", where(), called);
    std::set<std::string_view> names;
    for (const std::string& column : columns_) {
        if (column.empty())
            throw Error("{} has no name for column {}, but every column needs one.", where(),
                        &column - columns_.data() + 1);
        if (column.size() > kMaxColumnBytes)
            throw Error("{} gives column {} a name of {} bytes, but at most {} are read.", where(),
                        &column - columns_.data() + 1, column.size(), kMaxColumnBytes);
        if (!names.insert(column).second)
            throw Error("{} names the column {} twice, but each name may appear only once.", where(),
                        quote(column));
    }
}

std::string CsvReader::where() const {
    return fmt::format("{}: line {}", name_, first_line_);
}

bool CsvReader::next(std::vector<std::string>& values) {
    if (!read_line(values)) return false;
    if (values.size() != columns_.size())
        throw Error("{} needs {}, one for each column, but has {}.", where(),
                    counted(columns_.size(), "value", "values"), values.size());
    return true;
}

bool CsvReader::read_line(std::vector<std::string>& values) {
    skip_blanks();
    while (at_ < text_.size() && at_line_end()) {
        skip_line_end();
        skip_blanks();
    }
    if (at_ == text_.size()) return false;
    first_line_ = line_;
    values.clear();
    while (true) {
        skip_blanks();
        values.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_value() : plain_value());
        if (values.size() > kMaxColumns) throw Error("{} has more than {} values.", where(), kMaxColumns);
        if (at_ == text_.size()) return true;
        if (at_line_end()) {
            skip_line_end();
            return true;
        }
        ++at_;  // the comma
    }
}

/// Leaves at_ at a comma or the line's end.
std::string CsvReader::quoted_value() {
    std::string value;
    for (++at_;; ++at_) {
        if (at_ == text_.size())
            throw Error("{} begins a quoted value that is never closed, but needs a quote at its end.",
                        where());
        if (text_[at_] == '"') {
            if (at_ + 1 < text_.size() && text_[at_ + 1] == '"')
                ++at_;
            else
                break;
        }
        if (text_[at_] == '\n') ++line_;
        value += text_[at_];
    }
    ++at_;
    skip_blanks();
    if (at_ < text_.size() && text_[at_] != ',' && !at_line_end())
        throw Error("{} continues after a closing quote, but a comma or the end of the line is needed there.",
                    where());
    return value;
}

/// Leaves at_ at a comma or the line's end.
std::string CsvReader::plain_value() {
    const std::size_t begin = at_;
    for (; at_ < text_.size() && text_[at_] != ',' && !at_line_end(); ++at_)
        if (text_[at_] == '"' || text_[at_] == '\r' || text_[at_] == '\0')
            throw Error("{} contains {} within a value, but such a value must be quoted{}.", where(),
                        text_[at_] == '"'    ? "a quote"
                        : text_[at_] == '\r' ? "a carriage return"
                                             : "a zero byte",
                        text_[at_] == '"' ? ", and the quote doubled" : "");
    std::size_t end = at_;
    while (end > begin && (text_[end - 1] == ' ' || text_[end - 1] == '\t')) --end;
    return std::string(text_.substr(begin, end - begin));
}

bool CsvReader::at_line_end() const {
    return text_[at_] == '\n' || (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
}

void CsvReader::skip_line_end() {
    at_ += text_[at_] == '\r' ? 2 : 1;
    ++line_;
}

void CsvReader::skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
}

}  // namespace progan
