// A journey that follows a sound: dropped on the window, set by mouse, looked at, recorded, undone and kept.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "core/documents/journey_file.h"
#include "tests/window/drop_source.h"
#include "tests/window/recording_window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class SoundTest : public RecordingWindowTest {
  protected:
    /// Two seconds with a beep of 0.1 s after one.
    void SetUp() override {
        RecordingWindowTest::SetUp();
        std::filesystem::create_directories(sounds_);
        const std::string command =
            "ffmpeg -v error -nostdin -y -f lavfi -i "
            "\"aevalsrc='0.8*sin(2*PI*700*t)*between(t,1,1.1)':s=44100:d=2\" '" +
            beep().string() + "'";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    void TearDown() override {
        std::filesystem::remove_all(sounds_);
        RecordingWindowTest::TearDown();
    }
    std::filesystem::path beep() const { return sounds_ / "beep.wav"; }

    static Probe sound(const Probe& probe) { return probe["state"]["journey"]["sound"]; }
    static bool has(const Probe& probe, const std::string& member, const Probe& value) {
        const Probe there = sound(probe);
        return there.is_object() && there[member] == value;
    }
    static std::string hash(const Probe& probe) { return probe["state"]["image_hash"]; }

    void drop_beep(const Explorer& explorer) {
        drop_file(desktop_->display(), "ProGAN Explorer", beep(), kWidth / 2, kHeight / 3);
        explorer.wait_until("the sound was listened to", [](const Probe& p) {
            return has(p, "frames", 50) && p["widgets"].contains("Timeline/Sound curves");
        });
    }
    static void set(const Explorer& explorer, const std::string& list, const std::string& value,
                    const std::string& member) {
        explorer.click("Timeline/Sound/" + list);
        explorer.click("Timeline/Sound/" + list + "/" + value);
        explorer.wait_until(value + " is chosen", [&](const Probe& p) {
            return has(p, member, value) && !p["widgets"].contains("Timeline/Sound/" + list + "/" + value);
        });
    }
    /// A click on the curves, at that part of their width.
    void listen_at(const Explorer& explorer, double part) {
        const Probe place = explorer.probe()["widgets"]["Timeline/Sound curves"];
        const auto side = [&](std::size_t i) { return place[i].get<double>(); };
        desktop_->input("mousemove " + std::to_string(static_cast<int>(side(0) + part * side(2))) + " " +
                        std::to_string(static_cast<int>(side(1) + side(3) / 2)) +
                        " then mousedown 1 then mouseup 1");
    }

    const std::filesystem::path sounds_ =
        std::filesystem::temp_directory_path() / ("progan-sounds-" + std::to_string(getpid()));
};

