// Recording by hand in the real window: every format, verified by FFmpeg's programs; takes; and the way back
// from a file that is dropped on the window to the journey it shows.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/documents/embedded_journey.h"
#include "core/documents/session_recording.h"
#include "core/image/image_file.h"
#include "tests/fixtures/process.h"
#include "tests/window/drop_source.h"
#include "tests/window/recording_window_test.h"

namespace progan::test {
namespace {

namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class RecordingTest : public RecordingWindowTest {};

TEST_F(RecordingTest, EveryFormatIsWhatItsNameSaysAndLeadsBack) {
    auto explorer = start();
    const Probe first = explorer->wait_until(
        "there is a journey", [](const Probe& p) { return p["state"]["journey"]["frames"] > 1; });
    const auto keys = first["state"]["journey"]["names"];
    const int path_frames = first["state"]["journey"]["frames"];
    const int frames = 2 * (path_frames - 1);  // there and back
    // A dialog that has said about how large the file will be.
    explorer->press_keys("ctrl+r");
    choose(*explorer, "Record/Format", "GIF");
    enter(*explorer, "Record/Size", "96");
    explorer->wait_until("the size is estimated",
                         [](const Probe& p) { return p["state"]["recording"]["estimated"] > 1000; });
    explorer->click("Record/Close");
    explorer->wait_until("the dialog has closed",
                         [](const Probe& p) { return !p["widgets"].contains("Record/Start"); });
    record(*explorer, "GIF", "walk", ".gif");
    record(*explorer, "MP4", "walk", ".mp4");
    record(*explorer, "WebM", "walk", ".webm");
    record(*explorer, "APNG", "walk", ".apng");
    record(*explorer, "PNG sequence", "walk", "");
    record(*explorer, "Contact sheet", "sheet", ".png");
    for (const auto& [file, codec] :
         {std::pair{"walk.gif", "gif"}, {"walk.mp4", "h264"}, {"walk.webm", "vp9"}, {"walk.apng", "apng"}}) {
        const nlohmann::json stream = stream_of(recorded(file));
        EXPECT_EQ(stream.at("codec_name"), codec);
        EXPECT_EQ(std::stoi(stream.at("nb_read_frames").get<std::string>()), frames) << file;
        EXPECT_EQ(stream.at("width"), 96) << file;
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(recorded("walk")), {}), frames + 1);
    EXPECT_GT(read_image(recorded("sheet.png")).width, 4 * 96);

    // The journey is changed; each file brings it back, byte for byte.
    const std::string text = journey_text_of(recorded("walk.gif")).value();
    for (const char* file : {"walk.gif", "walk.mp4", "walk.webm", "walk.apng", "walk", "sheet.png"}) {
        SCOPED_TRACE(file);
        EXPECT_EQ(journey_text_of(recorded(file)), text);
        explorer->click("Seed/Next");
        explorer->settled();
        explorer->press_keys("k");  // the shown face becomes a key
        explorer->wait_until("the journey is another",
                             [&](const Probe& p) { return p["state"]["journey"]["names"] != keys; });
        drop_file(desktop_->display(), "ProGAN Explorer", recorded(file), kWidth / 2, kHeight / 2);
        const Probe back = explorer->wait_until(
            "the journey is back", [&](const Probe& p) { return p["state"]["journey"]["names"] == keys; });
        EXPECT_EQ(back["state"]["journey"]["frames"], path_frames);
        EXPECT_EQ(back["state"]["journey"]["keys"], first["state"]["journey"]["keys"]);
    }
    record(*explorer, "GIF", "again", ".gif");
    EXPECT_EQ(journey_text_of(recorded("again.gif")), text);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(RecordingTest, WhatIsDoneBecomesATakeAndThenAFilm) {
    auto explorer = start();
    explorer->press_keys("ctrl+shift+r");
    explorer->wait_until("it records",
                         [](const Probe& p) { return p["state"]["recording"]["taking"] == true; });
    for (int i = 0; i < 3; ++i) {
        const std::uint32_t seed = explorer->probe()["state"]["seed"];
        explorer->click("Seed/Next");
        explorer->wait_until("the next face", [&](const Probe& p) { return p["state"]["seed"] == seed + 1; });
    }
    explorer->wait_until("four faces are in it",
                         [](const Probe& p) { return p["state"]["recording"]["samples"] >= 4; });
    explorer->click("Take/Stop");
    explorer->wait_until("it has stopped",
                         [](const Probe& p) { return p["state"]["recording"]["taking"] == false; });
    explorer->press_keys("ctrl+r");
    explorer->wait_until("the take is in the list",
                         [](const Probe& p) { return p["state"]["recording"]["takes"] == 1; });
    choose(*explorer, "Record/What", "0");
    choose(*explorer, "Record/Format", "MP4");
    enter(*explorer, "Record/Name", "film");
    explorer->click("Record/Start");
    explorer->wait_until("the film is saved", [&](const Probe& p) {
        return p["state"]["jobs"] == 0 &&
               p["state"]["notifications"].dump().find("film.mp4") != std::string::npos;
    });
    fs::path file;
    for (const auto& entry : fs::directory_iterator(explorer->data_dir() / "takes")) file = entry.path();
    const SessionRecording take(file);
    EXPECT_GE(take.sample_count(), 5);  // the last says how long the hand rested
    EXPECT_EQ(std::stoi(stream_of(recorded("film.mp4")).at("nb_read_frames").get<std::string>()),
              take.frame_count(25));
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(RecordingTest, AnAnimationOfAnotherModelIsOpenedWithAWarning) {
    fs::create_directories(folder_);
    const fs::path file = folder_ / "other.gif";
    output_of(std::string(PROGAN_PROGRAM) + " interpolate --seeds 3,4 --steps 3 -o '" + file.string() +
              "' 2>&1");
    std::string text = journey_text_of(file).value();
    const std::size_t hash = text.find("sha256") + 10;
    text.replace(hash, 8, "00000000");
    // The same file with another model's name: a journey.json in a folder is as good.
    fs::create_directories(folder_ / "walk");
    std::ofstream(folder_ / "walk/journey.json") << text;
    auto explorer = start();
    drop_file(desktop_->display(), "ProGAN Explorer", folder_ / "walk", kWidth / 2, kHeight / 2);
    const Probe warned = explorer->wait_until("there is a warning", [](const Probe& p) {
        return p["state"]["notifications"].dump().find("another model") != std::string::npos;
    });
    EXPECT_EQ(warned["state"]["journey"]["frames"], 3);
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
