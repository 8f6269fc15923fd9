// Views of tensors against the same indexing written out.
#include "core/import/tensor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <memory>
#include <numeric>

#include "core/support/error.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::error_of;

template <class Number>
Tensor tensor_of(const std::vector<Number>& numbers, DType type, std::vector<std::int64_t> shape,
                 bool big_endian = false) {
    auto bytes = std::make_shared<std::vector<std::byte>>(numbers.size() * sizeof(Number));
    std::memcpy(bytes->data(), numbers.data(), bytes->size());
    std::vector<std::int64_t> strides = contiguous_strides(shape);
    return make_tensor(memory_storage(*bytes, bytes), type, big_endian, 0, std::move(shape),
                       std::move(strides), "t");
}

/// 0, 1, 2, ... in the shape.
Tensor counting(std::vector<std::int64_t> shape) {
    const std::int64_t count =
        std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, [](auto a, auto b) { return a * b; });
    std::vector<float> numbers(static_cast<std::size_t>(count));
    std::iota(numbers.begin(), numbers.end(), 0.0f);
    return tensor_of(numbers, DType::f32, std::move(shape));
}

TEST(TensorView, PermutesAndFlips) {
    const Tensor tensor = counting({2, 3, 4, 5});
    const std::vector<float> values = tensor.permute({3, 2, 0, 1}).flip({2, 3}).values(2);
    std::size_t at = 0;
    for (int a = 0; a < 5; ++a)
        for (int b = 0; b < 4; ++b)
            for (int c = 1; c >= 0; --c)
                for (int d = 2; d >= 0; --d)
                    ASSERT_EQ(values[at++], 2.0f * static_cast<float>(((c * 3 + d) * 4 + b) * 5 + a));
    EXPECT_EQ(at, values.size());
}

TEST(TensorView, ReshapesWhereStridesAllow) {
    const Tensor tensor = counting({6, 4});
    ASSERT_TRUE(tensor.reshape({2, 3, 2, 2}));
    EXPECT_EQ(tensor.reshape({2, 3, 2, 2})->values(), tensor.values());
    ASSERT_TRUE(tensor.reshape({24}));
    EXPECT_EQ(tensor.reshape({1, 24, 1})->values(), tensor.values());
    const Tensor turned = tensor.permute({1, 0});
    ASSERT_TRUE(turned.reshape({2, 2, 3, 2}));
    EXPECT_EQ(turned.reshape({2, 2, 3, 2})->values(), turned.values());
    EXPECT_FALSE(turned.reshape({24}));
    EXPECT_FALSE(tensor.reshape({5, 5}));
    ASSERT_TRUE(counting({1, 7, 1, 1}).reshape({7}));
    ASSERT_TRUE(counting({3, 7}).reshape({3, 7, 1, 1}));
}

TEST(TensorView, SlicesAnAxis) {
    EXPECT_EQ(counting({2, 4}).slice(1, 1, 3).values(), (std::vector<float>{1, 2, 5, 6}));
    EXPECT_EQ(counting({}).values(), std::vector<float>{0});
}

TEST(TensorView, ReadsEveryNumberFormat) {
    const std::vector<float> expected{1.5f, -2, 0, 65504};
    EXPECT_EQ(tensor_of<std::uint16_t>({0x3e00, 0xc000, 0x0000, 0x7bff}, DType::f16, {4}).values(), expected);
    EXPECT_EQ(tensor_of<double>({1.5, -2, 0, 65504}, DType::f64, {4}).values(), expected);
    EXPECT_EQ(tensor_of<std::uint16_t>({0x3fc0, 0xc000}, DType::bf16, {2}).values(),
              (std::vector<float>{1.5f, -2}));
    EXPECT_EQ(tensor_of<std::int64_t>({-3, 1000}, DType::i64, {2}).values(), (std::vector<float>{-3, 1000}));
    EXPECT_EQ(tensor_of<std::uint8_t>({0, 255}, DType::u8, {2}).values(), (std::vector<float>{0, 255}));
    EXPECT_EQ(tensor_of<std::uint32_t>({0x0000c03f}, DType::f32, {1}, true).values(),
              std::vector<float>{1.5f});
    // half precision's smallest number, infinity and not-a-number
    const std::vector<float> odd =
        tensor_of<std::uint16_t>({0x0001, 0xfc00, 0x7e00}, DType::f16, {3}).values();
    EXPECT_EQ(odd[0], std::ldexp(1.0f, -24));
    EXPECT_EQ(odd[1], -INFINITY);
    EXPECT_TRUE(std::isnan(odd[2]));
}

TEST(TensorView, WhatLiesOutsideItsStorageIsRefused) {
    const auto bytes = std::make_shared<std::vector<std::byte>>(40);  // ten floats
    const auto storage = memory_storage(*bytes, bytes);
    using Shape = std::vector<std::int64_t>;
    const auto refused = [&](std::int64_t offset, Shape shape, Shape strides) {
        return error_of([&] { make_tensor(storage, DType::f32, false, offset, shape, strides, "t"); }) !=
               "no error";
    };
    EXPECT_FALSE(refused(0, {10}, {1}));
    EXPECT_FALSE(refused(9, {1}, {1}));
    EXPECT_FALSE(refused(0, {2, 5}, {5, 1}));
    EXPECT_TRUE(refused(0, {11}, {1}));
    EXPECT_TRUE(refused(1, {10}, {1}));
    EXPECT_TRUE(refused(-1, {2}, {1}));
    EXPECT_TRUE(refused(3, {2}, {-4}));
    EXPECT_TRUE(refused(0, {2}, {std::int64_t{1} << 62}));
    EXPECT_TRUE(refused(0, {4, 4}, {std::int64_t{1} << 62, std::int64_t{1} << 62}));
    EXPECT_TRUE(refused(0, {std::int64_t{1} << 40, std::int64_t{1} << 40}, {0, 0}));
    EXPECT_TRUE(refused(0, {1000000}, {0})) << "a million numbers of one";
    EXPECT_TRUE(refused(0, {-1}, {1}));
    EXPECT_TRUE(refused(0, {2}, {}));
}

}  // namespace
}  // namespace progan
