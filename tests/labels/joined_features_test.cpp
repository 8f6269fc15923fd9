// Two descriptions of pictures as one, and what is learned from any description.
#include "core/labels/joined_features.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/labels/labelled_axes.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

/// The first bytes of a picture, times a factor; it counts the pictures it is given at once.
class FirstBytes : public PictureFeatures {
  public:
    FirstBytes(int side, std::size_t size, float factor) : side_(side), size_(size), factor_(factor) {}

    int side() const override { return side_; }
    std::size_t size() const override { return size_; }
    void read(std::span<const Image> pictures, std::span<float> features) const override {
        most_ = std::max(most_, pictures.size());
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            EXPECT_EQ(pictures[i].width, side_);
            EXPECT_EQ(pictures[i].height, side_);
            for (std::size_t k = 0; k < size_; ++k)
                features[i * size_ + k] = factor_ * static_cast<float>(pictures[i].rgb[k]);
        }
    }
    std::size_t most() const { return most_; }

  private:
    int side_;
    std::size_t size_;
    float factor_;
    mutable std::size_t most_ = 0;
};

Image picture(int value) {
    Image image(4, 4);
    for (std::size_t k = 0; k < image.rgb.size(); ++k)
        image.rgb[k] = static_cast<std::uint8_t>(static_cast<std::size_t>(value) + k);
    return image;
}

TEST(JoinedFeatures, AreTheirPartsOneAfterTheOther) {
    const JoinedFeatures joined(
        {std::make_shared<FirstBytes>(4, 2, 1.0f), std::make_shared<FirstBytes>(4, 3, -1.0f)});
    EXPECT_EQ(joined.side(), 4);
    ASSERT_EQ(joined.size(), 5u);
    const std::vector<Image> pictures{picture(10), picture(20)};
    std::vector<float> features(10);
    joined.read(pictures, features);
    EXPECT_EQ(features, (std::vector<float>{10, 11, -10, -11, -12, 20, 21, -20, -21, -22}));
    EXPECT_NE(test::error_of([&] { joined.read(pictures, std::span(features).first(9)); }), "no error");
}

TEST(JoinedFeatures, AreOfOneSize) {
    EXPECT_EQ(test::error_of([] {
                  JoinedFeatures(
                      {std::make_shared<FirstBytes>(4, 2, 1.0f), std::make_shared<FirstBytes>(8, 2, 1.0f)});
              }),
              "Pictures of 4 x 4 and of 8 x 8 cannot be described together.");
    EXPECT_NE(test::error_of([] { JoinedFeatures({}); }), "no error");
}

class LearnAttributes : public test::InTemporaryFolder {};

TEST_F(LearnAttributes, FromWhateverDescribesThePictures) {
    AttributeTable table;
    Attribute attribute;
    attribute.column = "brightness";
    for (int i = 0; i < 80; ++i) {
        table.pictures.push_back(folder_ / (std::to_string(i) + ".png"));
        Image large(12, 8);
        const int value = i * 37 % 200;
        std::fill(large.rgb.begin(), large.rgb.end(), static_cast<std::uint8_t>(value));
        if (i % 9 == 4)
            write_file_atomically(table.pictures.back(), std::string_view("broken"));
        else
            write_png(table.pictures.back(), large);
        attribute.values.push_back(2 * value + 3);
    }
    table.attributes = {attribute};
    const auto features = std::make_shared<FirstBytes>(4, 3, 1.0f);
    const LearnedAttributes learned = learn_attributes(table, features);
    EXPECT_EQ(learned.features, features);
    EXPECT_EQ(learned.unreadable.size(), 9u);
    EXPECT_EQ(learned.predictor.accuracy()[0].pictures, 71u);
    EXPECT_GT(learned.predictor.accuracy()[0].r_squared, 0.99);
    EXPECT_NEAR(learned.predictor.predict(std::vector<float>{50, 50, 50})[0], 103, 2)
        << "each picture's values stay with it where others are left out";
    EXPECT_LE(features->most(), 32u);
    EXPECT_GT(features->most(), 8u);
}

}  // namespace
}  // namespace progan
