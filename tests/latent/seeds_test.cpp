#include "core/latent/seeds.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/support/error.h"
#include "tests/latent/latent_references.h"

namespace progan {
namespace {

TEST(Seeds, EqualNumPysBitForBitAndTorchsWithinRounding) {
    int numpy = 0, torch = 0;
    const nlohmann::json references = test::latent_references();
    for (const auto& row : references["seeds"]) {
        const SeedMode mode = seed_mode_from_string(row["mode"].get<std::string>());
        const Latent expected = test::latent_of_bits(row["bits"]);
        const Latent drawn = latent_from_seed(row["seed"], row["size"], mode);
        ASSERT_EQ(drawn.size(), expected.size());
        const std::string where =
            row["mode"].get<std::string>() + " seed " + row["seed"].dump() + " size " + row["size"].dump();
        if (mode == SeedMode::numpy) {
            EXPECT_EQ(drawn, expected) << where;
            ++numpy;
        } else {
            for (std::size_t i = 0; i < drawn.size(); ++i)
                EXPECT_NEAR(drawn[i], expected[i], 1e-6) << where << " at " << i;
            ++torch;
        }
    }
    EXPECT_EQ(numpy, 25);
    EXPECT_EQ(torch, 40);
}

TEST(Seeds, AreNormallyDistributed) {
    for (const SeedMode mode : {SeedMode::numpy, SeedMode::torch}) {
        double sum = 0, squares = 0;
        constexpr int kSeeds = 200, kSize = 512;
        for (std::uint32_t seed = 0; seed < kSeeds; ++seed)
            for (const float value : latent_from_seed(seed, kSize, mode)) {
                sum += value;
                squares += static_cast<double>(value) * value;
            }
        EXPECT_NEAR(sum / (kSeeds * kSize), 0, 0.015) << to_string(mode);
        EXPECT_NEAR(squares / (kSeeds * kSize), 1, 0.02) << to_string(mode);
    }
}

TEST(Seeds, WrongInputIsRefused) {
    EXPECT_THROW(latent_from_seed(1, 0, SeedMode::numpy), Error);
    EXPECT_THROW(seed_mode_from_string("Numpy"), Error);
    for (const SeedMode mode : {SeedMode::numpy, SeedMode::torch})
        EXPECT_EQ(seed_mode_from_string(to_string(mode)), mode);
}

TEST(Seeds, OnlyWholeNumbersInRangeAreSeeds) {
    EXPECT_EQ(seed_from_text("0"), 0u);
    EXPECT_EQ(seed_from_text(" 4294967295 \n"), kMaxSeed);
    EXPECT_EQ(seed_from_text("0042"), 42u);
    for (const char* text : {"", "  ", "-5", "+5", "4294967296", "99999999999999", "0x10", "1.5", "1,2",
                             "4 2", "7e3", "seven", "\xd9\xa3"})
        EXPECT_EQ(seed_from_text(text), std::nullopt) << text;
}

}  // namespace
}  // namespace progan
