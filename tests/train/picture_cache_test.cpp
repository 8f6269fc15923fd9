// A folder of pictures as training sees it.
#include "core/train/picture_cache.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <set>

#include "core/image/image_file.h"
#include "core/train/checkpoint.h"
#include "core/train/picture_folder.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace fs = std::filesystem;
namespace {

using test::error_of;

/// A picture whose every pixel is another color.
Image colorful(int width, int height, int shift = 0) {
    Image image(width, height);
    for (std::size_t i = 0; i < image.rgb.size(); ++i)
        image.rgb[i] = static_cast<std::uint8_t>((static_cast<int>(i) * 37 + shift) % 256);
    return image;
}

class PictureCacheTest : public test::InTemporaryFolder {
  protected:
    void SetUp() override {
        InTemporaryFolder::SetUp();
        configuration_.resolution = 16;
        std::filesystem::create_directories(data_ = folder_ / "data");
        file_ = folder_ / "cache";
    }
    void write_pictures(int count, int side = 16) {
        for (int i = 0; i < count; ++i)
            write_png(data_ / ("p" + std::to_string(i) + ".png"), colorful(side, side, i));
    }
    Image read(const PictureCache& cache, std::size_t picture, int level, bool mirrored = false) {
        Image image(4 << level, 4 << level);
        const Sample sample{picture, mirrored};
        cache.read(std::span(&sample, 1), level, image.rgb.data());
        return image;
    }

    TrainConfiguration configuration_;
    std::filesystem::path data_, file_;
};

TEST_F(PictureCacheTest, KeepsPicturesAndTheirHalves) {
    write_pictures(5);
    EXPECT_EQ(PictureCache::build(data_, file_, configuration_).pictures, 5U);
    const PictureCache cache(file_);
    ASSERT_EQ(cache.size(), 5U);
    const Image original = colorful(16, 16, 3);
    EXPECT_EQ(read(cache, 3, 2), original);
    const Image smallest = read(cache, 3, 0);
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 4; ++x)
            for (int c = 0; c < 3; ++c) {
                double sum = 0;
                for (int dy = 0; dy < 4; ++dy)
                    for (int dx = 0; dx < 4; ++dx)
                        sum +=
                            original.rgb[static_cast<std::size_t>(((4 * y + dy) * 16 + 4 * x + dx) * 3 + c)];
                EXPECT_NEAR(smallest.rgb[static_cast<std::size_t>((y * 4 + x) * 3 + c)], sum / 16, 0.5001);
            }
    const Image mirrored = read(cache, 3, 2, true);
    for (std::size_t y = 0; y < 16; ++y)
        for (std::size_t x = 0; x < 16; ++x)
            for (std::size_t c = 0; c < 3; ++c)
                ASSERT_EQ(mirrored.rgb[(y * 16 + x) * 3 + c], original.rgb[(y * 16 + 15 - x) * 3 + c]);
}

TEST_F(PictureCacheTest, MakesPicturesSquareByCropOrPad) {
    write_pictures(3);
    Image wide(48, 16);
    for (std::size_t y = 0; y < 16; ++y)
        for (std::size_t x = 0; x < 48; ++x)
            wide.rgb[(y * 48 + x) * 3] = static_cast<std::uint8_t>(x < 16 ? 10 : x < 32 ? 100 : 200);
    write_png(data_ / "a_wide.png", wide);
    PictureCache::build(data_, file_, configuration_);
    for (const Image cropped = read(PictureCache(file_), 0, 2); const std::size_t x : {0U, 15U})
        EXPECT_EQ(cropped.rgb[x * 3], 100);
    configuration_.crop_mode = CropMode::pad;
    EXPECT_FALSE(PictureCache::current(file_, data_, configuration_));
    PictureCache::build(data_, file_, configuration_);
    const Image padded = read(PictureCache(file_), 0, 2);
    EXPECT_EQ(padded.rgb[0], 10);
    EXPECT_EQ(padded.rgb[8 * 3], 100);
    EXPECT_EQ(padded.rgb[15 * 3], 200);
}

TEST_F(PictureCacheTest, ListsAndSkipsWhatCannotBeReadAndCountsWhatIsEnlarged) {
    write_pictures(4);
    write_png(data_ / "small.png", colorful(8, 8));
    std::ofstream(data_ / "broken.jpg") << "not a picture";
    std::ofstream(data_ / "notes.txt") << "not asked";
    const PictureCache::Built built = PictureCache::build(data_, file_, configuration_);
    EXPECT_EQ(built.pictures, 5U);
    EXPECT_EQ(built.enlarged, 1U);
    ASSERT_EQ(built.skipped.size(), 1U);
    EXPECT_NE(built.skipped[0].find("broken.jpg"), std::string::npos);
}

