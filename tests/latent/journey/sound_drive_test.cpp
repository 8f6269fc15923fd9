#include "core/latent/journey/sound_drive.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/latent/rotation.h"
#include "core/support/error.h"

namespace progan {
namespace {

/// 0, 0 to 10, 0 in ten frames.
Journey line(Repeat repeat, JourneySound sound) {
    Journey journey;
    journey.method = InterpolationMethod::lerp;
    journey.keyframes = {{{{0, 0}}, 10, Easing::linear}, {{{10, 0}}, 10, Easing::linear}};
    journey.repeat = repeat;
    journey.fps = 10;
    sound.file = "a.wav";
    journey.sound = std::move(sound);
    return journey;
}

JourneySound driving(SoundDrives drives, double amount) {
    JourneySound sound;
    sound.drives = drives;
    sound.amount = amount;
    return sound;
}

std::vector<double> path_frames(const SoundDrive& drive) {
    std::vector<double> frames;
    for (std::int64_t i = 0; i < drive.frame_count(); ++i) frames.push_back(drive.path_frame(i));
    return frames;
}

TEST(SoundDrive, AFlatCurvePlaysTheJourneyForAsLongAsTheSound) {
    const std::vector<float> curve(21, 0.5f);
    const SoundDrive once(line(Repeat::once, driving(SoundDrives::pace, 8)), curve);
    ASSERT_EQ(once.frame_count(), 21);
    for (std::int64_t i = 0; i < 21; ++i)
        EXPECT_NEAR(once.path_frame(i), 0.5 * static_cast<double>(i), 1e-12);
    EXPECT_EQ(once.latent(20), (Latent{10, 0}));  // the end, exactly
    // 20 frames of the loop and of there and back: once round in 21.
    const SoundDrive loop(line(Repeat::loop, driving(SoundDrives::pace, 8)), curve);
    EXPECT_NEAR(loop.path_frame(20), 20 * 20.0 / 21, 1e-12);
    EXPECT_NEAR(loop.latent(20)[0], 10 - (20 * 20.0 / 21 - 10), 1e-5);
    const SoundDrive swing(line(Repeat::ping_pong, driving(SoundDrives::pace, 8)), curve);
    EXPECT_NEAR(swing.path_frame(20), 20 - 20 * 20.0 / 21, 1e-12);
    // Twice round in 48 frames: nearer to its own speed than once or three times.
    const SoundDrive twice(line(Repeat::loop, driving(SoundDrives::pace, 8)), std::vector<float>(48, 0));
    EXPECT_NEAR(twice.path_frame(12), 10, 1e-9);
    EXPECT_NEAR(twice.path_frame(24), 0, 1e-9);
    EXPECT_NEAR(twice.path_frame(30), 5, 1e-9);
}

TEST(SoundDrive, PaceMovesInTheFrameThatIsLoud) {
    std::vector<float> curve(11, 0);
    curve[6] = 1;
    const SoundDrive drive(line(Repeat::once, driving(SoundDrives::pace, 91)), curve);
    // Ten steps, one of 91 parts and nine of one: a hundredth of the way each.
    const std::vector<double> frames = path_frames(drive);
    for (std::size_t i = 1; i < 11; ++i)
        EXPECT_NEAR(frames[i] - frames[i - 1], i == 6 ? 9.1 : 0.1, 1e-9) << i;
    EXPECT_EQ(frames.front(), 0);
    EXPECT_EQ(frames.back(), 10);
}

TEST(SoundDrive, PaceClosesALoopWithItsFirstFrame) {
    std::vector<float> curve(20, 0);
    curve[0] = 1;
    const SoundDrive drive(line(Repeat::loop, driving(SoundDrives::pace, 21)), curve);
    EXPECT_NEAR(drive.path_frame(19), 19 * 0.5, 1e-9);  // the other half is the step back to the beginning
}

TEST(SoundDrive, PositionIsAheadAndHeldAtTheEndsOrGoesRound) {
    std::vector<float> curve(11, 0);
    curve[2] = 0.5f;
    curve[9] = 1;
    const SoundDrive once(line(Repeat::once, driving(SoundDrives::position, 0.4)), curve);
    EXPECT_NEAR(once.path_frame(1), 1, 1e-9);
    EXPECT_NEAR(once.path_frame(2), 2 + 0.5 * 0.4 * 10, 1e-6);
    EXPECT_NEAR(once.path_frame(9), 10, 1e-9);
    const SoundDrive back(line(Repeat::once, driving(SoundDrives::position, -0.6)), curve);
    EXPECT_NEAR(back.path_frame(2), 0, 1e-9);
    std::vector<float> longer(20, 0);
    longer[18] = 1;
    longer[1] = 1;
    const SoundDrive loop(line(Repeat::loop, driving(SoundDrives::position, 0.4)), longer);
    EXPECT_NEAR(loop.path_frame(18), 2, 1e-6);
    const SoundDrive other(line(Repeat::loop, driving(SoundDrives::position, -0.4)), longer);
    EXPECT_NEAR(other.path_frame(1), 17, 1e-6);
}

TEST(SoundDrive, AnAxisTurnsTheFaceByItsDegrees) {
    JourneySound sound = driving(SoundDrives::axis, 30);
    sound.axis = {0, 1};
    std::vector<float> curve(11, 0);
    curve[5] = 1;
    curve[6] = 0.5f;
    const Journey journey = line(Repeat::once, sound);
    const SoundDrive drive(journey, curve);
    EXPECT_EQ(drive.latent(4), latent_at(journey, 4));
    EXPECT_EQ(drive.latent(5), rotate(latent_at(journey, 5), sound.axis, 30));
    EXPECT_EQ(drive.latent(6), rotate(latent_at(journey, 6), sound.axis, 15));
}

TEST(SoundDrive, KeepsToStartAndEndAndTakesEditsAlong) {
    Journey journey = line(Repeat::once, driving(SoundDrives::pace, 1));
    journey.in = 4;
    journey.out = 8;
    journey.keyframes[1].edits = {{0, 0, 0.5f}};
    const SoundDrive drive(journey, std::vector<float>(5, 1));
    EXPECT_EQ(path_frames(drive), (std::vector<double>{4, 5, 6, 7, 8}));
    for (std::int64_t i = 0; i < 5; ++i) {
        EXPECT_EQ(drive.latent(i), journey_latent(journey, i));
        EXPECT_EQ(drive.edits(i), journey_edits(journey, i));
    }
    journey.repeat = Repeat::ping_pong;
    const SoundDrive swing(journey, std::vector<float>(8, 0));
    EXPECT_EQ(path_frames(swing), (std::vector<double>{4, 5, 6, 7, 8, 7, 6, 5}));
    journey.repeat = Repeat::loop;  // jumps from its end to its start
    EXPECT_EQ(path_frames(SoundDrive(journey, std::vector<float>(5, 0))),
              (std::vector<double>{4, 5, 6, 7, 8}));
}

TEST(SoundDrive, OneFaceOrOneFrameIsEnoughAndNonsenseIsRefused) {
    Journey journey = line(Repeat::ping_pong, driving(SoundDrives::position, 600));
    EXPECT_EQ(SoundDrive(journey, {1}).frame_count(), 1);
    EXPECT_NO_THROW((void)SoundDrive(journey, {1}).latent(0));
    journey.keyframes.resize(1);
    EXPECT_EQ(SoundDrive(journey, std::vector<float>(9, 1)).latent(8), (Latent{0, 0}));
    EXPECT_THROW(SoundDrive(journey, {}), Error);
    EXPECT_THROW(SoundDrive(journey, {2}), Error);
    EXPECT_THROW((void)SoundDrive(journey, {1}).latent(1), Error);
    journey.sound->drives = SoundDrives::axis;
    EXPECT_THROW(SoundDrive(journey, {1}), Error);
    journey.sound.reset();
    EXPECT_THROW(SoundDrive(journey, {1}), Error);
}

TEST(SoundDrive, IsTheJourneyItselfBetweenFrames) {
    const Journey journey = line(Repeat::loop, driving(SoundDrives::pace, 1));
    EXPECT_EQ(latent_between(journey, 2.5), (Latent{2.5f, 0}));
    EXPECT_EQ(latent_between(journey, 20), (Latent{0, 0}));
    EXPECT_THROW((void)latent_between(journey, 20.5), Error);
    EXPECT_THROW((void)latent_at(journey, 20), Error);
    for (std::int64_t i = 0; i < 20; ++i)
        EXPECT_EQ(latent_between(journey, static_cast<double>(i)), latent_at(journey, i));
}

}  // namespace
}  // namespace progan
