// Labels of a folder of pictures: what is read, what is left out, what is refused.
#include "core/labels/attribute_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "core/files/atomic_file.h"
#include "core/support/format.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

constexpr int kPictures = 60;

class Labels : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        std::filesystem::create_directories(folder_ / "pictures");
        for (int i = 0; i < kPictures; ++i)
            std::ofstream(folder_ / fmt::format("pictures/{}.png", i)) << "not looked at";
    }

    /// A CSV with `header` and a line per picture, "NUMBER.png," and what `values` gives for its number.
    template <typename Values>
    void write(const std::string& header, const Values& values, const std::string& more = {}) const {
        std::string text = "file," + header + "\n";
        for (int i = 0; i < kPictures; ++i) text += fmt::format("{}.png,{}\n", i, values(i));
        write_file_atomically(folder_ / "labels.csv", std::string_view(text + more));
    }

    AttributeTable read(const AttributeTableOptions& options = {}) const {
        return read_attribute_table(folder_ / "labels.csv", folder_ / "pictures", options);
    }

    /// Without the folder's own name.
    std::string error(const AttributeTableOptions& options = {}) const {
        std::string text = test::error_of([&] { read(options); });
        const std::string own = folder_.string() + "/";
        for (std::size_t at = text.find(own); at != std::string::npos; at = text.find(own))
            text.erase(at, own.size());
        return text;
    }
};

TEST_F(Labels, AreNumbersOrTwoTextsOrNothing) {
    write("age,glasses,hair,smile", [](int i) {
        return fmt::format("{},{},{},{}", i * 0.5, i % 2, i % 3 == 0 ? "long" : "bald",
                           i < 4    ? ""
                           : i == 4 ? "NA"
                           : i == 5 ? "NaN"
                                    : std::to_string(i - 3));
    });
    const AttributeTable table = read();
    ASSERT_EQ(table.attributes.size(), 4u);
    ASSERT_EQ(table.pictures.size(), 60u);
    EXPECT_EQ(table.pictures[7], folder_ / "pictures/7.png");
    const Attribute &age = table.attributes[0], &glasses = table.attributes[1], &hair = table.attributes[2],
                    &smile = table.attributes[3];
    EXPECT_EQ(age.column, "age");
    EXPECT_FALSE(age.two_valued);
    EXPECT_EQ(age.values[7], 3.5);
    EXPECT_TRUE(glasses.two_valued);
    EXPECT_EQ(glasses.values[6], -1);
    EXPECT_EQ(glasses.values[7], 1);
    EXPECT_EQ(glasses.low, "");
    EXPECT_TRUE(hair.two_valued);
    EXPECT_EQ(hair.low, "bald");
    EXPECT_EQ(hair.high, "long");
    EXPECT_EQ(hair.values[0], 1);
    EXPECT_EQ(hair.values[1], -1);
    EXPECT_EQ(smile.labelled(), 54u);
    EXPECT_TRUE(std::isnan(smile.values[5]));
    EXPECT_TRUE(table.unused.empty());
}

TEST_F(Labels, AreTakenInTheOrderAskedFor) {
    write("a,b,c", [](int i) { return fmt::format("{},{},{}", i, 2 * i, 3 * i); });
    const AttributeTable table = read({.attributes = {"c", "a"}, .most_pictures = 50});
    ASSERT_EQ(table.attributes.size(), 2u);
    EXPECT_EQ(table.attributes[0].column, "c");
    ASSERT_EQ(table.pictures.size(), 50u) << "evenly spread";
    ASSERT_EQ(table.attributes[0].values.size(), 50u);
    EXPECT_EQ(table.pictures.back(), folder_ / "pictures/58.png");
    EXPECT_EQ(table.attributes[0].values.back(), 3 * 58);
}