TEST_F(PictureCacheTest, SampleSheetsOfRunsAreNotTrainedOn) {
    write_pictures(4);
    const auto begin_run = [&](const fs::path& folder, int sheets) {
        fs::create_directories(folder);
        std::ofstream(folder / "events.jsonl") << "{}\n";
        for (int i = 0; i < sheets; ++i)
            write_png(folder / "samples" / (std::to_string(i) + ".png"), colorful(16, 16, 100 + i));
    };
    EXPECT_EQ(PictureCache::build(data_, file_, configuration_).left_out, std::vector<std::string>{});
    begin_run(data_ / "run", 1);
    EXPECT_EQ(PictureCache::build(data_, file_, configuration_).left_out,
              (std::vector<std::string>{"1 sample sheet of a training run (in run/samples)"}));
    begin_run(data_, 2);  // the folder of pictures is a run's own
    fs::create_directories(data_ / "a/b");
    write_training_checkpoint(data_ / "a/b/checkpoint.safetensors", {});  // a run that has lost its log
    write_png(data_ / "a/b/samples/1.png", colorful(16, 16, 200));
    write_png(data_ / "a/samples/like_any_other.png", colorful(16, 16, 201));
    write_png(data_ / "run/mine.png", colorful(16, 16, 202));
    const PictureCache::Built built = PictureCache::build(data_, file_, configuration_);
    EXPECT_EQ(built.pictures, 6U);
    EXPECT_EQ(built.left_out,
              (std::vector<std::string>{
                  "4 sample sheets of training runs (in a/b/samples, run/samples, samples)"}));
    EXPECT_EQ(left_out_sentence(built.left_out),
              "Left out: 4 sample sheets of training runs (in a/b/samples, run/samples, samples).");
    // What was left out is told by a cache that is current, too, and more sheets do not make it stale.
    begin_run(data_ / "run", 3);
    const auto current = PictureCache::current(file_, data_, configuration_);
    ASSERT_TRUE(current);
    EXPECT_EQ(current->pictures, 6U);
    EXPECT_EQ(current->left_out,
              (std::vector<std::string>{
                  "6 sample sheets of training runs (in a/b/samples, run/samples, samples)"}));
}

TEST_F(PictureCacheTest, WhatIsHiddenOrOfAKindThatIsNotReadIsLeftOutAndTold) {
    write_pictures(4);
    write_png(data_ / ".hidden.png", colorful(16, 16, 50));
    write_png(data_ / ".thumbnails/1.png", colorful(16, 16, 51));
    write_png(data_ / "deep/.trash/sub/1.png", colorful(16, 16, 52));
    for (const char* name : {"a.tif", "b.TIFF", "c.tif", "d.tiff", "raw.NEF", "notes.txt", ".hidden.txt"})
        std::ofstream(data_ / name) << "x";
    const PictureCache::Built built = PictureCache::build(data_, file_, configuration_);
    EXPECT_EQ(built.pictures, 4U);
    std::vector<std::string> told = built.left_out;
    ASSERT_EQ(told.size(), 4U);
    EXPECT_EQ(told[0].find("4 TIFF pictures, which are not supported here ("), 0U) << told[0];
    EXPECT_NE(told[0].find(" and 1 more)"), std::string::npos) << told[0];
    EXPECT_EQ(told[1], "1 raw picture, which is not supported here (raw.NEF)");
    EXPECT_EQ(told[2], "1 hidden picture (.hidden.png)");
    EXPECT_EQ(told[3].find("2 hidden folders ("), 0U) << told[3];
    EXPECT_NE(told[3].find("deep/.trash"), std::string::npos) << told[3];
    // The folder itself may be hidden: it was chosen.
    fs::rename(data_, folder_ / ".data");
    EXPECT_EQ(PictureCache::build(folder_ / ".data", file_, configuration_).pictures, 4U);
}

TEST_F(PictureCacheTest, LinksToFoldersAreFollowedOnceAndLoopsEnd) {
    write_pictures(4);
    write_png(folder_ / "elsewhere/a.png", colorful(16, 16, 60));
    write_png(folder_ / "elsewhere/b.png", colorful(16, 16, 61));
    fs::create_directory_symlink(folder_ / "elsewhere", data_ / "linked");
    fs::create_directory_symlink("linked", data_ / "again");
    fs::create_directory_symlink(".", data_ / "self");
    fs::create_directories(data_ / "sub");
    write_png(data_ / "sub/c.png", colorful(16, 16, 62));
    fs::create_directory_symlink("..", data_ / "sub/up");
    fs::create_directory_symlink("../..", data_ / "sub/far_up");  // and not what lies beside the pictures
    fs::create_directory_symlink(data_, folder_ / "elsewhere/back");
    fs::create_directory_symlink("sub", data_ / "a_link_before_sub");
    const PictureFolder found = find_pictures(data_);
    EXPECT_EQ(found.files.size(), 7U);
    EXPECT_TRUE(std::find(found.files.begin(), found.files.end(), data_ / "sub/c.png") != found.files.end());
    EXPECT_EQ(found.left_out, std::vector<std::string>{});
    fs::create_symlink("nowhere.png", data_ / "broken.png");
    const PictureCache::Built built = PictureCache::build(data_, file_, configuration_);
    EXPECT_EQ(built.pictures, 7U);
    EXPECT_EQ(built.unreadable, 1U);
}

