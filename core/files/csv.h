// Tables of comma-separated values (RFC 4180), read strictly and line by line. Owned and used by one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace progan {

/// Of the name of a column.
inline constexpr std::size_t kMaxColumnBytes = 1000;

/// Reads UTF-8 with or without a byte order mark, and lines that end in LF or CRLF. Values may be in double
/// quotes, which they must be if they contain a comma, a quote (doubled) or a line's end. Blanks around
/// values without quotes are dropped, as are empty lines. All errors name the file and the line.
class CsvReader {
  public:
    /// Reads the header. `text` must outlive the reader; `name` (the file) begins every message. Throws Error
    /// if there is no header, it names a column twice, with more than kMaxColumnBytes or not at all, or the
    /// text is UTF-16, contains a zero byte, or is separated by semicolons or tabs.
    CsvReader(std::string_view text, std::string name);

    const std::vector<std::string>& columns() const { return columns_; }

    /// The values of the next line, one per column; false at the end. Throws Error if there are more or
    /// fewer, or if quotes are where none may be or are never closed.
    bool next(std::vector<std::string>& values);

    /// The line on which the values of the last next() begin, from 1.
    std::size_t line() const { return first_line_; }
    /// "labels.csv: line 12"
    std::string where() const;

  private:
    bool read_line(std::vector<std::string>& values);
    std::string quoted_value();
    std::string plain_value();
    bool at_line_end() const;
    void skip_line_end();
    void skip_blanks();

    std::string_view text_;
    std::string name_;
    std::size_t at_ = 0, line_ = 1;  ///< where reading continues
    std::size_t first_line_ = 1;     ///< of the values read last
    std::vector<std::string> columns_;
};

}  // namespace progan
