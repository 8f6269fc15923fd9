// Recorded files, read back by FFmpeg's own programs (package ffmpeg), which these tests need.
#include "core/record/recorder.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <numeric>
#include <random>

#include "core/image/png.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/media_probe.h"

namespace progan {
namespace {

using test::error_of;

namespace fs = std::filesystem;
using test::TemporaryFolder;
using Color = std::array<std::uint8_t, 3>;

Image flat(int width, int height, Color color) {
    Image image(width, height);
    for (std::size_t i = 0; i < image.rgb.size(); ++i) image.rgb[i] = color[i % 3];
    return image;
}

/// Smooth colors that move with time, as a walk between faces does.
Image waves(int size, int time) {
    Image image(size, size);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
            for (int c = 0; c < 3; ++c) {
                const double angle = 5.0 * (x + (c + 1) * y) / size + 0.15 * time + c;
                image.rgb[static_cast<std::size_t>((y * size + x) * 3 + c)] =
                    static_cast<std::uint8_t>(std::lround(127.5 + 110 * std::sin(angle)));
            }
    return image;
}

std::vector<Image> frames_of_waves(int size, int count) {
    std::vector<Image> frames;
    frames.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) frames.push_back(waves(size, i));
    return frames;
}

Image coarse(Image image) {
    for (std::uint8_t& value : image.rgb) value &= 0xe0;
    return image;
}

Image noise(int size, unsigned seed) {
    std::mt19937 random(seed);
    Image image(size, size);
    for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(random());
    return image;
}

double mean_difference(const Image& a, const Image& b) {
    EXPECT_EQ(a.rgb.size(), b.rgb.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) sum += std::abs(int{a.rgb[i]} - int{b.rgb[i]});
    return sum / static_cast<double>(a.rgb.size());
}

int largest_difference(const Image& a, const Image& b) {
    EXPECT_EQ(a.rgb.size(), b.rgb.size());
    int largest = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i)
        largest = std::max(largest, std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
    return largest;
}

RecorderOptions options_for(const fs::path& path, AnimationFormat format, double fps = 25) {
    RecorderOptions options;
    options.path = path;
    options.format = format;
    options.fps = fps;
    return options;
}

void record(const RecorderOptions& options, const std::vector<Image>& frames) {
    const std::unique_ptr<Recorder> recorder = make_recorder(options);
    if (recorder->samples_wanted() > 0)
        for (const Image& frame : frames) recorder->sample(frame);
    for (const Image& frame : frames) recorder->add(frame);
    recorder->finish();
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

int frames_in(const nlohmann::json& stream) {
    return std::stoi(stream.at("nb_read_frames").get<std::string>());
}

const Color kColors[] = {{255, 0, 0}, {0, 255, 0},     {0, 0, 255},  {255, 255, 255},
                         {0, 0, 0},   {224, 172, 140}, {90, 56, 37}, {128, 128, 128}};

// Video.

class Video : public testing::TestWithParam<AnimationFormat> {
  protected:
    fs::path file(const std::string& name = "clip") const {
        return folder_ / (name + std::string(file_extension(GetParam())));
    }
    RecorderOptions options(double fps = 25) const { return options_for(file(), GetParam(), fps); }

    TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Formats, Video, testing::Values(AnimationFormat::mp4, AnimationFormat::webm),
                         [](const auto& format) { return std::string(to_string(format.param)); });

TEST_P(Video, HoldsAllFramesAtTheirRate) {
    for (const int count : {1, 2, 25, 70})
        for (const double fps : {25.0, 29.97, 12.5, 60.0}) {
            SCOPED_TRACE(std::to_string(count) + " frames at " + std::to_string(fps));
            const std::vector<Image> frames = frames_of_waves(32, count);
            record(options(fps), frames);
            const nlohmann::json stream = test::probe_stream(file());
            EXPECT_EQ(frames_in(stream), count);
            EXPECT_NEAR(std::stod(stream.at("format_duration").get<std::string>()), count / fps, 0.0021);
            if (count > 2) {
                const std::string rate = stream.at("avg_frame_rate");
                const double measured = std::stod(rate) / std::stod(rate.substr(rate.find('/') + 1));
                EXPECT_NEAR(measured, fps, fps * 0.002);
            }
        }
}

TEST_P(Video, IsWhatPlayersExpect) {
    record(options(), {waves(64, 0), waves(64, 1), waves(64, 2)});
    const nlohmann::json stream = test::probe_stream(file());
    EXPECT_EQ(stream.at("codec_name"), GetParam() == AnimationFormat::mp4 ? "h264" : "vp9");
    EXPECT_EQ(stream.at("pix_fmt"), "yuv420p");
    EXPECT_EQ(stream.at("width"), 64);
    EXPECT_EQ(stream.at("height"), 64);
    EXPECT_EQ(stream.at("color_space"), "bt709");
    EXPECT_EQ(stream.at("color_primaries"), "bt709");
    EXPECT_EQ(stream.at("color_transfer"), "bt709");
    EXPECT_EQ(stream.at("color_range"), "tv");
}

TEST_P(Video, KeepsColors) {
    for (const Color& color : kColors) {
        const Image frame = flat(64, 64, color);
        record(options(), {frame, frame, frame});
        for (const Image& decoded : test::decode_bt709(file(), 64, 64))
            EXPECT_LE(largest_difference(decoded, frame), 4)
                << int{color[0]} << " " << int{color[1]} << " " << int{color[2]};
    }
}

TEST_P(Video, KeepsTheOrderAndTheLookOfFrames) {
    const std::vector<Image> frames = frames_of_waves(96, 40);
    record(options(), frames);
    const std::vector<Image> decoded = test::decode_bt709(file(), 96, 96);
    ASSERT_EQ(decoded.size(), frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const double own = mean_difference(decoded[i], frames[i]);
        EXPECT_LT(own, 5) << i;
        if (i == 0) continue;
        EXPECT_LT(own, mean_difference(decoded[i], frames[i - 1])) << i;
    }
}

TEST_P(Video, TakesEverySize) {
    struct Case {
        int width, height, size, result_width, result_height;
    };
    for (const Case& c :
         {Case{4, 4, 0, 4, 4}, Case{5, 5, 0, 6, 6}, Case{1, 1, 0, 2, 2}, Case{16, 16, 33, 34, 34},
          Case{64, 64, 16, 16, 16}, Case{40, 20, 30, 30, 16}, Case{130, 130, 0, 130, 130}}) {
        RecorderOptions scaled = options();
        scaled.size = c.size;
        const Image frame = flat(c.width, c.height, {200, 100, 50});
        record(scaled, {frame, frame});
        const nlohmann::json stream = test::probe_stream(file());
        EXPECT_EQ(stream.at("width"), c.result_width);
        EXPECT_EQ(stream.at("height"), c.result_height);
        EXPECT_EQ(frames_in(stream), 2);
        const Image expected = flat(c.result_width, c.result_height, {200, 100, 50});
        for (const Image& decoded : test::decode_bt709(file(), c.result_width, c.result_height))
            EXPECT_LE(largest_difference(decoded, expected), 5);
    }
}

TEST_P(Video, IsWhatTheFormatSaysWhateverTheName) {
    record(options_for(folder_ / "clip", GetParam()), {waves(32, 0)});
    record(options_for(folder_ / "it's a:clip %d.avi", GetParam()), {waves(32, 0)});
    for (const char* name : {"clip", "it's a:clip %d.avi"})
        EXPECT_EQ(test::probe_stream(folder_ / name).at("codec_name"),
                  GetParam() == AnimationFormat::mp4 ? "h264" : "vp9");
}

TEST_P(Video, IsShownSoManyTimes) {
    RecorderOptions thrice = options();
    thrice.loops = 3;
    const std::vector<Image> frames{waves(96, 0), waves(96, 8), waves(96, 16)};
    record(thrice, frames);
    const std::vector<Image> decoded = test::decode_bt709(file(), 96, 96);
    ASSERT_EQ(decoded.size(), 9u);
    for (std::size_t i = 0; i < 9; ++i) EXPECT_LT(mean_difference(decoded[i], frames[i % 3]), 6) << i;
}

TEST(Mp4, StartsBeforeItIsWhollyLoaded) {
    const TemporaryFolder folder;
    record(options_for(folder / "clip.mp4", AnimationFormat::mp4), {waves(64, 0), waves(64, 1)});
    const std::vector<std::string> boxes = test::read_mp4_boxes(folder / "clip.mp4");
    const auto index = std::find(boxes.begin(), boxes.end(), "moov");
    ASSERT_NE(index, boxes.end());
    EXPECT_LT(index, std::find(boxes.begin(), boxes.end(), "mdat"));
}

// GIF.

class Gif : public testing::Test {
  protected:
    RecorderOptions options(double fps = 25) const { return options_for(file_, AnimationFormat::gif, fps); }
    std::vector<int> delays(int count, double fps) const {
        const std::vector<Image> frames = frames_of_waves(8, count);
        record(options(fps), frames);
        return test::read_gif_blocks(file_).delays;
    }

    TemporaryFolder folder_;
    fs::path file_ = folder_ / "walk.gif";
};

TEST_F(Gif, HoldsAllFramesEvenEqualOnes) {
    for (const std::size_t count : {1u, 2u, 10u}) {
        record(options(), std::vector<Image>(count, waves(16, 3)));
        EXPECT_EQ(test::read_gif_blocks(file_).delays, std::vector<int>(count, 4));
        const nlohmann::json stream = test::probe_stream(file_);
        EXPECT_EQ(frames_in(stream), static_cast<int>(count));
        EXPECT_EQ(stream.at("width"), 16);
        EXPECT_EQ(stream.at("height"), 16);
    }
}

TEST_F(Gif, DelaysKeepTheLengthOfTheWhole) {
    EXPECT_EQ(delays(4, 10), (std::vector<int>{10, 10, 10, 10}));
    EXPECT_EQ(delays(4, 50), (std::vector<int>{2, 2, 2, 2}));
    const std::vector<int> thirds = delays(31, 30);
    EXPECT_EQ(std::accumulate(thirds.begin(), thirds.end() - 1, 0), 100);
    EXPECT_EQ(*std::min_element(thirds.begin(), thirds.end()), 3);
    EXPECT_EQ(*std::max_element(thirds.begin(), thirds.end()), 4);
    EXPECT_EQ(delays(1, 8), (std::vector<int>{13}));
}

TEST_F(Gif, IsNeverSoFastThatViewersSlowItDown) {
    EXPECT_EQ(delays(4, 60), (std::vector<int>{2, 2, 2, 2}));
    EXPECT_EQ(delays(4, 1000), (std::vector<int>{2, 2, 2, 2}));
}

TEST_F(Gif, LoopsAsOftenAsAsked) {
    record(options(), {waves(8, 0), waves(8, 1)});
    EXPECT_EQ(test::read_gif_blocks(file_).loop_count, 0);
    RecorderOptions some = options();
    some.loops = 1;
    record(some, {waves(8, 0), waves(8, 1)});
    EXPECT_EQ(test::read_gif_blocks(file_).loop_count, -1);
    some.loops = 3;
    record(some, {waves(8, 0), waves(8, 1)});
    EXPECT_EQ(test::read_gif_blocks(file_).loop_count, 2);  // shown once, and twice again
}

/// The mean of channel c over each block of 16 x 16 of a picture of 64 x 64.
std::array<double, 16> block_means(const Image& image, std::size_t c) {
    std::array<double, 16> means{};
    for (std::size_t y = 0; y < 64; ++y)
        for (std::size_t x = 0; x < 64; ++x)
            means[y / 16 * 4 + x / 16] += image.rgb[(y * 64 + x) * 3 + c] / 256.0;
    return means;
}

double mean_block_difference(const Image& a, const Image& b) {
    double sum = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const std::array<double, 16> in_a = block_means(a, c), in_b = block_means(b, c);
        for (std::size_t i = 0; i < in_a.size(); ++i) sum += std::abs(in_a[i] - in_b[i]);
    }
    return sum / (3 * 16);
}

/// Without dithering each pixel is off by what the palette lacks; diffusion makes up for it over an area.
/// Every other frame has the colors that others surround: at the edge of a palette nothing makes up for
/// what it lacks.
TEST_F(Gif, DithersAsAsked) {
    constexpr int kFrames = 12;
    std::vector<Image> frames;
    for (int i = 0; i < kFrames; ++i) {
        frames.push_back(waves(64, i));
        if (i % 2 == 0) continue;
        for (std::uint8_t& value : frames.back().rgb) value = static_cast<std::uint8_t>(64 + value / 2);
    }
    double off[3] = {}, areas[3] = {};
    for (const Dithering dithering : kDitherings) {
        RecorderOptions dithered = options();
        dithered.dithering = dithering;
        record(dithered, frames);
        const std::vector<Image> decoded = test::decode_rgb(file_, 64, 64);
        ASSERT_EQ(decoded.size(), frames.size());
        const auto at = static_cast<std::size_t>(dithering);
        for (std::size_t i = 1; i < frames.size(); i += 2) {
            off[at] += mean_difference(decoded[i], frames[i]) / (kFrames / 2.0);
            areas[at] += mean_block_difference(decoded[i], frames[i]) / (kFrames / 2.0);
        }
    }
    EXPECT_LT(off[0], off[1]);  // the nearest colors are the nearest
    EXPECT_LT(off[0], off[2]);
    EXPECT_LT(areas[2], areas[0] / 2);
    EXPECT_LT(areas[2], 0.35);
}

TEST_F(Gif, HasOnePaletteForAllFrames) {
    const std::vector<Image> frames = frames_of_waves(48, 12);
    record(options(), frames);
    const test::GifBlocks gif = test::read_gif_blocks(file_);
    EXPECT_TRUE(gif.has_palette);
    EXPECT_LE(gif.own_palettes, 1);  // the encoder repeats it in the first frame
    const std::vector<Image> decoded = test::decode_rgb(file_, 48, 48);
    ASSERT_EQ(decoded.size(), frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const double own = mean_difference(decoded[i], frames[i]);
        EXPECT_LT(own, 12) << i;
        if (i == 0) continue;
        EXPECT_LT(own, mean_difference(decoded[i], frames[i - 1])) << i;
    }
}

/// The last frame's color is as good as the first's: the palette was made of all of them.
TEST_F(Gif, KeepsFewColorsExactly) {
    std::vector<Image> frames;
    for (const Color& color : kColors) frames.push_back(flat(16, 16, color));
    record(options(), frames);
    const std::vector<Image> decoded = test::decode_rgb(file_, 16, 16);
    ASSERT_EQ(decoded.size(), frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i)
        EXPECT_LE(largest_difference(decoded[i], frames[i]), 2) << i;
}

TEST_F(Gif, KeepsOddSizes) {
    RecorderOptions scaled = options();
    scaled.size = 33;
    record(scaled, {waves(16, 0)});
    EXPECT_EQ(test::probe_stream(file_).at("width"), 33);
    record(options(), {flat(1, 1, {1, 2, 3})});
    EXPECT_EQ(test::probe_stream(file_).at("width"), 1);
}

// APNG.

class Apng : public testing::Test {
  protected:
    RecorderOptions options(double fps = 25) const { return options_for(file_, AnimationFormat::apng, fps); }