TEST_F(SoundTest, ADroppedSoundDrivesTheJourneyIsRecordedUndoneAndKept) {
    auto explorer = start();
    unfold_timeline(*explorer);
    drop_beep(*explorer);
    EXPECT_TRUE(has(explorer->probe(), "drives", "pace"));
    explorer->click("Timeline/Sound");
    set(*explorer, "Drives", "position", "drives");
    set(*explorer, "Curve", "onsets", "curve");
    explorer->press_keys("Escape");
    explorer->wait_until("the popup has closed",
                         [](const Probe& p) { return !p["widgets"].contains("Timeline/Sound/Drives"); });

    // A click on the curves shows that moment's face; the journey's own frames are still there.
    listen_at(*explorer, 0.25);
    const Probe quiet = explorer->wait_until("a quiet moment is shown", [](const Probe& p) {
        return sound(p)["frame"].get<int>() > 0 && sound(p)["frame"].get<int>() < 20;
    });
    listen_at(*explorer, 0.55);
    explorer->wait_until("a moment after the beep is shown", [&](const Probe& p) {
        return sound(p)["frame"].get<int>() > 24 && hash(p) != hash(quiet);
    });

    // Played, it goes on from there and, as the journey goes there and back, begins anew.
    explorer->click("Timeline/Play");
    explorer->wait_until("it began anew", [](const Probe& p) {
        return sound(p)["frame"].get<int>() >= 0 && sound(p)["frame"].get<int>() < 20;
    });
    explorer->click("Timeline/Play");

    record(*explorer, "MP4", "beep", ".mp4");
    const nlohmann::json streams = nlohmann::json::parse(output_of(
        "ffprobe -v error -show_streams -of json '" + recorded("beep.mp4").string() + "'"))["streams"];
    ASSERT_EQ(streams.size(), 2u);
    EXPECT_EQ(streams[1]["codec_type"].get<std::string>(), "audio");
    for (const nlohmann::json& stream : streams)
        EXPECT_NEAR(std::stod(stream["duration"].get<std::string>()), 2, 0.04);

    // Kept with the session and with the journey's file.
    explorer->click("Timeline/Menu");
    explorer->click("Timeline/Menu/Save");
    explorer->wait_until("it is saved", [](const Probe& p) {
        return p["state"]["notifications"].dump().find("Saved as") != std::string::npos;
    });
    const Journey saved =
        load_journey(explorer->data_dir() / "journeys" / "journey.json", 128, SeedMode::numpy);
    ASSERT_TRUE(saved.sound);
    EXPECT_EQ(saved.sound->file, beep().string());
    EXPECT_EQ(saved.sound->drives, SoundDrives::position);
    EXPECT_EQ(explorer->quit(), 0);
    explorer = start({}, 2);
    explorer->wait_until("the sound is there again",
                         [](const Probe& p) { return has(p, "frames", 50) && has(p, "curve", "onsets"); });

    // Removed, and that undone.
    explorer->click("Timeline/Sound");
    explorer->click("Timeline/Sound/Remove");
    explorer->wait_until("it is gone", [](const Probe& p) { return sound(p).is_null(); });
    explorer->press_keys("Escape");
    explorer->click("Notification/Undo");
    explorer->wait_until("it is back", [](const Probe& p) { return has(p, "frames", 50); });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(SoundTest, OneThatEndsEarlyIsToldAndADragOfTheFrameRateReadsItOnce) {
    std::filesystem::resize_file(beep(), std::filesystem::file_size(beep()) / 2);
    auto explorer = start();
    unfold_timeline(*explorer);
    drop_file(desktop_->display(), "ProGAN Explorer", beep(), kWidth / 2, kHeight / 3);
    explorer->wait_until("it was listened to, and that it ends early is told", [](const Probe& p) {
        return has(p, "frames", 25) && p["state"]["notifications"].dump().find(
                                           "ends early: its header says 2.0 seconds of sound, but it has "
                                           "1.0") != std::string::npos;
    });
    EXPECT_TRUE(has(explorer->probe(), "readings", 1));

    const Explorer::Point fps = explorer->hover("Timeline/Fps");
    desktop_->input("mousemove " + std::to_string(fps.x) + " " + std::to_string(fps.y) + " then mousedown 1");
    const auto rate = [](const Probe& p) { return p["state"]["journey"]["fps"].get<double>(); };
    double before = 25;
    for (int step = 1; step <= 5; ++step) {
        desktop_->input("mousemove " + std::to_string(fps.x + 20 * step) + " " + std::to_string(fps.y));
        explorer->wait_until("the rate follows the mouse", [&](const Probe& p) { return rate(p) > before; });
        before = rate(explorer->probe());
        EXPECT_TRUE(has(explorer->probe(), "readings", 1));
    }
    desktop_->input("mouseup 1");
    explorer->wait_until("it was read for the last rate", [&](const Probe& p) {
        return has(p, "frames", static_cast<int>(std::ceil(rate(p))));
    });
    EXPECT_TRUE(has(explorer->probe(), "readings", 2));
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(SoundTest, AMissingSoundIsASentenceAndTheJourneyOpens) {
    auto explorer = start();
    unfold_timeline(*explorer);
    drop_beep(*explorer);
    EXPECT_EQ(explorer->quit(), 0);
    std::filesystem::remove(beep());
    explorer = start({}, 2);
    explorer->wait_until("it is told", [](const Probe& p) {
        return p["state"]["notifications"].dump().find("beep.wav cannot be opened") != std::string::npos &&
               p["state"]["journey"]["frames"].get<int>() > 1 && has(p, "frames", 0);
    });
    // It plays without, and is not recorded as if there were none.
    explorer->press_keys("ctrl+r");
    explorer->click("Record/Start");
    explorer->wait_until("it says so", [](const Probe& p) {
        return p["state"]["notifications"].dump().find("choose another one in Animate") != std::string::npos;
    });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
