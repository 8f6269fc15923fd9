// Sliders from labelled pictures in the real window: a CSV file is dropped on it.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/fixtures/labelled_patches.h"
#include "tests/window/drop_source.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {
using Probe = Explorer::Probe;

class LabelsWindowTest : public WindowTest {};

TEST_F(LabelsWindowTest, ADroppedCsvBecomesSlidersThatTurnTheFace) {
    std::filesystem::create_directories(folder_);
    LabelledPatches().write(folder_);
    const auto explorer = start({"--model", (folder_ / "patches.safetensors").string()});
    explorer->wait_until("the first axes are there",
                         [](const Probe& p) { return !p["state"]["finding"].get<bool>(); });
    drop_file(desktop_->display(), "ProGAN Explorer", folder_ / "labels.csv", kWidth / 2, kHeight / 2);
    explorer->find("Labels/Folder");  // the pictures are not beside the file
    explorer->wait_until("the file was read", [](const Probe& p) {
        return !p["state"]["labels"]["reading"].get<bool>() &&
               !p["state"]["labels"]["problem"].get<std::string>().empty();
    });
    explorer->click("Labels/Folder");
    explorer->press_keys("ctrl+a");
    explorer->type((folder_ / "pictures").string());
    explorer->press_keys("Return");
    explorer->click("Labels/chance");  // not this one
    explorer->click("Labels/Learn");
    const Probe probe = explorer->wait_until("the sliders are there and measured", [](const Probe& p) {
        int measured = 0;
        for (const Probe& axis : p["state"]["axes"])
            measured += (axis["name"] == "Lamp brightness" || axis["name"] == "Side") && axis["effect"] > 0;
        return measured == 2 && !p["state"]["finding"].get<bool>();
    });
    for (const Probe& axis : probe["state"]["axes"]) {
        if (axis["name"] != "Lamp brightness") continue;
        const std::string id = axis["id"];
        const std::string before = explorer->settled()["state"]["image_hash"];
        explorer->click("Axis/" + id + "/Strip/" + std::to_string(explorer->strip_end(id)));
        explorer->wait_until("the face is turned",
                             [&](const Probe& p) { return p["state"]["turns"].contains(id); });
        EXPECT_NE(explorer->settled()["state"]["image_hash"], before);
    }
    EXPECT_EQ(explorer->quit(), 0);
}

/// Dear ImGui 1.86 aborts if a dialog opens while the window's panels are still appearing.
TEST_F(LabelsWindowTest, ACsvOnTheCommandLineOpensTheDialog) {
    std::filesystem::create_directories(folder_);
    LabelledPatches().write(folder_);
    const auto explorer = start({(folder_ / "labels.csv").string()});
    explorer->find("Labels/Folder");
    explorer->click("Labels/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