    TemporaryFolder folder_;
    fs::path file_ = folder_ / "walk.apng";
};

TEST_F(Apng, KeepsEveryPixel) {
    std::vector<Image> frames;
    for (unsigned i = 0; i < 12; ++i) frames.push_back(noise(19, i));
    record(options(), frames);
    EXPECT_EQ(test::decode_rgb(file_, 19, 19), frames);
    EXPECT_EQ(test::probe_stream(file_).at("codec_name"), "apng");
    // A viewer that knows only PNG shows the first frame.
    const std::string bytes = test::read_bytes(file_);
    EXPECT_EQ(decode_png(bytes, "walk").image, frames[0]);
}

/// Every number of the control chunks, by the specification.
TEST_F(Apng, SaysHowLongAndHowOften) {
    RecorderOptions twice = options(12.5);
    twice.loops = 2;
    record(twice, {noise(8, 0), noise(8, 1), noise(8, 2)});
    const std::string bytes = test::read_bytes(file_);
    const auto number = [&](std::size_t at, std::size_t count) {
        unsigned long value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
        return value;
    };
    unsigned long sequence = 0, controls = 0, chunks = 0;
    for (std::size_t at = 8; at < bytes.size(); at += number(at, 4) + 12, ++chunks) {
        const std::string type = bytes.substr(at + 4, 4);
        if (type == "acTL") {
            EXPECT_EQ(chunks, 1u);
            EXPECT_EQ(number(at + 8, 4), 3u);
            EXPECT_EQ(number(at + 12, 4), 2u);
        }
        if (type == "fcTL") {
            EXPECT_EQ(number(at + 12, 4), 8u);
            EXPECT_EQ(number(at + 16, 4), 8u);
            EXPECT_EQ(number(at + 28, 2) * 25, number(at + 30, 2) * 2);  // 2/25 s
            ++controls;
        }
        if (type == "fcTL" || type == "fdAT") {
            EXPECT_EQ(number(at + 8, 4), sequence++);
        }
    }
    EXPECT_EQ(controls, 3u);
}

TEST(ContactSheet, ShowsItsFramesWithCaptions) {
    const TemporaryFolder folder;
    RecorderOptions options = options_for(folder / "sheet.png", AnimationFormat::contact_sheet);
    options.columns = 2;
    std::vector<Image> frames;
    for (const Color& color : {kColors[0], kColors[1], kColors[2]}) frames.push_back(flat(96, 96, color));
    options.captions = {"frame 0 - 0.0 s", "frame 5 - 0.2 s", "frame 10 - 0.4 s"};
    record(options, frames);
    const Image sheet = decode_png(test::read_bytes(folder / "sheet.png"), "sheet").image;
    const auto pixel = [&](int x, int y) {
        const auto at = static_cast<std::size_t>(y * sheet.width + x) * 3;
        return Color{sheet.rgb[at], sheet.rgb[at + 1], sheet.rgb[at + 2]};
    };
    EXPECT_EQ(sheet.width, 2 * 96 + 4);
    EXPECT_EQ(pixel(48, 48), kColors[0]);
    EXPECT_EQ(pixel(148, 48), kColors[1]);
    EXPECT_EQ(pixel(48, sheet.height - 64), kColors[2]);
    int dark = 0;  // of the first caption
    for (int y = 97; y < 112; ++y)
        for (int x = 0; x < 96; ++x) dark += pixel(x, y)[0] < 128 ? 1 : 0;
    EXPECT_GT(dark, 40);
}

TEST(ContactSheet, RefusesMoreThanMemoryHolds) {
    const TemporaryFolder folder;
    const auto recorder = make_recorder(options_for(folder / "sheet.png", AnimationFormat::contact_sheet));
    const std::string error = error_of([&] {
        for (int i = 0; i < 60; ++i) recorder->add(Image(1024, 1024));
    });
    EXPECT_TRUE(contains(error, "sheet.png") && contains(error, "1024 x 1024")) << error;
}

// PNG sequence.

class PngSequence : public testing::Test {
  protected:
    RecorderOptions options(const std::string& name = "walk") const {
        return options_for(folder_ / name, AnimationFormat::png_sequence);
    }
    std::string refusal() const {
        return error_of([&] { make_recorder(options()); });
    }

