// The face nearest to a photo in the real window: photos are dropped on it, marks are dragged and stepped by
// keys, a search is watched, cancelled and kept.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/model/model_file.h"
#include "tests/fixtures/random_model.h"
#include "tests/window/drop_source.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class PhotoWindowTest : public WindowTest {
  protected:
    void SetUp() override {
        WindowTest::SetUp();
        fs::create_directories(folder_);
        ModelSpec spec;  // 32 x 32 pixels: a search takes about a second
        spec.latent_size = 8;
        spec.channels = {8, 8, 8, 8};
        spec.to_rgb_levels = {0, 1, 2, 3};
        spec.last_level = 3;
        spec.name = "Small";
        Model model = random_model(spec);
        model.anchors = FaceAnchors{{0.4, 0.45}, {0.6, 0.45}, {0.5, 0.7}};
        save_model(folder_ / "small.safetensors", model);
        for (const char* name : {"anna.png", "ben.png"}) {
            Image photo(400, 300);
            for (std::size_t i = 0; i < photo.rgb.size(); ++i)
                photo.rgb[i] = static_cast<std::uint8_t>(60 + i / 2400 + (name[0] == 'b' ? 60 : 0));
            write_png(folder_ / name, photo);
        }
    }
    std::unique_ptr<Explorer> start_small() {
        return start({"--model", (folder_ / "small.safetensors").string()});
    }
    void drop(const std::string& name) const {
        drop_file(desktop_->display(), "ProGAN Explorer", folder_ / name, kWidth / 2, kHeight / 2);
    }
    static Probe wait_for(const Explorer& explorer, const std::string& stage) {
        return explorer.wait_until("the photo is " + stage,
                                   [&](const Probe& p) { return p["state"]["photo"]["stage"] == stage; });
    }
    static std::vector<double> mark(const Probe& probe, int index) {
        return probe["state"]["photo"]["anchors"][static_cast<std::size_t>(index)];
    }
    /// Waits until a mark lies this far from where it was.
    static Probe wait_moved(const Explorer& explorer, int index, const std::vector<double>& from) {
        return explorer.wait_until("the mark has moved",
                                   [&](const Probe& p) { return mark(p, index) != from; });
    }
    /// Files below the data folder that a photo may leave.
    std::vector<std::string> photo_files(const Explorer& explorer) const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(explorer.data_dir())) {
            const std::string name = entry.path().filename().string();
            if (name.ends_with(".png") || name.ends_with(".jpg") || name == "photo-places.json")
                names.push_back(name);
        }
        return names;
    }
};

