#include "core/axes/learned_direction.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <chrono>
#include <cmath>

#include "core/latent/interpolation.h"
#include "core/latent/rotation.h"
#include "core/latent/seeds.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"

namespace progan {
namespace {

using test::error_of;

Latent face(std::uint32_t seed, std::size_t size = 24) {
    return latent_from_seed(seed, size, SeedMode::numpy);
}

Latent unit(Latent z) {
    const double norm = length(z);
    for (float& v : z) v = static_cast<float>(v / norm);
    return z;
}

double dot(const Latent& a, const Latent& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

Eigen::VectorXd vector(const Latent& z) {
    const Latent u = unit(z);
    return Eigen::Map<const Eigen::VectorXf>(u.data(), static_cast<Eigen::Index>(u.size())).cast<double>();
}

/// The same discriminant written out among the latent's numbers (size x size) instead of among the examples:
/// (N^-1 + S) w = m1 - m0, and the middle of the two means.
struct Reference {
    Eigen::VectorXd w, middle;

    Reference(const std::vector<Latent>& more, const std::vector<Latent>& less,
              const std::vector<Emphasis>& emphasis = {}) {
        const auto size = static_cast<Eigen::Index>(more[0].size());
        Eigen::MatrixXd prior = Eigen::MatrixXd::Zero(size, size);
        for (const Emphasis& e : emphasis)
            prior += e.weight * e.weight * vector(e.direction) * vector(e.direction).transpose();
        prior = emphasis.empty() ? Eigen::MatrixXd::Identity(size, size)
                                 : Eigen::MatrixXd(0.5 * prior * static_cast<double>(size) / prior.trace() +
                                                   0.5 * Eigen::MatrixXd::Identity(size, size));
        Eigen::MatrixXd scatter = prior.inverse();
        Eigen::VectorXd means[2];
        for (const auto* side : {&more, &less}) {
            Eigen::VectorXd& mean = means[side == &less];
            mean = Eigen::VectorXd::Zero(size);
            for (const Latent& z : *side) mean += vector(z) / static_cast<double>(side->size());
            for (const Latent& z : *side) scatter += (vector(z) - mean) * (vector(z) - mean).transpose();
        }
        w = scatter.fullPivLu().solve(means[0] - means[1]);
        middle = (means[0] + means[1]) / 2;
    }
    bool says_more(const Latent& z) const { return w.dot(vector(z) - middle) > 0; }
};

void expect_same_direction(const Latent& found, const Eigen::VectorXd& w) {
    ASSERT_EQ(static_cast<Eigen::Index>(found.size()), w.size());
    for (Eigen::Index i = 0; i < w.size(); ++i)
        EXPECT_NEAR(found[static_cast<std::size_t>(i)], w[i] / w.norm(), 1e-6) << i;
}

/// Faces sorted by a planted attribute; `noise` of them wrongly (every 1/noise-th).
struct Sorted {
    std::vector<Latent> more, less;

    Sorted(const Latent& attribute, int count, std::uint32_t first_seed, int wrong_every = 0) {
        for (int i = 0; i < count; ++i) {
            const Latent z = face(first_seed + static_cast<std::uint32_t>(i), attribute.size());
            const bool wrong = wrong_every > 0 && i % wrong_every == 0;
            (((dot(z, attribute) > 0) != wrong) ? more : less).push_back(z);
        }
    }
};

TEST(Teach, OneExampleASideIsTheDifference) {
    const Latent a = unit(face(1)), b = unit(face(2));
    Latent difference(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) difference[i] = a[i] - b[i];
    const Taught taught = teach(std::vector<Latent>{face(1)}, std::vector<Latent>{face(2)});
    EXPECT_NEAR(dot(taught.direction, unit(difference)), 1, 1e-6);
    EXPECT_EQ(taught.tested, 0);
    EXPECT_EQ(taught.accuracy(), std::nullopt);
}

TEST(Teach, IsTheDiscriminantWrittenOutInFull) {
    for (const int examples : {5, 12, 60}) {  // fewer and more than the latent has numbers
        const Sorted sorted(face(99), examples, 1000, 6);
        expect_same_direction(teach(sorted.more, sorted.less).direction,
                              Reference(sorted.more, sorted.less).w);
    }
}

TEST(Teach, EmphasisIsThePriorWrittenOutInFull) {
    const Sorted sorted(face(99), 14, 1000);
    const std::vector<Emphasis> emphasis{{face(7), 2.0}, {face(8), 0.5}, {face(9), 1.0}};
    expect_same_direction(teach(sorted.more, sorted.less, emphasis).direction,
                          Reference(sorted.more, sorted.less, emphasis).w);
}

TEST(Teach, LengthsOfLatentsDoNotCount) {
    std::vector<Latent> more{face(1), face(2)}, less{face(3), face(4)};
    const Taught taught = teach(more, less);
    for (float& v : more[1]) v *= 37;
    for (float& v : less[0]) v *= 0.01f;
    EXPECT_NEAR(dot(teach(more, less).direction, taught.direction), 1, 1e-6);
}

TEST(Teach, LeaveOneOutIsWhatRefittingSays) {
    int told_wrong = 0;
    for (const std::uint32_t seed : {100u, 200u, 300u, 400u})
        for (const bool emphasised : {false, true}) {
            const Sorted sorted(face(99), 17, seed, 5);
            std::vector<Emphasis> emphasis;
            if (emphasised) emphasis = {{face(7), 2.0}, {face(99), 1.0}};
            int right = 0;
            for (const bool side : {true, false}) {
                const std::size_t count = (side ? sorted.more : sorted.less).size();
                for (std::size_t i = 0; i < count; ++i) {
                    Sorted others = sorted;
                    std::vector<Latent>& own = side ? others.more : others.less;
                    const Latent left_out = own[i];
                    own.erase(own.begin() + static_cast<std::ptrdiff_t>(i));
                    right += Reference(others.more, others.less, emphasis).says_more(left_out) == side;
                }
            }
            const Taught taught = teach(sorted.more, sorted.less, emphasis);
            EXPECT_EQ(taught.right, right) << seed;
            EXPECT_EQ(taught.tested, 17);
            told_wrong += taught.tested - taught.right;
        }
    EXPECT_GT(told_wrong, 8);  // else nothing was compared
}

TEST(Teach, EveryExampleImprovesAPlantedAttribute) {
    const Latent attribute = unit(face(99, 128));
    double before = 0;
    for (const int examples : {4, 16, 64, 256}) {
        double cosine = 0;
        for (std::uint32_t trial = 0; trial < 8; ++trial) {
            const Sorted sorted(attribute, examples, 5000 + 1000 * trial);
            if (sorted.more.empty() || sorted.less.empty()) continue;
            cosine += dot(teach(sorted.more, sorted.less).direction, attribute) / 8;
        }
        EXPECT_GT(cosine, before + 0.08) << examples;
        before = cosine;
    }
    EXPECT_GT(before, 0.75);
    const Sorted many(attribute, 256, 5000);
    EXPECT_GT(teach(many.more, many.less).accuracy().value(), 0.7);
}

TEST(Teach, EmphasisMakesFewExamplesSayMore) {
    // The attribute lies where pictures change: among the first 12 of 128 directions.
    std::vector<Emphasis> emphasis;
    Latent attribute(128, 0.0f);
    for (std::uint32_t k = 0; k < 12; ++k) {
        Latent direction(128, 0.0f);
        direction[k] = 1;
        emphasis.push_back({direction, 1.0});
        attribute[k] = face(1)[k];
    }
    attribute = unit(attribute);
    const Sorted sorted(attribute, 12, 700);
    EXPECT_GT(dot(teach(sorted.more, sorted.less, emphasis).direction, attribute),
              dot(teach(sorted.more, sorted.less).direction, attribute) + 0.2);
}

TEST(Teach, IsInstantWithManyExamples) {
    const Sorted sorted(face(99, 512), 200, 1);
    const auto begin = std::chrono::steady_clock::now();
    teach(sorted.more, sorted.less);
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), 0.5);
}

TEST(Teach, SaysWhatIsMissing) {
    const std::vector<Latent> one{face(1)}, none, other{face(1, 7)}, zero{Latent(24, 0.0f)};
    EXPECT_NE(error_of([&] { teach(one, none); }).find("at least one face"), std::string::npos);
    EXPECT_NE(error_of([&] { teach(one, other); }).find("7 components"), std::string::npos);
    EXPECT_NE(error_of([&] { teach(one, zero); }).find("without a direction"), std::string::npos);
    EXPECT_NE(error_of([&] { teach(one, one); }).find("same mean"), std::string::npos);
}

TEST(Orthogonal, ToEveryLockedAxis) {
    const Latent direction = unit(face(1, 128));
    std::vector<Latent> axes;
    for (std::uint32_t i = 2; i < 9; ++i) axes.push_back(face(i, 128));
    axes.push_back(axes[0]);  // twice the same, and one that the others make
    Latent sum(128);
    for (std::size_t i = 0; i < 128; ++i) sum[i] = axes[1][i] - 2 * axes[2][i];
    axes.push_back(sum);
    const Latent left = orthogonal_to(direction, axes);
    EXPECT_NEAR(length(left), 1, 1e-6);
    for (const Latent& axis : axes) EXPECT_NEAR(dot(left, unit(axis)), 0, 1e-6);
    EXPECT_GT(dot(left, direction), 0.9);  // seven of 128 numbers take little away
    EXPECT_NEAR(dot(orthogonal_to(direction, {}), direction), 1, 1e-6);
}

TEST(Orthogonal, NothingLeftIsSaid) {
    const std::vector<Latent> axes{face(1), face(2)};
    Latent within(24);
    for (std::size_t i = 0; i < 24; ++i) within[i] = 3 * axes[0][i] + axes[1][i];
    EXPECT_NE(error_of([&] { orthogonal_to(within, axes); }).find("nothing remains"), std::string::npos);
}

TEST(Coordinate, GrowsByTheDegreesOfATurn) {
    const Latent z = face(1), axis = face(2);
    EXPECT_NEAR(coordinate_degrees(rotate(z, axis, 20), axis), coordinate_degrees(z, axis) + 20, 1e-3);
    EXPECT_NEAR(coordinate_degrees(Latent{1, 1}, Latent{0, 5}), 45, 1e-6);
}

TEST(Leak, IsTheFiniteDifferenceOfTheCoordinate) {
    const Latent direction = face(1), axis = face(2);
    std::vector<Latent> faces;
    double expected = 0;
    for (std::uint32_t seed = 10; seed < 30; ++seed) {
        faces.push_back(face(seed));
        const double step = 0.5;
        expected += std::abs(coordinate_degrees(rotate(faces.back(), direction, step), axis) -
                             coordinate_degrees(rotate(faces.back(), direction, -step), axis)) /
                    (2 * step) / 20;
    }
    EXPECT_NEAR(leakage(direction, axis, faces), expected, 1e-3);
    EXPECT_GT(expected, 0.05);
}

TEST(Leak, OfTheAxisItselfIsOneAndFallsWhenMadeOrthogonal) {
    std::vector<Latent> faces;
    for (std::uint32_t seed = 10; seed < 42; ++seed) faces.push_back(face(seed, 128));
    const Latent axis = face(2, 128);
    EXPECT_NEAR(leakage(axis, axis, faces), 1, 1e-6);
    Latent leaning = unit(face(1, 128));
    for (std::size_t i = 0; i < 128; ++i) leaning[i] += 0.5f * unit(axis)[i];
    const double before = leakage(leaning, axis, faces);
    EXPECT_GT(before, 0.3);
    EXPECT_LT(leakage(orthogonal_to(leaning, std::vector<Latent>{axis}), axis, faces), 0.03);
    EXPECT_NE(error_of([&] { leakage(axis, axis, {}); }).find("at least one face"), std::string::npos);
}

}  // namespace
}  // namespace progan
