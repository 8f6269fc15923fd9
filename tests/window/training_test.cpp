// Training and growth in the real window.
#include <signal.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/image/image_file.h"
#include "core/train/run_lock.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class TrainingTest : public WindowTest {
  protected:
    /// Gradients of many colors.
    fs::path pictures() const {
        fs::path data = folder_ / "gradients";
        fs::create_directories(data);
        for (int i = 0; i < 24; ++i) {
            Image image(16, 16);
            for (std::size_t at = 0; at < image.rgb.size(); ++at)
                image.rgb[at] =
                    static_cast<std::uint8_t>((at * static_cast<std::size_t>(i + 1) / 8 + at % 3 * 60) % 256);
            write_png(data / (std::to_string(i) + ".png"), image);
        }
        return data;
    }

    static void fill(const Explorer& explorer, const std::string& field, const std::string& text) {
        explorer.click(field);
        explorer.press_keys("ctrl+a");
        explorer.type(text);
        explorer.press_keys("Tab");
    }

    static void start_run(const Explorer& explorer, const fs::path& data, int images_per_phase) {
        explorer.click("Center/Training");
        fill(explorer, "Training/Data", data.string());
        explorer.click("Training/Size");
        explorer.click("Training/Size/16");
        explorer.wait_until("the size is taken",
                            [](const Probe& p) { return p["state"]["training"]["size"] == 16; });
        const Explorer::Point field = explorer.hover("Training/Images");
        desktop_->input("mousemove " + std::to_string(field.x - 60) + " " + std::to_string(field.y) +
                        " then mousedown 1 then mouseup 1 then key ctrl+a");
        explorer.type(std::to_string(images_per_phase));
        explorer.press_keys("Tab");
        explorer.click("Training/Start");
    }
};

TEST_F(TrainingTest, AFolderOfPicturesBecomesAModelToExplore) {
    auto explorer = start();
    start_run(*explorer, pictures(), 160);
    explorer->wait_until("the run is seen",
                         [](const Probe& p) { return p["state"]["training"]["snapshots"] > 0; });
    const std::string face = explorer->probe()["state"]["image_hash"];
    explorer->wait_until("the run has ended, and its process", [](const Probe& p) {
        const Probe& training = p["state"]["training"];
        return training["finished"] == true && training["running"] == false && training["process"] == 0;
    });
    EXPECT_EQ(explorer->probe()["state"]["image_hash"], face);  // the face was left alone
    explorer->click("Training/Explore");
    explorer->wait_until("its model is open", [](const Probe& p) {
        return p["state"]["model"] == "gradients" && p["state"]["loading"] == false &&
               p["state"]["image_size"] == nlohmann::json({16, 16});
    });
    EXPECT_EQ(explorer->probe()["state"]["center"], 0);  // the face is shown
    explorer->press_keys("ctrl+8");
    explorer->click("Training/Open model");
    explorer->wait_until("the face of the finished model is shown",
                         [](const Probe& p) { return p["state"]["center"] == 0; });
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TrainingTest, ARunThatIsOutOfSightIsNotForgotten) {
    auto explorer = start();
    start_run(*explorer, pictures(), 100000);
    const Probe seen = explorer->wait_until("it trains", [](const Probe& p) {
        return p["state"]["training"]["process"] > 0 && p["state"]["training"]["images"] > 0;
    });
    const std::string run = seen["state"]["training"]["folder"];
    explorer->click("Training/Pause");
    explorer->wait_until("it is paused",
                         [](const Probe& p) { return p["state"]["training"]["paused"] == true; });
    explorer->click("Training/Close");
    explorer->wait_until("the form is shown", [&](const Probe& p) {
        return p["state"]["training"]["folder"].get<std::string>().empty() &&
               p["state"]["training"]["own_run"] == run;
    });
    fill(*explorer, "Training/Out", (folder_ / "another").string());
    explorer->click("Training/Start");
    explorer->wait_until("a second one is refused", [](const Probe& p) {
        return p["state"]["training"]["problem"].get<std::string>().find("still training: stop it first") !=
               std::string::npos;
    });
    EXPECT_FALSE(fs::exists(folder_ / "another"));
    explorer->click("Training/Show");
    explorer->wait_until("it is shown again", [&](const Probe& p) {
        return p["state"]["training"]["folder"] == run && p["state"]["training"]["paused"] == true;
    });
    explorer->click("Training/Close");
    explorer->find("Training/Show");
    EXPECT_EQ(explorer->quit_anyway(), 0);  // it was asked
    for (int i = 0; i < 6000 && run_owner(run); ++i) usleep(10000);
    EXPECT_FALSE(run_owner(run));
}