    TemporaryFolder folder_;
};

TEST_F(PngSequence, KeepsEveryPixel) {
    std::vector<Image> frames;
    for (unsigned i = 0; i < 12; ++i) frames.push_back(noise(19, i));
    record(options(), frames);
    EXPECT_EQ(folder_.names(), std::vector<std::string>{"walk"});
    EXPECT_TRUE(fs::exists(folder_ / "walk/frame_00000.png"));
    EXPECT_TRUE(fs::exists(folder_ / "walk/frame_00011.png"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "walk"), {}), 12);
    EXPECT_EQ(test::decode_rgb(folder_ / "walk/frame_%05d.png", 19, 19), frames);
}

TEST_F(PngSequence, ScalesWithoutBlurIfAsked) {
    const Image frame = noise(5, 1);
    RecorderOptions scaled = options();
    scaled.size = 15;
    scaled.smooth = false;
    record(scaled, {frame});
    const std::vector<Image> decoded = test::decode_rgb(folder_ / "walk/frame_%05d.png", 15, 15);
    ASSERT_EQ(decoded.size(), 1u);
    for (std::size_t y = 0; y < 15; ++y)
        for (std::size_t x = 0; x < 15; ++x)
            for (std::size_t c = 0; c < 3; ++c)
                ASSERT_EQ(decoded[0].rgb[(y * 15 + x) * 3 + c], frame.rgb[(y / 3 * 5 + x / 3) * 3 + c]);
}

