// Axes of a model whose every pixel is a linear function of the latent: what each changes is known.
#include "core/labels/axes_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/labels/pixel_features.h"
#include "core/latent/rotation.h"
#include "core/latent/seeds.h"
#include "core/model/cpu/cpu_generator.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/labelled_patches.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

using test::kPatchLatent;

constexpr int kFaces = 60, kRange = 20;
constexpr std::uint32_t kFirstSeed = 8'000'000;

/// Of length 1, along some components of the latent.
Latent toward(const std::vector<std::pair<std::size_t, double>>& components) {
    Latent direction(kPatchLatent);
    for (const auto& [at, weight] : components) direction[at] = static_cast<float>(weight);
    const double norm = length(direction);
    for (float& component : direction) component = static_cast<float>(static_cast<double>(component) / norm);
    return direction;
}

/// On the sphere of the model's latents.
double along(const Latent& latent, const Latent& direction) {
    return std::sqrt(static_cast<double>(kPatchLatent)) * test::cosine(latent, direction);
}

Axis axis(const std::string& name, const std::string& attribute, Latent direction) {
    Axis result;
    result.name = name;
    result.attribute = attribute;
    result.direction = std::move(direction);
    result.range = kRange;
    return result;
}

/// What an axis changes an attribute by, computed from the latents alone.
double expected_change(const Latent& axis_direction, const Latent& attribute) {
    double change = 0, sum = 0, squares = 0;
    for (std::uint32_t face = 0; face < kFaces; ++face) {
        const Latent latent = latent_from_seed(kFirstSeed + face, kPatchLatent, SeedMode::numpy);
        change += along(rotate(latent, axis_direction, kRange), attribute) -
                  along(rotate(latent, axis_direction, -kRange), attribute);
        sum += along(latent, attribute);
        squares += along(latent, attribute) * along(latent, attribute);
    }
    const double mean = sum / kFaces;
    return change / kFaces / std::sqrt(squares / kFaces - mean * mean);
}

class AxesReports : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        patches_.write(folder_);
        generator_ = make_cpu_generator(patches_.model());
        std::mt19937 random(11);
        for (std::uint32_t seed = 1; seed <= test::kPatchPictures; ++seed)
            table_.pictures.push_back(folder_ / fmt::format("pictures/seed{:04}.png", seed));
        add("first", [&](const Latent& latent) { return along(latent, first_); });
        add("second", [&](const Latent& latent) { return along(latent, second_); });
        add("mixed", [&](const Latent& latent) { return along(latent, mixed_); });
        add("noise", [&](const Latent&) { return static_cast<double>(random() % 1000); });
    }

    template <typename Value>
    void add(const std::string& column, const Value& value) {
        Attribute attribute;
        attribute.column = column;
        for (std::uint32_t seed = 1; seed <= test::kPatchPictures; ++seed)
            attribute.values.push_back(value(latent_from_seed(seed, kPatchLatent, SeedMode::numpy)));
        table_.attributes.push_back(std::move(attribute));
    }

    AxesReport report(const std::vector<Axis>& axes) const {
        const LearnedAttributes reader = learn_attributes(table_, std::make_shared<PixelFeatures>(16));
        AxesReportOptions options;
        options.faces = kFaces;
        options.first_seed = kFirstSeed;
        return report_axes(*generator_, reader, table_, axes, options);
    }

    const test::LabelledPatches patches_;
    const Latent first_ = toward({{0, 1}}), second_ = toward({{1, 1}}), mixed_ = toward({{0, 1}, {2, 1}});
    AttributeTable table_;
    std::unique_ptr<Generator> generator_;
};

TEST_F(AxesReports, TellWhatIsPlanted) {
    const Latent leaking = toward({{0, 1}, {1, 0.5}});
    const AxesReport told =
        report({axis("Good", "first", first_), axis("Leaking", "first", leaking),
                axis("Reversed", "first", toward({{0, -1}})), axis("Unrelated", "first", toward({{5, 1}})),
                axis("Second", "second", second_), axis("Mixed", "mixed", mixed_)});
    ASSERT_EQ(told.attributes.size(), 3u) << "each once";
    for (const ReportedAttribute& attribute : told.attributes)
        EXPECT_GT(attribute.accuracy.r_squared, 0.98) << attribute.column;
    ASSERT_EQ(told.axes.size(), 6u);
    const std::vector<Latent> directions{first_,           leaking, toward({{0, -1}}),
                                         toward({{5, 1}}), second_, mixed_};
    for (std::size_t i = 0; i < directions.size(); ++i) {
        const std::vector<Latent> attributes{first_, second_, mixed_};
        for (std::size_t k = 0; k < attributes.size(); ++k)
            EXPECT_NEAR(told.axes[i].changes[k], expected_change(directions[i], attributes[k]), 0.1)
                << told.axes[i].name << " and " << told.attributes[k].column;
        EXPECT_EQ(told.axes[i].range, kRange);
    }
    const auto share_of_second = [&](std::size_t i) {
        for (const AxisLeakage& leakage : told.leakages(told.axes[i]))
            if (leakage.attribute == 1) return leakage.share;
        return std::numeric_limits<double>::quiet_NaN();
    };
    EXPECT_GT(told.axes[0].own(), 2);
    EXPECT_EQ(told.axes[0].rising, 1);
    EXPECT_NEAR(share_of_second(0), 0, 0.05);
    EXPECT_NEAR(share_of_second(1), 0.5, 0.06);
    EXPECT_LT(told.axes[2].own(), -2);
    EXPECT_EQ(told.axes[2].rising, 0);
    EXPECT_NEAR(told.axes[3].own(), 0, 0.1);
    EXPECT_LT(told.axes[3].rising, 0.8);

    ASSERT_EQ(told.correlated.size(), 1u) << "mixed is half first";
    EXPECT_EQ(told.correlated[0].a, 0u);
    EXPECT_EQ(told.correlated[0].b, 2u);
    EXPECT_NEAR(told.correlated[0].r, std::sqrt(0.5), 0.1);
    EXPECT_TRUE(told.are_correlated(2, 0));
    EXPECT_FALSE(told.are_correlated(1, 0));

    EXPECT_EQ(verdict(told, told.axes[0]), AxisVerdict::does) << "mixed changes too, and may";
    EXPECT_EQ(verdict(told, told.axes[1]), AxisVerdict::leaks);
    EXPECT_EQ(verdict(told, told.axes[2]), AxisVerdict::falls);
    EXPECT_NE(verdict(told, told.axes[3]), AxisVerdict::does);
    EXPECT_EQ(verdict(told, told.axes[4]), AxisVerdict::does);
    EXPECT_EQ(verdict(told, told.axes[5]), AxisVerdict::does);
}

