// Tables of comma-separated values, good and bad.
#include "core/files/csv.h"

#include <gtest/gtest.h>

#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using Values = std::vector<std::string>;

std::vector<Values> lines_of(std::string_view text) {
    CsvReader reader(text, "a.csv");
    std::vector<Values> lines{reader.columns()};
    Values values;
    while (reader.next(values)) lines.push_back(values);
    return lines;
}

std::string error_in(std::string_view text) {
    return test::error_of([&] { lines_of(text); });
}

TEST(Csv, ReadsPlainLines) {
    const std::vector<Values> expected{{"file", "age"}, {"a.png", "3"}, {"b.png", ""}};
    EXPECT_EQ(lines_of("file,age\na.png,3\nb.png,\n"), expected);
    EXPECT_EQ(lines_of("file,age\na.png,3\nb.png,"), expected) << "no line end at the end";
    EXPECT_EQ(lines_of("\xef\xbb\xbf"
                       "file,age\r\na.png,3\r\nb.png,\r\n"),
              expected)
        << "as Excel writes it";
    EXPECT_EQ(lines_of("\n  \nfile , age\n\n a.png,\t3 \r\nb.png,\n\n"), expected) << "blanks, empty lines";
}

TEST(Csv, ReadsQuotes) {
    const std::vector<Values> expected{{"a", "b,c"}, {"say \"x\"", " two\nlines "}, {"", "last"}};
    EXPECT_EQ(lines_of("a,\"b,c\"\n\"say \"\"x\"\"\", \" two\nlines \" \n\"\",last"), expected);
}

TEST(Csv, SaysWhichLineIsWrong) {
    EXPECT_EQ(error_in(""), "a.csv is empty, but a line with the names of its columns is needed.");
    EXPECT_EQ(error_in("a,b\n1,2\n1\n"), "a.csv: line 3 needs 2 values, one for each column, but has 1.");
    EXPECT_EQ(error_in("a,b\n\"1\n\n\",2\n1,2,3\n"),
              "a.csv: line 5 needs 2 values, one for each column, but has 3.");
    EXPECT_EQ(error_in("a,b,a\n"),
              "a.csv: line 1 names the column 'a' twice, but each name may appear only once.");
    EXPECT_EQ(error_in("a,,b\n"), "a.csv: line 1 has no name for column 2, but every column needs one.");
    EXPECT_EQ(error_in("a," + std::string(1001, 'b') + "\n"),
              "a.csv: line 1 gives column 2 a name of 1001 bytes, but at most 1000 are read.");
    EXPECT_EQ(error_in("a;b\n1;2\n"), "a.csv: line 1 is separated by semicolons, but commas are needed.");
    EXPECT_EQ(error_in("a\tb\n"), "a.csv: line 1 is separated by tabs, but commas are needed.");
    EXPECT_EQ(error_in("\xff\xfe"
                       "a"),
              "a.csv is text in UTF-16, but UTF-8 is needed.");
    EXPECT_EQ(error_in(std::string("\x89PNG\r\n\x1a\n\0\0", 10)),
              "a.csv is not a CSV file: it contains bytes that no text has.");
    EXPECT_EQ(error_in("a,b\n1,\"2\n3,4\n"),
              "a.csv: line 2 begins a quoted value that is never closed, but needs a quote at its end.");
    EXPECT_EQ(error_in("a,b\n\"1\"x,2\n"),
              "a.csv: line 2 continues after a closing quote, but a comma or the end of the line is needed "
              "there.");
    EXPECT_EQ(error_in("a,b\n1,2\"\n"),
              "a.csv: line 2 contains a quote within a value, but such a value must be quoted, and the quote "
              "doubled.");
    EXPECT_EQ(error_in("a,b\r1,2\r"),
              "a.csv: line 1 contains a carriage return within a value, but such a value must be quoted.");
}

}  // namespace
}  // namespace progan