TEST_F(PngSequence, TakesANewOrEmptyFolder) {
    fs::create_directory(folder_ / "walk");
    record(options(), {noise(4, 0)});
    EXPECT_TRUE(fs::exists(folder_ / "walk/frame_00000.png"));
    record(options("second/"), {noise(4, 0)});
    EXPECT_TRUE(fs::exists(folder_ / "second/frame_00000.png"));
    EXPECT_EQ(folder_.names(), (std::vector<std::string>{"second", "walk"}));
}

TEST_F(PngSequence, RefusesAFolderThatHoldsSomething) {
    fs::create_directory(folder_ / "walk");
    std::ofstream(folder_ / "walk/mine.txt") << "kept";
    EXPECT_TRUE(contains(refusal(), (folder_ / "walk").string())) << refusal();
    EXPECT_TRUE(contains(refusal(), "not empty")) << refusal();
    EXPECT_EQ(test::read_bytes(folder_ / "walk/mine.txt"), "kept");
    EXPECT_EQ(folder_.names(), std::vector<std::string>{"walk"});
}

TEST_F(PngSequence, RefusesAFile) {
    std::ofstream(folder_ / "walk") << "kept";
    EXPECT_TRUE(contains(refusal(), "is a file")) << refusal();
    EXPECT_EQ(test::read_bytes(folder_ / "walk"), "kept");
}

