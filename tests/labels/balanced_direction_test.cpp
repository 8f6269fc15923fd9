#include "core/labels/balanced_direction.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "core/labels/pixel_features.h"
#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "tests/fixtures/labelled_patches.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

using test::kPatchLatent;

MatrixD matrix(const std::vector<std::vector<double>>& rows) {
    MatrixD result(rows.size(), rows[0].size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < rows[i].size(); ++j) result(i, j) = rows[i][j];
    return result;
}

double squared_length(const MatrixD& gram, const std::vector<double>& x) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j) sum += x[i] * gram(i, j) * x[j];
    return sum;
}

double change(const MatrixD& changes, std::size_t attribute, const std::vector<double>& x) {
    double sum = 0;
    for (std::size_t k = 0; k < x.size(); ++k) sum += changes(attribute, k) * x[k];
    return sum;
}

TEST(ShortestBalanced, HoldsTheOtherAtTheLimitAndNotBelow) {
    // Without the limit (0.8, 0.4), of which the second attribute changes by 0.8. With it, by hand: x + y / 2
    // = 1 and x / 2 + y = 0.15.
    const MatrixD gram = matrix({{1, 0}, {0, 1}}), changes = matrix({{1, 0.5}, {0.5, 1}});
    const std::vector<double> x = shortest_balanced(gram, changes, std::vector<double>{0, 0}, 1);
    EXPECT_NEAR(x[0], (1 - kBalanced / 2) / 0.75, 1e-6);
    EXPECT_NEAR(x[1], (kBalanced - 0.5) / 0.75, 1e-6);
}

TEST(ShortestBalanced, LeavesAloneWhatIsWithinTheLimit) {
    const MatrixD gram = matrix({{1, 0}, {0, 1}}), changes = matrix({{2, 0}, {0.1, 1}});
    const std::vector<double> x = shortest_balanced(gram, changes, std::vector<double>{0, 0}, 2);
    EXPECT_NEAR(x[0], 1, 1e-6);
    EXPECT_NEAR(x[1], 0, 1e-6);
}

TEST(ShortestBalanced, TakesBackWhatChangesAnyway) {
    const MatrixD gram = matrix({{1, 0}, {0, 1}}), changes = matrix({{1, 0}, {0, 1}});
    const std::vector<double> x = shortest_balanced(gram, changes, std::vector<double>{0.5, -1}, 1);
    EXPECT_NEAR(x[0], 0.5, 1e-6);
    EXPECT_NEAR(x[1], 1 - kBalanced, 1e-6);
}

/// Nothing that is allowed is shorter: compared with random combinations that are.
TEST(ShortestBalanced, IsTheShortest) {
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    constexpr std::size_t kCount = 5;
    for (int trial = 0; trial < 20; ++trial) {
        MatrixD changes(kCount, kCount), gram(kCount, kCount), directions(kCount, 12);
        for (std::size_t i = 0; i < kCount; ++i) {
            for (std::size_t j = 0; j < kCount; ++j) changes(i, j) = normal(random) + (i == j ? 3 : 0);
            for (std::size_t c = 0; c < 12; ++c) directions(i, c) = normal(random);
        }
        for (std::size_t i = 0; i < kCount; ++i)
            for (std::size_t j = 0; j < kCount; ++j)
                for (std::size_t c = 0; c < 12; ++c) gram(i, j) += directions(i, c) * directions(j, c);
        const std::vector<double> offset{0.2, -0.3, 0.1, 0.5, -0.1};
        const std::vector<double> x = shortest_balanced(gram, changes, offset, 1);
        ASSERT_NEAR(offset[0] + change(changes, 0, x), 1, 1e-4);
        for (std::size_t k = 1; k < kCount; ++k)
            ASSERT_LE(std::abs(offset[k] + change(changes, k, x)), kBalanced + 1e-4);
        for (int other = 0; other < 500; ++other) {
            // Into the conditions from anywhere: the changes are chosen, and what leads to them computed.
            MatrixD wanted(kCount, 1);
            for (std::size_t k = 0; k < kCount; ++k)
                wanted(k, 0) =
                    (k == 0 ? 1 : std::uniform_real_distribution<double>(-kBalanced, kBalanced)(random)) -
                    offset[k];
            MatrixD squares(kCount, kCount), products(kCount, 1);  // changes' changes, changes' wanted
            for (std::size_t i = 0; i < kCount; ++i)
                for (std::size_t k = 0; k < kCount; ++k) {
                    for (std::size_t j = 0; j < kCount; ++j) squares(i, j) += changes(k, i) * changes(k, j);
                    products(i, 0) += changes(k, i) * wanted(k, 0);
                }
            const MatrixD solved = solve_positive_definite(squares, products);
            const std::vector<double> y(solved.values().begin(), solved.values().end());
            ASSERT_GE(squared_length(gram, y), squared_length(gram, x) * (1 - 1e-4)) << trial;
        }
    }
}

