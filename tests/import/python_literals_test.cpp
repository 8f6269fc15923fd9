// Texts and numbers as Python writes them, against what Python reads out of them.
#include "core/import/python_literals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <string>

namespace progan {
namespace {

using namespace std::string_literals;

TEST(PythonLiterals, UnquotesStringsOfPython2) {
    EXPECT_EQ(unquoted("'face'"), "face");
    EXPECT_EQ(unquoted("\"it's\""), "it's");
    EXPECT_EQ(unquoted("'a\\\\b\\'c\\n\\t'"), "a\\b'c\n\t");
    EXPECT_EQ(unquoted("'\\x00\\xff\\0\\101\\1012'"), "\x00\xff\0AA2"s);
    EXPECT_EQ(unquoted("face"), "face");
    EXPECT_EQ(unquoted("'"), "'");
    EXPECT_EQ(unquoted("'a\\'"), "a\\");  // damaged: nothing is escaped
    EXPECT_EQ(unquoted(""), "");
}

TEST(PythonLiterals, ReadsRawUnicodeEscapes) {
    EXPECT_EQ(from_raw_unicode_escape("\xfc"), "ü");
    EXPECT_EQ(from_raw_unicode_escape("\\u00e9\\u9854\\U0001f600!"), "é顔😀!");
    EXPECT_EQ(from_raw_unicode_escape("\\n\\u12"), "\\n\\u12");  // no other escape, and none that breaks off
}

TEST(PythonLiterals, ReadsNumbers) {
    EXPECT_EQ(integer_of("-12"), -12);
    EXPECT_EQ(integer_of("1099511627776"), std::int64_t{1} << 40);
    EXPECT_EQ(integer_of("99999999999999999999"), 0);  // more than 64 bits
    EXPECT_EQ(real_of("2.5"), 2.5);
    EXPECT_EQ(real_of("-1e-3"), -1e-3);
    EXPECT_TRUE(std::isnan(real_of("nan").value_or(0)));
    EXPECT_EQ(real_of("-inf"), -HUGE_VAL);
    EXPECT_EQ(index_of("12"), 12u);
    for (const char* text : {"", "x", "1 ", "1.5.2", "12L"}) {
        EXPECT_FALSE(integer_of(text)) << text;
        EXPECT_FALSE(real_of(text)) << text;
        EXPECT_FALSE(index_of(text)) << text;
    }
    EXPECT_FALSE(index_of("-1"));
    EXPECT_FALSE(index_of("99999999999999999999"));
}

// Python: pickle.encode_long(value)
TEST(PythonLiterals, ReadsLongIntegers) {
    const auto of = [](const std::string& raw) { return long_integer_of(std::as_bytes(std::span(raw))); };
    EXPECT_EQ(of(""), 0);
    EXPECT_EQ(of("\xff\x00"s), 255);
    EXPECT_EQ(of("\x00\x80"s), -32768);
    EXPECT_EQ(of("\xff"), -1);
    EXPECT_EQ(of("\x00\x00\x00\x00\x00\x01"s), std::int64_t{1} << 40);
    EXPECT_EQ(of("\x01\x00\x00\x00\x00\x00\x00\x00\x01"s), 1);  // 2**64 + 1, truncated to 64 bits
}

}  // namespace
}  // namespace progan