TEST_F(AxesReports, SayWhatCannotBeRead) {
    const AxesReport told = report({axis("Good", "first", first_), axis("Noise", "noise", second_)});
    EXPECT_EQ(verdict(told, told.axes[1]), AxisVerdict::not_read);
    EXPECT_EQ(verdict(told, told.axes[0]), AxisVerdict::does);
    EXPECT_TRUE(told.leakages(told.axes[0]).empty()) << "what cannot be read is no leak";
}

TEST_F(AxesReports, TakeAnyRange) {
    Axis usual = axis("Usual", "first", first_), little = usual, odd = usual;
    usual.range = std::nullopt;
    little.range = 3;
    odd.range = 26;
    const AxesReport told = report({usual, little, odd});
    EXPECT_EQ(told.axes[0].range, 30);
    EXPECT_EQ(told.axes[1].range, 3);
    EXPECT_EQ(told.axes[2].range, 26);
    const double sine = std::sin(std::acos(-1.0) / 6);  // what a turn by 30 degrees takes from the rest
    EXPECT_NEAR(told.axes[1].own() / told.axes[0].own(), std::sin(std::acos(-1.0) / 60) / sine, 0.02);
    EXPECT_NEAR(told.axes[2].own() / told.axes[0].own(), std::sin(26 * std::acos(-1.0) / 180) / sine, 0.02)
        << "to the very end";
}

TEST_F(AxesReports, RefuseAxesOfAnotherKind) {
    const auto refused = [&](const Axis& one) { return test::error_of([&] { report({one}); }); };
    EXPECT_EQ(refused(axis("A", "", first_)),
              "The axis 'A' was not learned from labels, so it has no attribute to check.");
    EXPECT_EQ(refused(axis("A", "first", {1, 0})),
              "The axis 'A' has 2 numbers, but the model's latents have 16.");
    EXPECT_EQ(refused(axis("A", "smile", first_)),
              "An axis was learned from 'smile', which is not one of the labels.");
}

/// From numbers alone.
class Verdicts : public testing::Test {
  protected:
    Verdicts() {
        for (const char* column : {"a", "b", "c"}) {
            told_.attributes.push_back({column, false, {}});
            told_.attributes.back().accuracy.above_chance = true;
        }
        axis_.rising = 0.9;
        axis_.changes = {2, 0.5, -0.59};
    }

    AxesReport told_;
    AxisReport axis_;
};

TEST_F(Verdicts, KeepTheirLimits) {
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::does);
    const std::vector<AxisLeakage> leakages = told_.leakages(axis_);
    ASSERT_EQ(leakages.size(), 2u);
    EXPECT_EQ(leakages[0].attribute, 2u) << "the largest first";
    EXPECT_DOUBLE_EQ(leakages[0].share, -0.295);
    EXPECT_DOUBLE_EQ(leakages[1].share, 0.25);

    axis_.changes[2] = -0.6;
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::leaks) << "below 30 % is wanted";
    told_.correlated = {{0, 2, -0.31}};
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::does);
    told_.correlated = {{1, 2, -0.31}};
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::leaks) << "another pair";
    told_.attributes[2].accuracy.above_chance = false;
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::does);

    axis_.rising = 0.89;
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::not_rising);
    axis_.changes[0] = -2;
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::falls);
    EXPECT_DOUBLE_EQ(told_.leakages(axis_)[0].share, 0.25) << "the sign is that of the change";
    axis_.changes[0] = 0;
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::falls);
    EXPECT_TRUE(std::isinf(told_.leakages(axis_)[0].share));
    told_.attributes[0].accuracy.above_chance = false;
    EXPECT_EQ(verdict(told_, axis_), AxisVerdict::not_read);
}

}  // namespace
}  // namespace progan