TEST_F(PngSequence, DoesNotTouchWhatCameIntoTheFolderMeanwhile) {
    const std::unique_ptr<Recorder> recorder = make_recorder(options());
    recorder->add(noise(4, 0));
    fs::create_directory(folder_ / "walk");
    std::ofstream(folder_ / "walk/mine.txt") << "kept";
    EXPECT_TRUE(contains(error_of([&] { recorder->finish(); }), "walk"));
    EXPECT_EQ(test::read_bytes(folder_ / "walk/mine.txt"), "kept");
}

// All formats.

class AllFormats : public testing::TestWithParam<AnimationFormat> {
  protected:
    RecorderOptions options() const { return options_for(folder_ / name(), GetParam()); }
    std::string name() const { return "walk" + std::string(file_extension(GetParam())); }

    TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Formats, AllFormats, testing::ValuesIn(kAnimationFormats), [](const auto& format) {
    std::string name(to_string(format.param));
    std::erase(name, ' ');
    return name;
});

TEST_P(AllFormats, AbandonedLeavesNothing) {
    make_recorder(options());
    EXPECT_EQ(folder_.names(), std::vector<std::string>{});
    {
        const std::unique_ptr<Recorder> recorder = make_recorder(options());
        for (int i = 0; i < 3; ++i) recorder->add(waves(32, i));
        EXPECT_FALSE(fs::exists(folder_ / name()));
        for (const std::string& hidden : folder_.names()) EXPECT_EQ(hidden.front(), '.');
    }
    EXPECT_EQ(folder_.names(), std::vector<std::string>{});
}