TEST_F(TrainingTest, AFolderWithOtherFilesIsNotTrainedInto) {
    auto explorer = start();
    const fs::path documents = folder_ / "documents";
    fs::create_directories(documents);
    std::ofstream(documents / "letter.txt") << "Dear";
    explorer->click("Center/Training");
    fill(*explorer, "Training/Out", documents.string());
    start_run(*explorer, pictures(), 160);
    explorer->wait_until("it is refused", [](const Probe& p) {
        return p["state"]["training"]["problem"].get<std::string>().find("contains other files") !=
               std::string::npos;
    });
    EXPECT_EQ(std::distance(fs::directory_iterator(documents), {}), 1);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TrainingTest, ARunIsPausedStoppedAndResumedAlsoAfterARestart) {
    auto explorer = start();
    start_run(*explorer, pictures(), 100000);
    const auto trains = [](const Probe& p) {
        return p["state"]["training"]["process"] > 0 && p["state"]["training"]["images"] > 0 &&
               p["state"]["training"]["paused"] == false;
    };
    const int process = explorer->wait_until("it trains", trains)["state"]["training"]["process"];
    explorer->click("Training/Pause");
    explorer->wait_until("it is paused",
                         [](const Probe& p) { return p["state"]["training"]["paused"] == true; });
    explorer->click("Training/Continue");
    explorer->wait_until("it trains again", trains);
    EXPECT_EQ(explorer->probe()["state"]["training"]["process"], process);

    // Exploring continues meanwhile: a neighbor, an axis, an example for a slider, a map.
    explorer->press_keys("ctrl+2");
    explorer->click("Around/1,0");
    const Probe found = explorer->wait_until("a neighbour, and axes", [](const Probe& p) {
        return p["state"]["label"] == "Neighbour of Seed 38" && p["state"]["finding"] == false &&
               !p["state"]["axes"].empty();
    });
    const std::string axis = found["state"]["axes"][0]["id"];
    explorer->click("Axis/" + axis);
    const int end = explorer->strip_end(axis);
    explorer->click("Axis/" + axis + "/Strip/" + std::to_string(end));
    explorer->wait_until("the axis is turned", [&](const Probe& p) {
        return p["state"]["turns"].contains(axis) && p["state"]["turns"][axis] == end;
    });
    explorer->press_keys("ctrl+4");
    explorer->press_keys("m");
    explorer->wait_until("a pick", [](const Probe& p) { return p["state"]["teach"]["more"] == 1; });
    explorer->press_keys("ctrl+3");
    explorer->wait_until("the map's first faces are there",
                         [](const Probe& p) { return p["state"]["map"].contains("seeds"); });
    explorer->press_keys("ctrl+8");
    EXPECT_EQ(explorer->wait_until("it still trains", trains)["state"]["training"]["process"], process);
    explorer->click("Training/Stop");
    explorer->wait_until("it has stopped",
                         [](const Probe& p) { return p["state"]["training"]["running"] == false; });
    const std::string run = explorer->probe()["state"]["training"]["folder"];
    EXPECT_TRUE(fs::exists(fs::path(run) / "checkpoint.safetensors"));
    EXPECT_EQ(explorer->probe()["state"]["training"]["problem"], "");
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    explorer->wait_until("the run is seen again", [&](const Probe& p) {
        return p["state"]["training"]["folder"] == run && p["state"]["training"]["snapshots"] > 0;
    });
    explorer->click("Training/Resume");
    explorer->wait_until("it continues", trains);
    EXPECT_EQ(explorer->quit_anyway(), 0);
    for (int i = 0; i < 6000 && run_owner(run); ++i) usleep(10000);
    EXPECT_FALSE(run_owner(run));  // the window's end has stopped it, with a checkpoint
}

TEST_F(TrainingTest, WhatCannotBeTrainedOnIsSaid) {
    auto explorer = start();
    explorer->click("Center/Training");
    explorer->click("Training/Start");
    explorer->wait_until("the folder is asked for", [](const Probe& p) {
        return p["state"]["training"]["problem"].get<std::string>().find("Enter the folder") !=
               std::string::npos;
    });
    fs::create_directories(folder_ / "empty");
    start_run(*explorer, folder_ / "empty", 160);
    explorer->wait_until("the reason is said", [](const Probe& p) {
        return p["state"]["training"]["problem"].get<std::string>().find("empty") != std::string::npos &&
               p["state"]["training"]["running"] == false;
    });
    EXPECT_TRUE(explorer->visible("Training/Start"));
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(TrainingTest, AFaceIsSeenAndRecordedAtEveryAge) {
    auto explorer = start();
    explorer->press_keys("ctrl+7");
    explorer->click("Growth/Level/1");
    explorer->wait_until("a small face", [](const Probe& p) {
        return p["state"]["age"] == 1.0 && p["state"]["image_size"] == nlohmann::json({8, 8});
    });
    const Explorer::Point slider = explorer->hover("Growth/Age");
    desktop_->input("mousemove " + std::to_string(slider.x) + " " + std::to_string(slider.y) +
                    " then mousedown 1 then mouseup 1");
    const Probe middle = explorer->wait_until("an age in between", [](const Probe& p) {
        return p["state"]["age"] > 2 && p["state"]["age"] < 3 && Explorer::is_settled(p);
    });
    explorer->click("Growth/Play");
    explorer->wait_until("it has grown up", [](const Probe& p) {
        return p["state"]["image_size"] == nlohmann::json({128, 128});
    });
    explorer->click("Growth/Record");
    explorer->wait_until("the animation is there", [](const Probe& p) {
        const Probe& said = p["state"]["notifications"];
        return std::any_of(said.begin(), said.end(), [](const Probe& text) {
            return text.get<std::string>().starts_with("Saved 197 frames");  // 6 x 12 + 5 x 25
        });
    });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
