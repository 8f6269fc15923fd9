// Journeys inside animations, and takes: what is read back is what was written, to the last bit.
#include "core/documents/embedded_journey.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <fstream>
#include <limits>
#include <random>

#include "core/documents/journey_file.h"
#include "core/documents/session_recording.h"
#include "core/files/append_file.h"
#include "core/image/png.h"
#include "core/record/recorder.h"
#include "core/support/error.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/media_probe.h"

namespace progan {
namespace {

using test::error_of;
using test::TemporaryFolder;
namespace fs = std::filesystem;

std::vector<std::uint32_t> bits_of(const Latent& latent) {
    std::vector<std::uint32_t> bits;
    for (const float value : latent) bits.push_back(std::bit_cast<std::uint32_t>(value));
    return bits;
}

/// Latents of floats of every size, negative zero and the smallest among them.
Journey hard_journey(std::size_t keys, std::size_t size) {
    std::mt19937 random(7);
    Journey journey;
    for (std::size_t i = 0; i < keys; ++i) {
        Keyframe key;
        for (std::size_t c = 0; c < size; ++c) {
            auto value = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
            if (!std::isfinite(value)) value = -0.0f;
            key.latent.push_back(value);
        }
        key.latent[0] = std::numeric_limits<float>::denorm_min();
        key.frames = 3;
        journey.keyframes.push_back(std::move(key));
    }
    journey.model_sha256 = std::string(64, 'a');
    journey.model_name = "Gesichter \u00e4\u00f6\u00fc";
    return journey;
}

Image small(int shade) {
    Image image(16, 16);
    for (std::size_t i = 0; i < image.rgb.size(); ++i)
        image.rgb[i] = static_cast<std::uint8_t>(shade + static_cast<int>(i) % 97);
    return image;
}

void record(const fs::path& path, AnimationFormat format, const std::string& journey) {
    RecorderOptions options;
    options.path = path;
    options.format = format;
    options.journey = journey;
    const std::unique_ptr<Recorder> recorder = make_recorder(options);
    for (int i = 0; i < 3; ++i) recorder->add(small(40 * i));
    recorder->finish();
}

class Carried : public testing::TestWithParam<AnimationFormat> {
  protected:
    fs::path file() const { return folder_ / ("walk" + std::string(file_extension(GetParam()))); }
    TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Formats, Carried, testing::ValuesIn(kAnimationFormats), [](const auto& format) {
    std::string name(to_string(format.param));
    std::erase(name, ' ');
    return name;
});

TEST_P(Carried, LatentsComeBackBitForBit) {
    const Journey journey = hard_journey(5, 512);
    const std::string text = journey_to_json(journey);
    record(file(), GetParam(), text);
    EXPECT_TRUE(may_carry_journey(file()));
    const std::optional<std::string> read = journey_text_of(file());
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, text);
    const Journey back = journey_from_json(*read, "walk", 512, SeedMode::numpy);
    ASSERT_EQ(back.keyframes.size(), journey.keyframes.size());
    for (std::size_t i = 0; i < back.keyframes.size(); ++i)
        for (std::size_t c = 0; c < 512; ++c)
            ASSERT_EQ(std::bit_cast<std::uint32_t>(back.keyframes[i].latent[c]),
                      std::bit_cast<std::uint32_t>(journey.keyframes[i].latent[c]));
    EXPECT_EQ(back.model_sha256, journey.model_sha256);
    EXPECT_EQ(back.model_name, journey.model_name);
}

/// And the pictures are still those that an independent program decodes.
TEST_P(Carried, LongOnesFit) {
    const std::string text = journey_to_json(hard_journey(1500, 512));
    ASSERT_GT(text.size(), 9'000'000u);
    record(file(), GetParam(), text);
    EXPECT_EQ(journey_text_of(file()), text);
    if (GetParam() == AnimationFormat::png_sequence || GetParam() == AnimationFormat::contact_sheet) return;
    EXPECT_EQ(test::probe_stream(file()).at("nb_read_frames"), "3");
    RecorderOptions options;
    options.path = file();
    options.journey.assign(17'000'000, ' ');
    EXPECT_NE(error_of([&] { make_recorder(options); }).find("17000000"), std::string::npos);
}

TEST_P(Carried, WithoutOneThereIsNone) {
    record(file(), GetParam(), "");
    EXPECT_EQ(journey_text_of(file()), std::nullopt);
}

/// Cut anywhere: a sentence or nothing, never a part taken for the whole.
TEST_P(Carried, CutShortIsNoJourney) {
    if (GetParam() == AnimationFormat::png_sequence) return;
    const std::string text = journey_to_json(hard_journey(2, 32));
    record(file(), GetParam(), text);
    const std::string bytes = test::read_bytes(file());
    for (std::size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 97) {
        std::ofstream(folder_ / "cut", std::ios::binary) << bytes.substr(0, length);
        try {
            const std::optional<std::string> read = journey_text_of(folder_ / "cut");
            if (read) {
                EXPECT_EQ(*read, text) << length;
            }
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find("truncated"), std::string::npos) << error.what();
        }
    }
}