TEST_F(PhotoWindowTest, ADroppedPhotoIsPlacedByMouseAndKeys) {
    const auto explorer = start_small();
    drop("anna.png");
    Probe probe = wait_for(*explorer, "placing");
    EXPECT_EQ(probe["state"]["photo"]["name"], "anna.png");
    explorer->wait_until("the average face is there",
                         [](const Probe& p) { return p["state"]["photo"]["average"].get<bool>(); });
    // By mouse: the button goes down on the mark before anything moves.
    const std::vector<double> left = mark(probe, 0), right = mark(probe, 1), mouth = mark(probe, 2);
    const Explorer::Point at = explorer->find("Photo/Right");
    desktop_->input("mousemove " + std::to_string(at.x) + " " + std::to_string(at.y) + " then mousedown 1");
    explorer->wait_until("the mark is held",
                         [](const Probe& p) { return p["state"]["photo"]["active"] == 1; });
    desktop_->input("mousemove " + std::to_string(at.x + 40) + " " + std::to_string(at.y - 20) +
                    " then mouseup 1");
    probe = wait_moved(*explorer, 1, right);
    EXPECT_GT(mark(probe, 1)[0], right[0] + 10);
    EXPECT_LT(mark(probe, 1)[1], right[1] - 5);
    EXPECT_EQ(mark(probe, 0), left);
    EXPECT_EQ(mark(probe, 2), mouth);
    // By keys: a step, and a larger one.
    std::vector<double> before = mark(probe, 1);
    explorer->press_keys("Right");
    probe = wait_moved(*explorer, 1, before);
    const double step = mark(probe, 1)[0] - before[0];
    EXPECT_GT(step, 0);
    EXPECT_EQ(mark(probe, 1)[1], before[1]);
    before = mark(probe, 1);
    explorer->press_keys("shift+Down");
    probe = wait_moved(*explorer, 1, before);
    EXPECT_NEAR(mark(probe, 1)[1] - before[1], 10 * step, 1e-6);
    // Tab goes to the next mark.
    for (int i = 0; i < 12 && probe["state"]["photo"]["active"] != 2; ++i) {
        explorer->press_keys("Tab");
        probe = explorer->probe();
    }
    probe = explorer->wait_until("the mouth is chosen",
                                 [](const Probe& p) { return p["state"]["photo"]["active"] == 2; });
    before = mark(probe, 2);
    explorer->press_keys("Up");
    probe = wait_moved(*explorer, 2, before);
    EXPECT_LT(mark(probe, 2)[1], before[1]);
    // The marks are remembered while the program runs.
    const Probe placed = probe["state"]["photo"]["anchors"];
    explorer->press_keys("Escape");
    explorer->wait_until("the dialog is closed", [](const Probe& p) { return !p["state"]["photo"]["open"]; });
    drop("anna.png");
    EXPECT_EQ(wait_for(*explorer, "placing")["state"]["photo"]["anchors"], placed);
    explorer->click("Photo/Close");
    EXPECT_TRUE(photo_files(*explorer).empty());
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(PhotoWindowTest, TheFaceThatIsFoundIsKeptAndUsed) {
    const auto explorer = start_small();
    drop("anna.png");
    wait_for(*explorer, "placing");
    drop("ben.png");
    explorer->wait_until("the other photo waits",
                         [](const Probe& p) { return p["state"]["photo"]["waiting"] == 1; });
    explorer->press_keys("Return");  // the primary button
    Probe probe = wait_for(*explorer, "found");
    EXPECT_GT(probe["state"]["photo"]["points"], 3);
    explorer->click("Photo/Differences");
    explorer->click("Photo/Keep");
    explorer->wait_until("it is kept",
                         [](const Probe& p) { return p["state"]["photo"]["kept"].get<bool>(); });
    const std::string before = explorer->probe()["state"]["image_hash"];
    explorer->click("Photo/Use");
    probe = explorer->wait_until("the face is shown", [&](const Probe& p) {
        return !p["state"]["photo"]["open"] && p["state"]["image_hash"] != before && Explorer::is_settled(p);
    });
    explorer->press_keys("ctrl+z");
    explorer->wait_until("it was one step",
                         [&](const Probe& p) { return p["state"]["image_hash"] == before; });
    // The one that waits comes when the dialog is opened again.
    explorer->press_keys("ctrl+shift+f");
    explorer->click("Photo/Next");
    probe = wait_for(*explorer, "placing");
    EXPECT_EQ(probe["state"]["photo"]["name"], "ben.png");
    explorer->click("Photo/Close");
    EXPECT_EQ(explorer->quit(), 0);
    std::vector<std::string> crops;
    for (const std::string& name : photo_files(*explorer))
        if (name.ends_with("-photo.png")) crops.push_back(name);
    ASSERT_EQ(crops.size(), 1u);
    EXPECT_EQ(read_image(explorer->data_dir() / "favourites" / crops[0]).width, 32) << "the crop alone";
}

TEST_F(PhotoWindowTest, ACancelledSearchLeavesNothingOfThePhoto) {
    const auto explorer = start_small();
    drop("anna.png");
    wait_for(*explorer, "placing");
    explorer->click("Photo/Find");
    explorer->wait_until("it has begun",
                         [](const Probe& p) { return p["state"]["photo"]["stage"] != "placing"; });
    if (explorer->visible("Photo/Cancel")) explorer->click("Photo/Cancel");
    explorer->wait_until("it has ended",
                         [](const Probe& p) { return p["state"]["photo"]["stage"] != "searching"; });
    explorer->click("Photo/Close");
    EXPECT_EQ(explorer->quit(), 0);
    EXPECT_TRUE(photo_files(*explorer).empty());
}

TEST_F(PhotoWindowTest, TheWindowIsUsedAndQuitWhileASearchGoesOn) {
    const auto explorer = start();  // the included model: a search takes a minute and more
    drop("anna.png");
    wait_for(*explorer, "placing");
    explorer->click("Photo/Find");
    wait_for(*explorer, "searching");
    explorer->click("Photo/Close");
    explorer->find("Photo/Show");  // in the status bar
    const std::string before = explorer->settled()["state"]["image_hash"];
    explorer->press_keys("r");
    explorer->wait_until("a face is shown beside the search", [&](const Probe& p) {
        return p["state"]["image_hash"] != before && Explorer::is_settled(p);
    });
    EXPECT_EQ(explorer->probe()["state"]["photo"]["stage"], "searching");
    EXPECT_EQ(explorer->quit_anyway(), 0);
    EXPECT_TRUE(photo_files(*explorer).empty());
}

TEST_F(PhotoWindowTest, WhatIsNoPhotoSaysSoInTheDialog) {
    write_png(folder_ / "dot.png", Image(1, 1));
    const auto explorer = start_small();
    drop("dot.png");
    explorer->wait_until("the dialog says why", [](const Probe& p) {
        return p["state"]["photo"]["problem"].get<std::string>().find("1 x 1 pixels") != std::string::npos;
    });
    explorer->press_keys("Escape");
    explorer->wait_until("the dialog is closed", [](const Probe& p) { return !p["state"]["photo"]["open"]; });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