class Balancing : public test::InTemporaryFolder {};

TEST_F(Balancing, FindsWhatChangesOneAttributeAndNotTheOther) {
    const test::LabelledPatches patches;
    patches.write(folder_);
    const AttributeTable table =
        read_attribute_table(folder_ / "labels.csv", folder_ / "pictures", {{"lamp_brightness", "side"}});
    const LearnedAttributes learned = learn_attributes(table, std::make_shared<PixelFeatures>(16));
    const std::unique_ptr<Generator> generator = make_cpu_generator(patches.model());
    const FaceReader reader(*generator, learned);
    std::vector<Latent> faces;
    for (std::uint32_t seed = 5000; seed < 5040; ++seed)
        faces.push_back(latent_from_seed(seed, kPatchLatent, SeedMode::numpy));
    std::vector<double> deviations;
    const std::vector<FaceReader::Reading> read = reader.read(faces);
    for (std::size_t a = 0; a < 2; ++a) {
        double sum = 0, squares = 0;
        for (const FaceReader::Reading& face : read) {
            sum += face.values[a];
            squares += face.values[a] * face.values[a];
        }
        const auto count = static_cast<double>(read.size());
        deviations.push_back(std::sqrt(squares / count - sum / count * sum / count));
    }
    std::size_t made = 0;
    const TurnMeter meter(reader, faces, 10, deviations, [&](std::size_t count) { made += count; });

    // As a fit might be that takes a good part of the other along.
    Latent mixed(kPatchLatent);
    for (std::size_t c = 0; c < kPatchLatent; ++c) mixed[c] = patches.lamp()[c] + patches.side()[c];
    const auto norm = static_cast<float>(length(mixed));
    for (float& component : mixed) component /= norm;
    const auto leakage = [&](const Latent& direction) {
        const std::vector<double> changes = meter.changes(direction);
        return std::abs(changes[1]) / changes[0];
    };
    EXPECT_EQ(meter.changes(mixed).size(), 2u);
    EXPECT_EQ(made, 2 * faces.size());
    ASSERT_GT(leakage(mixed), 2 * kBalanced);

    Balance balance{{0, 1}, {mixed, patches.side()}, MatrixD(2, 2)};
    for (std::size_t j = 0; j < 2; ++j) {
        const std::vector<double> changes = meter.changes(balance.directions[j]);
        for (std::size_t i = 0; i < 2; ++i) balance.changes(i, j) = changes[i];
    }
    const Latent found = balanced(balance, meter);
    EXPECT_NEAR(length(found), 1, 1e-5);
    EXPECT_LE(leakage(found), 2 * kBalanced);
    Latent without_side = patches.lamp();
    const double shared = test::cosine(patches.lamp(), patches.side());
    for (std::size_t c = 0; c < kPatchLatent; ++c)
        without_side[c] -= static_cast<float>(shared * static_cast<double>(patches.side()[c]));
    EXPECT_GT(test::cosine(found, without_side), 0.95);
}

}  // namespace
}  // namespace progan
