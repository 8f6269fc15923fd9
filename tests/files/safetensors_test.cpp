#include "core/files/safetensors.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <functional>
#include <random>

#include "core/support/error.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::error_of;

std::string parse_error(const std::string& header, std::uint64_t data_bytes) {
    return error_of([&] { parse_safetensors_header(header, data_bytes, "m.safetensors"); });
}

std::array<std::byte, kSafetensorsPrefix> prefix(std::uint64_t length) {
    std::array<std::byte, kSafetensorsPrefix> bytes{};
    std::memcpy(bytes.data(), &length, sizeof(length));
    return bytes;
}

TEST(Safetensors, WhatIsWrittenIsReadBack) {
    const std::vector<float> a{1, 2, 3, 4, 5, 6}, b{-0.5f};
    const std::vector<SafetensorsTensor> tensors{{"a", {2, 3}, a}, {"b \"x\"", {}, b}};
    const std::vector<std::byte> bytes = write_safetensors(tensors, {{"key", "value ü"}});
    const std::size_t length =
        safetensors_header_length(std::span(bytes).first<kSafetensorsPrefix>(), bytes.size(), "x");
    EXPECT_EQ((kSafetensorsPrefix + length) % 8, 0u);
    const std::string text(reinterpret_cast<const char*>(bytes.data()) + kSafetensorsPrefix, length);
    const SafetensorsHeader header = parse_safetensors_header(text, bytes.size() - 8 - length, "x");
    ASSERT_EQ(header.entries.size(), 2u);
    EXPECT_EQ(header.entries[0].name, "a");
    EXPECT_EQ(header.entries[0].shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(header.entries[1].name, "b \"x\"");
    EXPECT_EQ(header.entries[1].begin, 24u);
    EXPECT_EQ(header.entries[1].end, 28u);
    EXPECT_EQ(header.metadata.at("key"), "value ü");
    float value = 0;
    std::memcpy(&value, bytes.data() + 8 + length + 24, sizeof(value));
    EXPECT_EQ(value, -0.5f);
}

TEST(Safetensors, HeaderLengthIsBounded) {
    EXPECT_EQ(safetensors_header_length(prefix(100), 108, "m"), 100u);
    for (const std::uint64_t length : {0ull, 1ull, 101ull, 1ull << 40, ~0ull, ~0ull - 7})
        EXPECT_NE(error_of([&] { safetensors_header_length(prefix(length), 108, "m"); }), "no error")
            << length;
}

TEST(Safetensors, ErrorsNameTheFileAndTheFault) {
    EXPECT_EQ(
        parse_error(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}})", 12),
        "m.safetensors is not a valid safetensors file: tensor 'w' has 12 bytes of data, but its shape [2] "
        "of F32 needs 8.");
    EXPECT_NE(parse_error(R"({"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})", 8).find("truncated"),
              std::string::npos);
}

TEST(Safetensors, HostileHeadersAreRefused) {
    const std::vector<std::pair<std::string, std::uint64_t>> headers{
        {"", 0},
        {" {}", 0},
        {"{", 0},
        {"{}x", 0},
        {"[]", 0},
        {"{}", 4},  // data that belongs to nothing
        {R"({"w":1})", 0},
        {R"({"w":{}})", 0},
        {R"({"w":{"dtype":"F32","shape":[1]}})", 4},
        {R"({"w":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}})", 4},
        {R"({"w":{"dtype":"F32","shape":1,"data_offsets":[0,4]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}})", 4},
        {R"({"w":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4},
        // 2^62 x 4 elements of 4 bytes are 2^66 bytes, which is 0 modulo 2^64
        {R"({"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}})", 0},
        {R"({"w":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[99999999999999999999999],"data_offsets":[0,4]}})", 4},
        {R"({"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}})", 4},
        // overlap, gap, twice the same name
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
         12},
        {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
         12},
        {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
         8},
        {R"({"__metadata__":{"a":1}})", 0},
        {R"({"__metadata__":"a"})", 0},
        {R"({"__metadata__":{},"__metadata__":{}})", 0},
        {R"({"__metadata__":{"a":"1","a":"2"}})", 0},
        {std::string(100000, '{'), 0},
        {R"({"w":)" + std::string(100000, '['), 0},
    };
    for (const auto& [header, data_bytes] : headers)
        EXPECT_TRUE(
            parse_error(header, data_bytes).starts_with("m.safetensors is not a valid safetensors file: "))
            << header.substr(0, 120) << " -> " << parse_error(header, data_bytes);
}

TEST(Safetensors, AnyDamagedHeaderIsReadOrRefusedButNeverCrashes) {
    const std::string sound =
        R"({"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[],"data_offsets":[8,10]}})";
    ASSERT_EQ(parse_error(sound, 10), "no error");
    std::mt19937 random(1);
    int refused = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string damaged = sound;
        for (unsigned changes = random() % 4 + 1; changes > 0; --changes)
            damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
        if (random() % 8 == 0) damaged.resize(random() % damaged.size());
        refused += parse_error(damaged, 10) != "no error";
    }
    EXPECT_GT(refused, 10000);
}

}  // namespace
}  // namespace progan