TEST_P(AllFormats, AppearsAloneWithMissingFolders) {
    RecorderOptions deep = options();
    deep.path = folder_ / "a/b" / deep.path.filename();
    record(deep, {waves(16, 0), waves(16, 1)});
    EXPECT_TRUE(fs::exists(deep.path));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "a/b"), {}), 1);
}

TEST_P(AllFormats, TakesARelativePath) {
    const fs::path before = fs::current_path();
    fs::current_path(folder_.path());
    RecorderOptions relative = options();
    relative.path = name();
    const std::string error = error_of([&] { record(relative, {waves(16, 0)}); });
    fs::current_path(before);
    EXPECT_EQ(error, "no error");
    EXPECT_EQ(folder_.names(), std::vector<std::string>{name()});
}

TEST_P(AllFormats, TakesALongName) {
    RecorderOptions named = options();
    named.path = folder_ / (std::string(240, 'n') + std::string(file_extension(GetParam())));
    record(named, {waves(16, 0)});
    EXPECT_EQ(folder_.names(), std::vector<std::string>{named.path.filename().string()});
}

TEST_P(AllFormats, RefusesFramesOfAnotherSize) {
    const std::unique_ptr<Recorder> recorder = make_recorder(options());
    recorder->add(waves(16, 0));
    for (const Image& other : {waves(8, 0), Image(16, 8), Image()}) {
        const std::string error = error_of([&] { recorder->add(other); });
        EXPECT_TRUE(contains(error, name())) << error;
    }
    EXPECT_TRUE(contains(error_of([&] { recorder->add(waves(8, 0)); }), "16 x 16"));
    recorder->add(waves(16, 1));
    recorder->finish();
    EXPECT_TRUE(fs::exists(folder_ / name()));
}

TEST_P(AllFormats, RefusesToFinishWithoutFrames) {
    {
        const std::unique_ptr<Recorder> recorder = make_recorder(options());
        EXPECT_TRUE(contains(error_of([&] { recorder->finish(); }), name()));
    }
    EXPECT_EQ(folder_.names(), std::vector<std::string>{});
}

