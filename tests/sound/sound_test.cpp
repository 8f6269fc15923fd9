// Curves of made sounds against NumPy (tests/data/make_sound_references.py), and files that FFmpeg's own
// program (package ffmpeg) has written.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <optional>
#include <string>

#include "core/sound/sound_curves.h"
#include "core/sound/sound_reader.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/media_probe.h"

namespace progan {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::quoted;
using test::run_program;
using test::TemporaryFolder;

void add_burst(std::vector<double>& signal, double begin, double end, double hertz, double amplitude) {
    for (std::size_t i = 0; i < signal.size(); ++i) {
        const double t = static_cast<double>(i) / kSoundRate;
        if (t >= begin && t < end) signal[i] += amplitude * std::sin(2 * std::numbers::pi * hertz * t);
    }
}

std::vector<float> as_floats(const std::vector<double>& signal) {
    return {signal.begin(), signal.end()};
}

std::vector<double> silence(double seconds) {
    return std::vector<double>(static_cast<std::size_t>(kSoundRate * seconds), 0);
}

void add_click(std::vector<double>& signal, double at, double amplitude = 0.9) {
    signal[static_cast<std::size_t>(std::lround(at * kSoundRate))] = amplitude;
}

/// Frames where the curve rises above both its neighbors, and above `least`.
std::vector<int> peaks(const std::vector<float>& curve, float least) {
    std::vector<int> found;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const float before = i > 0 ? curve[i - 1] : 0;
        const float after = i + 1 < curve.size() ? curve[i + 1] : 0;
        if (curve[i] > least && curve[i] > before && curve[i] >= after) found.push_back(static_cast<int>(i));
    }
    return found;
}

/// A file of ffmpeg's: `what` says how it is made.
fs::path made(const TemporaryFolder& folder, const std::string& name, const std::string& what) {
    fs::path path = folder / name;
    run_program("ffmpeg -v error -nostdin " + what + " " + quoted(path));
    return path;
}

TEST(SoundCurves, AreThoseOfNumpy) {
    std::vector<double> signal(static_cast<std::size_t>(kSoundRate * 4.03), 0);
    add_burst(signal, 0.5, 1.2, 440, 0.5);
    add_burst(signal, 1.6, 1.9, 1500, 0.1);
    add_burst(signal, 2.5, 3.3, 97, 0.8);
    add_click(signal, 2.2);
    add_click(signal, 3.7, 0.4);
    std::ifstream file(PROGAN_TEST_DATA "/sound_references.json");
    const nlohmann::json references = nlohmann::json::parse(file);
    ASSERT_EQ(references.size(), 4u);
    for (const nlohmann::json& reference : references) {
        const auto fps = reference["fps"].get<double>();
        SCOPED_TRACE(fps);
        const SoundCurves curves = sound_curves(as_floats(signal), fps);
        const auto loudness = reference["loudness"].get<std::vector<float>>();
        const auto onsets = reference["onsets"].get<std::vector<float>>();
        ASSERT_EQ(curves.loudness.size(), loudness.size());
        ASSERT_EQ(curves.onsets.size(), onsets.size());
        for (std::size_t i = 0; i < loudness.size(); ++i) {
            EXPECT_NEAR(curves.loudness[i], loudness[i], 2e-4) << "frame " << i;
            EXPECT_NEAR(curves.onsets[i], onsets[i], 2e-4) << "frame " << i;
        }
    }
}

TEST(SoundCurves, ClicksAreOnsetsInTheirFrames) {
    for (const double fps : {10.0, 25.0, 30.0, 60.0}) {
        SCOPED_TRACE(fps);
        std::vector<double> signal = silence(6);
        const std::vector<double> times{0.31, 1.0, 1.77, 2.502, 3.3333, 4.9};
        for (const double time : times) add_click(signal, time);
        const SoundCurves curves = sound_curves(as_floats(signal), fps);
        ASSERT_EQ(curves.onsets.size(), static_cast<std::size_t>(6 * fps));
        const std::vector<int> found = peaks(curves.onsets, 0.5f);
        ASSERT_EQ(found.size(), times.size());
        for (std::size_t i = 0; i < times.size(); ++i)
            EXPECT_LE(std::abs(found[i] - std::floor(times[i] * fps)), 1) << times[i];
    }
}

