#include "core/files/json_reader.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/support/error.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::error_of;

enum class Size { small, large };
constexpr auto kSizeNames = enum_names<Size>({{Size::small, "small"}, {Size::large, "large"}});

std::string parse_error(const std::string& text) {
    return error_of([&] { parse_json(text, "a.json"); });
}

TEST(ParseJson, NamesTheFileAndTheFault) {
    EXPECT_EQ(parse_error("{\"a\": }"), "a.json is not valid JSON (byte 7).");
    EXPECT_EQ(parse_error("{\"a\": 1"), "a.json is not valid JSON: it ends too early.");
    EXPECT_EQ(parse_error("[1e999]"), "a.json is not valid JSON: it holds a number out of range.");
    EXPECT_EQ(parse_error(R"({"a": {"b": 1, "b": 2}})"), "a.json has the member 'b' twice.");
    EXPECT_EQ(parse_error(R"([{"b": 1}, {"b": 2}])"), "no error");
}

TEST(ParseJson, LimitsTheDepth) {
    const auto nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '[') +
               std::string(static_cast<std::size_t>(depth), ']');
    };
    EXPECT_EQ(parse_error(nested(kMaxJsonDepth)), "no error");
    EXPECT_NE(parse_error(nested(kMaxJsonDepth + 2)).find("levels deep"), std::string::npos);
    EXPECT_NE(parse_error(std::string(1 << 20, '[')).find("levels deep"), std::string::npos);
}

class Reader : public testing::Test {
  protected:
    const nlohmann::json document_ = parse_json(
        R"({"text": "abc", "number": 1.5, "integer": 7, "huge": 18446744073709551615, "flag": true,
            "nothing": null, "size": "large", "list": [{"deep": [1, 2, "x"]}], "floats": [1, 2.5],
            "too_large": [1e39]})",
        "a.json");
    const JsonReader json_{document_, "a.json"};
};

TEST_F(Reader, ReadsEveryKindOfValue) {
    EXPECT_EQ(json_.member("text").text(), "abc");
    EXPECT_EQ(json_.member("number").number(), 1.5);
    EXPECT_EQ(json_.member("integer").number(), 7);
    EXPECT_EQ(json_.member("integer").integer(0, 7), 7);
    EXPECT_TRUE(json_.member("flag").boolean());
    EXPECT_EQ(json_.member("size").one_of(kSizeNames), Size::large);
    EXPECT_EQ(json_.member("floats").floats(1, 2), (std::vector<float>{1, 2.5f}));
    EXPECT_EQ(json_.member("list").elements(1, 1)[0].member("deep").elements()[1].integer(), 2);
}

TEST_F(Reader, MissingAndNullMembersHaveFallbacks) {
    EXPECT_FALSE(json_.find("absent"));
    EXPECT_FALSE(json_.find("nothing"));
    EXPECT_EQ(json_.text_or("absent", "x"), "x");
    EXPECT_EQ(json_.text_or("text", "x"), "abc");
    EXPECT_EQ(json_.integer_or("nothing", 3, 0, 9), 3);
    EXPECT_EQ(json_.number_or("number", 3, 0, 9), 1.5);
    EXPECT_TRUE(json_.boolean_or("absent", true));
    EXPECT_EQ(json_.one_of_or("absent", Size::small, kSizeNames), Size::small);
}

TEST_F(Reader, MessagesNameTheFileThePathTheValueAndWhatIsNeeded) {
    const auto deep = [&] { return json_.member("list").elements()[0].member("deep"); };
    EXPECT_EQ(error_of([&] { deep().elements()[2].integer(); }),
              "a.json: list[0].deep[2] is 'x', but must be an integer.");
    EXPECT_EQ(error_of([&] { json_.member("integer").integer(0, 6); }),
              "a.json: integer is 7, but must be an integer from 0 to 6.");
    EXPECT_EQ(error_of([&] { json_.member("huge").integer(0, INT64_MAX); }),
              "a.json: huge is 18446744073709551615, but must be an integer from 0 to 9223372036854775807.");
    EXPECT_EQ(error_of([&] { json_.member("number").integer(); }),
              "a.json: number is 1.5, but must be an integer.");
    EXPECT_EQ(error_of([&] { json_.member("text").number(0, 1); }),
              "a.json: text is 'abc', but must be a number from 0 to 1.");
    EXPECT_EQ(error_of([&] { json_.member("text").text(1, 2); }),
              "a.json: text is 'abc', but must be a text of 1 to 2 bytes.");
    EXPECT_EQ(error_of([&] { json_.member("text").one_of(kSizeNames); }),
              "a.json: text is 'abc', but must be small or large.");
    EXPECT_EQ(error_of([&] { json_.member("list").floats(1, 9); }),
              "a.json: list[0] is an object, but must be a finite number.");
    EXPECT_EQ(error_of([&] { json_.member("too_large").floats(1, 9); }),
              "a.json: too_large[0] is 1e+39, but must be a finite number.");
    EXPECT_EQ(error_of([&] { json_.member("absent"); }), "a.json has no \"absent\", which is required.");
    EXPECT_EQ(error_of([&] { json_.member("flag").member("x"); }),
              "a.json: flag is true, but must be an object.");
}

TEST(EnumNames, FindNamesBothWaysAndListThem) {
    EXPECT_EQ(kSizeNames.name(Size::small), "small");
    EXPECT_EQ(kSizeNames.find("large"), Size::large);
    EXPECT_FALSE(kSizeNames.find("Large"));
    EXPECT_EQ(error_of([] { kSizeNames.parse("huge", "a size"); }),
              "\"huge\" is not a size: choose small or large.");
}

}  // namespace
}  // namespace progan