TEST_F(Labels, ThatCannotBeLearnedAreLeftOutUnlessAskedFor) {
    write("age,style,same,few,rare", [](int i) {
        return fmt::format("{},{},1,{},{}", i,
                           i % 3 == 0   ? "bob"
                           : i % 3 == 1 ? "bun"
                                        : "afro",
                           i < 39 ? std::to_string(i) : "", i < 9 ? "yes" : "no");
    });
    const AttributeTable table = read();
    ASSERT_EQ(table.attributes.size(), 1u);
    ASSERT_EQ(table.unused.size(), 4u);
    EXPECT_EQ(
        error({.attributes = {"style"}}),
        "labels.csv: the column 'style' contains more than two texts, such as 'bob', 'bun' and 'afro', but "
        "numbers or two texts are needed.");
    EXPECT_EQ(
        error({.attributes = {"same"}}),
        "labels.csv: the column 'same' has the same value everywhere, but different values are needed.");
    EXPECT_EQ(error({.attributes = {"few"}}),
              "labels.csv: the column 'few' labels 39 pictures, but at least 40 are needed.");
    EXPECT_EQ(
        error({.attributes = {"rare"}}),
        "labels.csv: the column 'rare' has only 9 pictures of its rarer value, but at least 10 are needed.");
}

TEST_F(Labels, AreRefusedInOneSentence) {
    EXPECT_TRUE(error().starts_with("labels.csv")) << error();
    write("age", [](int i) { return std::to_string(i); });
    EXPECT_EQ(error({.attributes = {"Age"}}), "labels.csv has no attribute 'Age', but has age.");
    EXPECT_EQ(error({.attributes = {"file"}}), "labels.csv has no attribute 'file', but has age.");
    std::ofstream(folder_ / "labels.csv") << "file\n0.png\n";
    EXPECT_EQ(error({.attributes = {"age"}}),
              "labels.csv has no attribute 'age': its only column is 'file'.");
    write("age", [](int i) { return std::to_string(i); });
    EXPECT_EQ(error({.attributes = {"age", "age"}}),
              "The attribute 'age' is named twice, but each may be learned only once.");
    write(
        "age", [](int i) { return std::to_string(i); }, "60.png,1\n");
    EXPECT_EQ(error(),
              "labels.csv: line 62 names the picture '60.png', but pictures contains none of that name.");
    EXPECT_EQ(read({.skip_missing = true}).missing, 1u);
    write(
        "age", [](int i) { return std::to_string(i); }, "../labels.csv,1\n");
    EXPECT_NE(error().find("contains none of that name"), std::string::npos) << error();
    write(
        "age", [](int i) { return std::to_string(i); }, "./3.png,1\n");
    EXPECT_EQ(
        error(),
        "labels.csv: line 62 names the picture './3.png', as line 5 does, but each may have only one line.");
    write("age", [](int i) { return i == 8 ? "old" : std::to_string(i); });
    EXPECT_EQ(error(),
              "labels.csv: line 10 contains 'old' in the column 'age', where only numbers and empty cells "
              "are allowed.");
    write("age", [](int i) { return i == 8 ? "1e999" : std::to_string(i); });
    EXPECT_NE(error().find("'1e999'"), std::string::npos) << error();
    write("age", [](int i) { return std::to_string(i) + (i == 8 ? ",1" : ""); });
    EXPECT_EQ(error(), "labels.csv: line 10 needs 2 values, one for each column, but has 3.");
    write_file_atomically(folder_ / "labels.csv", std::string_view("file\n1.png\n"));
    EXPECT_EQ(
        error(),
        "labels.csv has only one column, but needs at least one attribute after the column of the pictures.");
    write_file_atomically(folder_ / "labels.csv", std::string_view("file,age\n1.png,1\n"));
    EXPECT_EQ(error(), "labels.csv names 1 picture that is in pictures, but at least 40 are needed.");
    std::filesystem::remove_all(folder_ / "pictures");
    EXPECT_EQ(error(), "pictures is not a folder, but the folder of the labelled pictures is needed.");
}

TEST(Humanised, IsAsAPersonWritesIt) {
    EXPECT_EQ(humanised("mouth_open"), "Mouth open");
    EXPECT_EQ(humanised("Male"), "Male");
    EXPECT_EQ(humanised("5_o_Clock_Shadow"), "5 o Clock Shadow");
}

}  // namespace
}  // namespace progan