TEST(SoundCurves, BurstsBeginWithOnsetsAndAreAsLoudAsTheyAre) {
    std::vector<double> signal = silence(4);
    add_burst(signal, 1.0, 2.0, 440, 0.8);
    add_burst(signal, 3.0, 3.5, 440, 0.08);  // 20 dB below
    const SoundCurves curves = sound_curves(as_floats(signal), 25);
    EXPECT_NEAR(curves.seconds, 4, 1e-3);
    EXPECT_FLOAT_EQ(curves.loudness[20], 0);
    EXPECT_NEAR(curves.loudness[26], 1, 0.01);
    EXPECT_NEAR(curves.loudness[45], 1, 0.01);
    EXPECT_NEAR(curves.loudness[80], 0.5, 0.01);
    const auto loudest = std::max_element(curves.onsets.begin(), curves.onsets.end());
    EXPECT_EQ(loudest - curves.onsets.begin(), 25);
    EXPECT_LT(curves.onsets[45], 0.1f);  // it goes on, but nothing begins
}

TEST(SoundCurves, FallNoFasterThanToldAndSilenceIsZero) {
    std::vector<double> signal = silence(2);
    add_click(signal, 0.5);
    const SoundCurves curves = sound_curves(as_floats(signal), 25);
    for (std::size_t i = 14; i < curves.onsets.size(); ++i)
        EXPECT_NEAR(curves.onsets[i], curves.onsets[i - 1] * std::exp(-1 / (25 * 0.15)), 1e-4);
    const SoundCurves none = sound_curves(as_floats(silence(2)), 25);
    for (std::size_t i = 0; i < none.loudness.size(); ++i) {
        EXPECT_EQ(none.loudness[i], 0);
        EXPECT_EQ(none.onsets[i], 0);
    }
    EXPECT_EQ(sound_curves({}, 25).loudness.size(), 1u);
    EXPECT_EQ(error_of([] { (void)sound_curves({}, 0); }),
              "The curves of a sound must have above 0 and up to 1000 frames per second, not 0.");
}

constexpr const char* kBeeps =
    "-f lavfi -i \"aevalsrc='0.5*sin(2*PI*600*t)*gte(mod(t,1),0.5)':s=44100:d=3:c=stereo\"";

TEST(SoundReader, ReadsWhatFfmpegReads) {
    const TemporaryFolder folder;
    const std::string video = " -f lavfi -i testsrc=size=64x64:rate=25:duration=3 -pix_fmt yuv420p";
    std::optional<SoundCurves> first;
    for (const auto& [name, how] : std::vector<std::pair<std::string, std::string>>{
             {"a.wav", kBeeps},
             {"a.flac", kBeeps},
             {"a.mp3", kBeeps},
             {"a.ogg", std::string(kBeeps) + " -c:a libvorbis"},
             {"a.m4a", std::string(kBeeps) + " -c:a aac"},
             {"a.opus", std::string(kBeeps) + " -c:a libopus"},
             {"a.mp4", std::string(kBeeps) + video + " -c:a aac"},
             {"a 1%.mkv", std::string(kBeeps) + video + " -c:a pcm_s16le"}}) {
        SCOPED_TRACE(name);
        std::int64_t most = 0;
        const SoundCurves curves =
            read_sound_curves(made(folder, name, how), 25, [&](std::int64_t done, std::int64_t total) {
                EXPECT_LT(done, total);
                most = std::max(most, done);
            });
        EXPECT_GE(most, 2);
        EXPECT_NEAR(curves.seconds, 3, 0.06);
        EXPECT_EQ(curves.left_out, 0);
        if (!first) first = curves;
        for (std::size_t i = 0; i < 74; ++i)
            EXPECT_NEAR(curves.loudness[i], first->loudness[i], i % 25 < 12 ? 1 : 0.05) << i;
        for (const int second : {0, 1, 2}) {
            const auto from = curves.onsets.begin() + second * 25 + 8;
            EXPECT_NEAR(static_cast<double>(std::max_element(from, from + 8) - curves.onsets.begin()),
                        second * 25 + 12, 1);
        }
    }
}

TEST(SoundReader, GivesPiecesOfAnySizeAndBothChannels) {
    const TemporaryFolder folder;
    const fs::path path = made(folder, "a.wav", "-f lavfi -i \"aevalsrc=0.25|-0.5:s=8000:d=1\"");
    SoundReader reader(path, 8000, 2);
    EXPECT_NEAR(reader.told_seconds(), 1, 0.01);
    std::vector<float> all, piece(622);
    for (std::size_t count = piece.size(); count == piece.size();) {
        count = reader.read(piece);
        all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    }
    ASSERT_EQ(all.size(), 16000u);
    for (std::size_t i = 0; i < all.size(); i += 2) {
        EXPECT_NEAR(all[i], 0.25, 1e-3);
        EXPECT_NEAR(all[i + 1], -0.5, 1e-3);
    }
    EXPECT_EQ(reader.read(piece), 0u);
}

