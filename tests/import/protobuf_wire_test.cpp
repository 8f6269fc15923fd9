// The wire format of protocol buffers, against the examples of its specification.
#include "core/import/containers/protobuf_wire.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using namespace std::string_literals;
using test::error_of;

const std::string kName = "faces.index";

WireBytes bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

TEST(ProtobufWire, ReadsTheFieldsOfAMessageInTheirOrder) {
    // 1: 150, 2: "testing", 3: fixed32 1, 4: fixed64 2
    const std::string message =
        "\x08\x96\x01\x12\x07testing\x1d\x01\x00\x00\x00\x21\x02\x00\x00\x00\x00\x00\x00\x00"s;
    WireCursor cursor(bytes_of(message), kName);
    const auto number = next_field(cursor), text = next_field(cursor), small = next_field(cursor),
               large = next_field(cursor);
    ASSERT_TRUE(number && text && small && large);
    EXPECT_EQ(number->number, 1u);
    EXPECT_EQ(number->integer, 150u);
    EXPECT_EQ(text->number, 2u);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(text->bytes.data()), text->bytes.size()), "testing");
    EXPECT_EQ(small->integer, 1u);
    EXPECT_EQ(large->number, 4u);
    EXPECT_EQ(large->integer, 2u);
    EXPECT_FALSE(next_field(cursor));
}

TEST(ProtobufWire, ReadsNegativeNumbersAsTheirTwosComplement) {
    const std::string minus_two = "\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01"s;
    EXPECT_EQ(static_cast<std::int64_t>(WireCursor(bytes_of(minus_two), kName).varint()), -2);
}

TEST(ProtobufWire, WhatBreaksOffOrIsNoFieldIsSaid) {
    for (const std::string& message :
         {"\x08"s, "\x08\x96"s, "\x12\x07test"s, "\x1d\x01\x00"s, "\x0b"s, "\x12\xff\xff\xff\xff\xff\x01"s,
          "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s}) {
        WireCursor cursor(bytes_of(message), kName);
        EXPECT_EQ(error_of([&] { next_field(cursor); }),
                  "faces.index is truncated or damaged. Copy it again.")
            << testing::PrintToString(message);
    }
}

}  // namespace
}  // namespace progan