TEST_P(AllFormats, RefusesToFinishTwice) {
    const std::unique_ptr<Recorder> recorder = make_recorder(options());
    recorder->add(waves(16, 0));
    recorder->finish();
    EXPECT_TRUE(contains(error_of([&] { recorder->finish(); }), name()));
    EXPECT_TRUE(contains(error_of([&] { recorder->add(waves(16, 0)); }), name()));
    EXPECT_EQ(folder_.names(), std::vector<std::string>{name()});
}

TEST_P(AllFormats, RefusesImpossibleOptions) {
    for (const double fps : {0.0, -1.0, std::nan(""), HUGE_VAL, 1e9, 1e-9}) {
        RecorderOptions wrong = options();
        wrong.fps = fps;
        EXPECT_NE(error_of([&] { make_recorder(wrong); }), "no error") << fps;
    }
    for (const int size : {-1, 1 << 20}) {
        RecorderOptions wrong = options();
        wrong.size = size;
        EXPECT_NE(error_of([&] { make_recorder(wrong); }), "no error") << size;
    }
    RecorderOptions nameless = options();
    nameless.path.clear();
    EXPECT_NE(error_of([&] { make_recorder(nameless); }), "no error");
    EXPECT_EQ(folder_.names(), std::vector<std::string>{});
}

TEST_P(AllFormats, TakesSlowRates) {
    RecorderOptions slow = options();
    slow.fps = 0.1;
    record(slow, {waves(16, 0), waves(16, 1)});
    if (GetParam() == AnimationFormat::png_sequence || GetParam() == AnimationFormat::contact_sheet) return;
    EXPECT_EQ(frames_in(test::probe_stream(folder_ / name())), 2);
}

TEST_P(AllFormats, SaysWhenTheFolderCannotBe) {
    std::ofstream(folder_ / "file") << "a file";
    RecorderOptions below = options();
    below.path = folder_ / "file" / name();
    const std::string error = error_of([&] { make_recorder(below); });
    EXPECT_TRUE(contains(error, (folder_ / "file").string())) << error;
}

/// What the work does in a process of its own: true, or it ends with what failed on stderr.
bool in_child(const std::function<bool()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            ::_exit(work() ? 0 : 1);
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
        }
        ::_exit(2);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_P(AllFormats, SaysWhenItMayNotWrite) {
    const fs::path closed = folder_ / "closed";
    fs::create_directory(closed);
    fs::permissions(closed, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                                fs::perms::others_exec);
    fs::permissions(folder_.path(), fs::perms::others_exec, fs::perm_options::add);
    RecorderOptions refused = options();
    refused.path = closed / name();
    EXPECT_TRUE(in_child([&] {
        if (::getuid() == 0 && ::setuid(65534) != 0) return false;
        const std::string error = error_of([&] { make_recorder(refused); });
        return contains(error, refused.path.string()) && contains(error, "Permission denied");
    }));
}

/// A limit on the size of files makes writes fail as a full disk does.
TEST_P(AllFormats, SaysWhenTheDiskIsFullAndLeavesNothing) {
    const bool told = in_child([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{16 << 10, 16 << 10};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const std::unique_ptr<Recorder> recorder = make_recorder(options());
        const std::string error = error_of([&] {
            for (unsigned i = 0; i < 120; ++i) recorder->add(noise(128, i));
            recorder->finish();
        });
        // It is over: what is there must not be taken for the whole.
        const std::string second = error_of([&] { recorder->finish(); });
        return contains(error, name()) && contains(error, "File too large") && !second.empty();
    });
    EXPECT_TRUE(told);
    EXPECT_EQ(folder_.names(), std::vector<std::string>{});
}