TEST_F(PictureCacheTest, AFolderThatCannotBeReadIsNamed) {
    write_pictures(4);
    write_png(data_ / "locked/a.png", colorful(16, 16, 70));
    fs::permissions(data_ / "locked", fs::perms::none);
    const bool root = geteuid() == 0;  // who may read everything
    ASSERT_TRUE(!root || seteuid(65534) == 0);
    const PictureFolder found = find_pictures(data_);
    ASSERT_TRUE(!root || seteuid(0) == 0);
    fs::permissions(data_ / "locked", fs::perms::owner_all);
    EXPECT_EQ(found.files.size(), 4U);
    EXPECT_EQ(found.left_out,
              (std::vector<std::string>{"1 folder that cannot be read: locked (Permission denied)"}));
}

TEST_F(PictureCacheTest, TransparentPicturesAreCountedAlsoByACacheThatIsCurrent) {
    write_pictures(4);
    ASSERT_EQ(
        std::system(("convert -size 16x16 xc:none 'PNG32:" + (data_ / "clear.png").string() + "'").c_str()),
        0);
    EXPECT_EQ(PictureCache::build(data_, file_, configuration_).transparent, 1U);
    const auto current = PictureCache::current(file_, data_, configuration_);
    ASSERT_TRUE(current);
    EXPECT_EQ(current->transparent, 1U);
    EXPECT_EQ(read(PictureCache(file_), 0, 2).rgb[0], 255);
}

TEST_F(PictureCacheTest, AHeaderOfOtherTypesIsNotACache) {
    write_pictures(4);
    PictureCache::build(data_, file_, configuration_);
    std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
    std::string header = R"({"format":7,"count":"many","resolution":[],"key":1})";
    header.resize(4096, ' ');
    file.write(header.data(), 4096);
    file.close();
    EXPECT_FALSE(PictureCache::current(file_, data_, configuration_));
    EXPECT_NE(error_of([&] { PictureCache cache(file_); }).find("is incomplete"), std::string::npos);
}

TEST_F(PictureCacheTest, TooFewPicturesAreRefused) {
    EXPECT_NE(error_of([&] {
                  PictureCache::build(data_, file_, configuration_);
              }).find("contains 0 readable pictures (PNG, JPEG, "),
              std::string::npos);
    write_pictures(1);
    EXPECT_NE(
        error_of([&] { PictureCache::build(data_, file_, configuration_); }).find("contains 1 readable"),
        std::string::npos);
    EXPECT_NE(error_of([&] {
                  PictureCache::build(folder_ / "nowhere", file_, configuration_);
              }).find("is not a folder"),
              std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(file_));
    EXPECT_FALSE(std::filesystem::exists(file_.string() + ".partial"));
}

TEST_F(PictureCacheTest, IsMadeAnewWhenTheFolderChanges) {
    write_pictures(4);
    PictureCache::build(data_, file_, configuration_);
    EXPECT_TRUE(PictureCache::current(file_, data_, configuration_));
    write_png(data_ / "another.png", colorful(16, 16));
    EXPECT_FALSE(PictureCache::current(file_, data_, configuration_));
}

TEST_F(PictureCacheTest, ADamagedFileIsRefused) {
    write_pictures(4);
    PictureCache::build(data_, file_, configuration_);
    std::filesystem::resize_file(file_, std::filesystem::file_size(file_) - 7);
    EXPECT_NE(error_of([&] { PictureCache cache(file_); }).find("is incomplete"), std::string::npos);
    std::ofstream(file_) << "short";
    EXPECT_NE(error_of([&] { PictureCache cache(file_); }).find("is incomplete"), std::string::npos);
}

TEST_F(PictureCacheTest, ProgressCancels) {
    write_pictures(6);
    EXPECT_THROW(PictureCache::build(data_, file_, configuration_,
                                     [](std::int64_t done, std::int64_t) {
                                         if (done == 3) throw Cancelled();
                                     }),
                 Cancelled);
    EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST(EpochSampler, EachEpochShowsEveryPictureOnce) {
    EpochSampler order(7, 10, true);
    std::set<std::size_t> first, second;
    std::vector<std::size_t> sequence;
    int mirrored = 0;
    for (const Sample& sample : order.samples(0, 10)) {
        first.insert(sample.picture);
        sequence.push_back(sample.picture);
    }
    for (const Sample& sample : order.samples(10, 10)) second.insert(sample.picture);
    EXPECT_EQ(first.size(), 10U);
    EXPECT_EQ(second.size(), 10U);
    for (const Sample& sample : EpochSampler(7, 1000, true).samples(0, 1000)) mirrored += sample.mirrored;
    EXPECT_NEAR(mirrored, 500, 80);
    for (const Sample& sample : EpochSampler(7, 100, false).samples(0, 300)) EXPECT_FALSE(sample.mirrored);
    // The same from any point on: what a resumed run samples.
    EpochSampler other(7, 10, true);
    const std::vector<Sample> later = other.samples(4, 6);
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(later[i].picture, sequence[i + 4]);
}

}  // namespace
}  // namespace progan