TEST(SoundReader, SaysWhatIsWrongWithAFile) {
    const TemporaryFolder folder;
    const auto problem = [](const fs::path& path) {
        return error_of([&] { (void)read_sound_curves(path, 25); });
    };
    EXPECT_NE(problem(folder / "none.mp3").find("none.mp3 cannot be opened: No such file"),
              std::string::npos);
    EXPECT_NE(problem(folder.path()).find(folder.path().string()), std::string::npos);
    const fs::path film =
        made(folder, "mute.mp4", "-f lavfi -i testsrc=size=64x64:rate=25:duration=1 -pix_fmt yuv420p");
    EXPECT_EQ(problem(film), film.string() + " has no sound.");
    std::ofstream(folder / "text.mp3") << "This is no sound at all.\n";
    EXPECT_EQ(problem(folder / "text.mp3"),
              (folder / "text.mp3").string() +
                  " cannot be read as a sound: it is damaged, or of a format that FFmpeg does not know.");
    std::ofstream(folder / "list.m3u8") << "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nmute.mp4\n"
                                        << "#EXT-X-ENDLIST\n";
    EXPECT_NE(problem(folder / "list.m3u8"), "no error");
    const fs::path hour =
        made(folder, "long.flac", "-f lavfi -i anullsrc=r=8000:cl=mono -t 3700 -compression_level 0");
    EXPECT_EQ(problem(hour), hour.string() + " has a sound of 62 minutes, more than the maximum of 60.");
}

TEST(SoundReader, DamagedPiecesAreCountedAndACutFileEnds) {
    const TemporaryFolder folder;
    const fs::path path = made(folder, "a.flac", kBeeps);
    std::string bytes = test::read_bytes(path);
    const fs::path cut = folder / "cut.flac";
    std::ofstream(cut, std::ios::binary) << bytes.substr(0, bytes.size() * 2 / 3);
    EXPECT_NEAR(read_sound_curves(cut, 25).seconds, 2, 0.6);
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 3000; ++i)
        bytes[i] = static_cast<char>(i * 7);
    const fs::path damaged = folder / "damaged.flac";
    std::ofstream(damaged, std::ios::binary) << bytes;
    const SoundCurves curves = read_sound_curves(damaged, 25);
    EXPECT_GT(curves.left_out, 0);
    EXPECT_GT(curves.seconds, 1);
}

TEST(SoundReader, AFileThatEndsBeforeItsHeaderSaysIsTold) {
    const TemporaryFolder folder;
    for (const std::string ending : {"wav", "aiff", "flac", "mp3", "ogg", "m4a", "mka"}) {
        SCOPED_TRACE(ending);
        const fs::path whole = made(folder, "whole." + ending, kBeeps);
        EXPECT_EQ(read_sound_curves(whole, 25).stated_seconds, 0);
        if (ending == "ogg" || ending == "m4a" || ending == "mka") continue;  // no header, or one at the end
        const std::string bytes = test::read_bytes(whole);
        const fs::path cut = folder / ("cut." + ending);
        std::ofstream(cut, std::ios::binary) << bytes.substr(0, bytes.size() / 2);
        const SoundCurves curves = read_sound_curves(cut, 25);
        EXPECT_NEAR(curves.stated_seconds, read_sound_curves(whole, 25).seconds, 0.3);
        EXPECT_LT(curves.seconds, curves.stated_seconds - 0.5);
    }
    // What came through a pipe states no length; a film's pictures may last longer than its sound.
    run_program("ffmpeg -v error -nostdin " + std::string(kBeeps) + " -f wav - > " +
                quoted(folder / "piped.wav"));
    EXPECT_EQ(read_sound_curves(folder / "piped.wav", 25).stated_seconds, 0);
    for (const std::string ending : {"mp4", "webm"}) {
        const fs::path film = made(
            folder, "film." + ending,
            "-f lavfi -i testsrc=size=64x64:rate=5:duration=6 " + std::string(kBeeps) + " -pix_fmt yuv420p");
        EXPECT_EQ(read_sound_curves(film, 25).stated_seconds, 0) << ending;
    }
}

TEST(SoundReader, CanBeStopped) {
    const TemporaryFolder folder;
    const fs::path path = made(folder, "a.wav", kBeeps);
    EXPECT_THROW((void)read_sound_curves(path, 25, [](std::int64_t, std::int64_t) { throw Cancelled(); }),
                 Cancelled);
}

}  // namespace
}  // namespace progan