TEST(Carried, OtherFilesCarryNone) {
    const TemporaryFolder folder;
    std::ofstream(folder / "text.txt") << "progan_journey";
    EXPECT_EQ(journey_text_of(folder / "text.txt"), std::nullopt);
    EXPECT_EQ(journey_text_of(folder.path()), std::nullopt);
    EXPECT_NE(error_of([&] { (void)journey_text_of(folder / "none.gif"); }).find("none.gif"),
              std::string::npos);
    test::run_program("ffmpeg -v error -f lavfi -i testsrc=s=64x64:d=0.2 " +
                      test::quoted(folder / "other.gif"));
    test::run_program("ffmpeg -v error -f lavfi -i testsrc=s=64x64:d=0.2 -metadata comment=hello " +
                      test::quoted(folder / "other.mp4"));
    EXPECT_EQ(journey_text_of(folder / "other.gif"), std::nullopt);
    EXPECT_EQ(journey_text_of(folder / "other.mp4"), std::nullopt);
    EXPECT_FALSE(may_carry_journey(folder / "text.txt"));
}

// Takes.

class Takes : public testing::Test {
  protected:
    void write(const std::vector<double>& times) const {
        append_to_file(file_, session_recording_header({3, std::string(64, 'b'), "Toons"}));
        for (std::size_t i = 0; i < times.size(); ++i)
            append_to_file(file_, session_recording_sample(times[i], {1, static_cast<float>(i), 0}));
    }
    TemporaryFolder folder_;
    fs::path file_ = folder_ / "walk.take";
};

TEST_F(Takes, ComeBackBitForBit) {
    const Journey journey = hard_journey(20, 512);
    append_to_file(file_, session_recording_header({512, std::string(64, 'b'), "Toons"}));
    for (std::size_t i = 0; i < 20; ++i)
        append_to_file(file_,
                       session_recording_sample(0.1 * static_cast<double>(i), journey.keyframes[i].latent));
    EXPECT_EQ(fs::file_size(file_), 256u + 20 * (8 + 2048));
    const SessionRecording take(file_);
    EXPECT_EQ(take.info().latent_size, 512u);
    EXPECT_EQ(take.info().model_sha256, std::string(64, 'b'));
    EXPECT_EQ(take.info().model_name, "Toons");
    ASSERT_EQ(take.sample_count(), 20);
    for (std::int64_t i = 0; i < 20; ++i) {
        EXPECT_EQ(take.time(i), 0.1 * static_cast<double>(i));
        const Latent read = take.sample(i), &written = journey.keyframes[static_cast<std::size_t>(i)].latent;
        EXPECT_EQ(bits_of(read), bits_of(written)) << i;
    }
}

TEST_F(Takes, MoveBetweenSamplesAndRestInPauses) {
    write({5, 5.1, 7, 7.1});
    const SessionRecording take(file_);
    EXPECT_NEAR(take.seconds(), 2.1, 1e-9);
    EXPECT_EQ(take.frame_count(10), 22);
    EXPECT_EQ(take.at(0), (Latent{1, 0, 0}));
    const Latent half = take.at(0.05);
    EXPECT_NEAR(std::atan2(half[1], half[0]), std::atan2(1, 1) / 2, 1e-4);  // half the angle
    EXPECT_EQ(take.at(0.1), (Latent{1, 1, 0}));
    EXPECT_EQ(take.at(1.9), (Latent{1, 1, 0}));  // the hand rested
    EXPECT_EQ(take.at(2.0), (Latent{1, 2, 0}));
    EXPECT_EQ(take.at(99), (Latent{1, 3, 0}));
    EXPECT_EQ(take.at(-1), (Latent{1, 0, 0}));
}

TEST_F(Takes, WhatAKilledProgramWroteIsRead) {
    write({0, 0.1, 0.2});
    const std::string bytes = test::read_bytes(file_);
    std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes.substr(0, bytes.size() - 3);
    EXPECT_EQ(SessionRecording(file_).sample_count(), 2);
}

TEST_F(Takes, OthersAreRefused) {
    const auto refusal = [&] { return error_of([&] { const SessionRecording take(file_); }); };
    std::ofstream(file_) << "progantk";
    EXPECT_NE(refusal().find("not a session recording"), std::string::npos);
    std::ofstream(file_, std::ios::trunc) << std::string(300, 'x');
    EXPECT_NE(refusal().find("not a session recording"), std::string::npos);
    fs::remove(file_);
    write({});
    EXPECT_NE(refusal().find("without samples"), std::string::npos);
    fs::remove(file_);
    write({0, 0.2, 0.1});
    EXPECT_NE(refusal().find("sample 3"), std::string::npos);
}

}  // namespace
}  // namespace progan