TEST_P(AllFormats, WritesNothingToTheTerminal) {
    testing::internal::CaptureStderr();
    record(options(), {waves(16, 0), waves(16, 1)});
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

/// What a killed program left is gone after the next recording into the folder, but not what another one
/// still writes.
TEST_P(AllFormats, ClearsUpAfterAKilledProgram) {
    RecorderOptions other = options();
    other.path = folder_ / ("other" + name());
    const std::unique_ptr<Recorder> alive = make_recorder(other);
    alive->add(waves(16, 0));
    const std::size_t with_one = folder_.names().size();
    in_child([&] {
        const std::unique_ptr<Recorder> recorder = make_recorder(options());
        recorder->add(waves(16, 0));
        ::raise(SIGKILL);
        return false;
    });
    EXPECT_GT(folder_.names().size(), with_one);
    record(options(), {waves(16, 0)});
    alive->finish();
    EXPECT_EQ(folder_.names(), (std::vector<std::string>{"other" + name(), name()}));
}

class Files : public AllFormats {};

INSTANTIATE_TEST_SUITE_P(Formats, Files,
                         testing::Values(AnimationFormat::gif, AnimationFormat::mp4, AnimationFormat::webm,
                                         AnimationFormat::apng),
                         [](const auto& format) { return std::string(to_string(format.param)); });

TEST_P(Files, ReplacesAnOlderFileOnlyWhenFinished) {
    std::ofstream(folder_ / name()) << "older";
    const std::unique_ptr<Recorder> recorder = make_recorder(options());
    recorder->add(waves(16, 0));
    EXPECT_EQ(test::read_bytes(folder_ / name()), "older");
    recorder->finish();
    EXPECT_EQ(frames_in(test::probe_stream(folder_ / name())), 1);
    EXPECT_EQ(folder_.names(), std::vector<std::string>{name()});
}

TEST_P(Files, RefusesAFolderOfThatName) {
    fs::create_directory(folder_ / name());
    const std::string error = error_of([&] { make_recorder(options()); });
    EXPECT_TRUE(contains(error, (folder_ / name()).string()) && contains(error, "folder")) << error;
    EXPECT_EQ(folder_.names(), std::vector<std::string>{name()});
}

/// As much memory after many frames as after few. Few colors, because a palette is made of all there are.
TEST_P(Files, DoesNotHoldAllFrames) {
    constexpr int kSize = 256, kWarm = 100, kFrames = 400;
    EXPECT_TRUE(in_child([&] {
        const auto resident_kib = [] {
            rusage usage{};
            ::getrusage(RUSAGE_SELF, &usage);
            return usage.ru_maxrss;
        };
        const std::unique_ptr<Recorder> recorder = make_recorder(options());
        for (int i = 0; i < kWarm; ++i) recorder->add(coarse(waves(kSize, i)));
        const long warm = resident_kib();
        for (int i = kWarm; i < kFrames; ++i) recorder->add(coarse(waves(kSize, i)));
        recorder->finish();
        const long frames_kib = static_cast<long>(kFrames - kWarm) * kSize * kSize * 3 / 1024;
        return resident_kib() - warm < frames_kib / 3;
    }));
}

// Names.

TEST(AnimationFormat, IsToldByTheName) {
    EXPECT_EQ(animation_format_from_path("a/walk.gif"), AnimationFormat::gif);
    EXPECT_EQ(animation_format_from_path("walk.MP4"), AnimationFormat::mp4);
    EXPECT_EQ(animation_format_from_path("a.b/walk.v2.webm"), AnimationFormat::webm);
    EXPECT_EQ(animation_format_from_path("a.b/walk"), AnimationFormat::png_sequence);
    EXPECT_EQ(animation_format_from_path("walk/"), AnimationFormat::png_sequence);
    const std::string error = error_of([] { animation_format_from_path("walk.avi"); });
    for (const char* part : {"walk.avi", "\".avi\"", ".gif", ".mp4", ".webm", "folder"})
        EXPECT_TRUE(contains(error, part)) << error;
}

TEST(AnimationFormat, HasNamesAndExtensions) {
    for (const AnimationFormat format : {AnimationFormat::gif, AnimationFormat::mp4, AnimationFormat::webm,
                                         AnimationFormat::apng, AnimationFormat::png_sequence})
        EXPECT_EQ(animation_format_from_path("walk" + std::string(file_extension(format))), format);
    EXPECT_EQ(to_string(AnimationFormat::gif), "GIF");
    EXPECT_EQ(to_string(AnimationFormat::mp4), "MP4");
    EXPECT_EQ(to_string(AnimationFormat::webm), "WebM");
    EXPECT_EQ(to_string(AnimationFormat::apng), "APNG");
    EXPECT_EQ(to_string(AnimationFormat::png_sequence), "PNG sequence");
    EXPECT_EQ(animation_format_from_path("walk.png"), AnimationFormat::apng);
}

}  // namespace
}  // namespace progan
