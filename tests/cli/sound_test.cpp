// Animations that follow a sound, made on the command line and looked at by FFmpeg's programs.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "core/documents/embedded_journey.h"
#include "core/documents/journey_file.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "tests/cli/command_line.h"
#include "tests/fixtures/media_probe.h"

namespace progan {
namespace {

class SoundOnTheCommandLine : public test::CommandLine {
  protected:
    /// A second of silence, then one of a tone.
    void SetUp() override {
        CommandLine::SetUp();
        test::run_program(
            "ffmpeg -v error -nostdin -f lavfi -i \"aevalsrc='0.5*sin(2*PI*500*t)*gte(t,1)'"
            ":s=44100:d=2\" " +
            test::quoted(folder_ / "tone.wav"));
    }
    nlohmann::json probe(const std::string& name) const {
        return nlohmann::json::parse(
            test::run_program("ffprobe -v error -show_streams -of json " + test::quoted(folder_ / name)));
    }
    JourneySound sound_in(const std::string& name) const {
        return journey_of_file(folder_ / name, 128, SeedMode::numpy).sound.value_or(JourneySound());
    }
};

TEST_F(SoundOnTheCommandLine, AVideoLastsAsLongAsItsSoundAndHasIt) {
    const std::string film = "interpolate --seeds 15,21 --fps 10 --size 32 --sound tone.wav ";
    EXPECT_NE(run(film + "-o a.mp4").err.find("Saved 20 frames"), std::string::npos);
    const nlohmann::json streams = probe("a.mp4")["streams"];
    ASSERT_EQ(streams.size(), 2u);
    EXPECT_EQ(streams[1]["codec_name"].get<std::string>(), "aac");
    for (const nlohmann::json& stream : streams)
        EXPECT_NEAR(std::stod(stream["duration"].get<std::string>()), 2, 0.1);
    EXPECT_EQ(sound_in("a.mp4"), JourneySound{(folder_ / "tone.wav").string()});
    // The same frames as pictures, from the animation itself: hardly a change in silence.
    const std::string told = run("interpolate --journey a.mp4 -o frames").err;
    EXPECT_NE(told.find("It has no sound, because only MP4 and WebM can have one."), std::string::npos);
    EXPECT_EQ(names(folder_ / "frames").size(), 21u);
    const auto change = [&](int i) {
        const auto frame = [&](int k) {
            return read_image(folder_ / "frames" / fmt::format("frame_{:05d}.png", k));
        };
        const Image a = frame(i - 1), b = frame(i);
        double sum = 0;
        for (std::size_t k = 0; k < a.rgb.size(); ++k) sum += std::abs(int{a.rgb[k]} - int{b.rgb[k]});
        return sum / static_cast<double>(a.rgb.size());
    };
    EXPECT_GT(change(10), 3 * change(9));
    // Parts are those of the whole, and without the sound the journey has its own length.
    done("interpolate --journey a.mp4 --frames 10-11 -o part");
    EXPECT_EQ(read_image(folder_ / "part/frame_00010.png"), read_image(folder_ / "frames/frame_00010.png"));
    EXPECT_NE(run("interpolate --journey a.mp4 --no-sound --size 32 -o b.mp4").err.find("Saved 25 frames"),
              std::string::npos);
    EXPECT_EQ(probe("b.mp4")["streams"].size(), 1u);
}

TEST_F(SoundOnTheCommandLine, SettingsAreTakenAndKept) {
    done("directions --method sefa --count 3 -o axes.npz");
    done(
        "interpolate --seeds 15,21 --fps 5 --size 32 --sound tone.wav --sound-drives sefa-2 --axes axes.npz "
        "--sound-curve onsets --sound-amount -20 -o a.webm");
    EXPECT_EQ(probe("a.webm")["streams"][1]["codec_name"].get<std::string>(), "opus");
    const JourneySound sound = sound_in("a.webm");
    EXPECT_EQ(sound.drives, SoundDrives::axis);
    EXPECT_EQ(sound.curve, SoundCurve::onsets);
    EXPECT_EQ(sound.amount, -20);
    EXPECT_EQ(sound.axis_id, "sefa-2");
    EXPECT_EQ(sound.axis.size(), 128u);
    done("interpolate --journey a.webm --size 32 --sound-drives position -o b.mp4");
    EXPECT_EQ(sound_in("b.mp4").amount, sound_amounts(SoundDrives::position).usual);
}

TEST_F(SoundOnTheCommandLine, SaysWhatIsWrong) {
    const std::string film = "interpolate --seeds 15,21 --fps 5 --size 32 -o a.mp4 ";
    const auto refused = [&](const std::string& arguments, const std::string& sentence, int code) {
        const Result result = run(film + arguments);
        EXPECT_EQ(result.exit_code, code) << arguments;
        EXPECT_NE(result.err.find(sentence), std::string::npos) << arguments << "\n" << result.err;
        EXPECT_FALSE(std::filesystem::exists(folder_ / "a.mp4"));
    };
    refused("--sound-amount 2", "There is no sound to adjust: name its file with --sound.", 2);
    refused("--sound none.mp3", "none.mp3 cannot be opened", 1);
    refused("--sound tone.wav --sound-amount 0.5", "--sound-amount is 0.5, but the pace takes 1 to 100.", 2);
    refused("--sound tone.wav --sound-drives beak", "has no axis \"beak\"", 1);
    refused("--sound tone.wav --no-sound", "--no-sound", 2);
    EXPECT_NE(run("interpolate --seeds 1,2 --sound tone.wav -o tone.wav.mp4 --sound-curve bass").exit_code,
              0);
    done("interpolate --seeds 15,21 --fps 5 --size 32 --sound tone.wav -o b.mp4");
    std::filesystem::rename(folder_ / "tone.wav", folder_ / "moved.wav");
    const Result missing = run("interpolate --journey b.mp4 --size 32 -o c.mp4");
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_NE(missing.err.find("tone.wav cannot be opened"), std::string::npos);
    EXPECT_NE(missing.err.find("--no-sound to go without"), std::string::npos);
    done("interpolate --journey b.mp4 --size 32 --sound moved.wav -o c.mp4");
}

}  // namespace
}  // namespace progan
