// Export by hand in the real window: the file, its way back, what cannot be written, several favourites; the
// clipboard as another program sees it (xclip); the file manager that is asked for.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/documents/face_files.h"
#include "core/documents/face_picture.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/latent/seeds.h"
#include "tests/fixtures/process.h"
#include "tests/window/drop_source.h"
#include "tests/window/window_test.h"

namespace progan::test {
namespace {

namespace fs = std::filesystem;
using Probe = Explorer::Probe;

class ExportTest : public WindowTest {
  protected:
    static void pick_seed(const Explorer& explorer, std::uint32_t seed) {
        explorer.click("Seed/Field");
        explorer.press_keys("ctrl+a");
        explorer.type(std::to_string(seed));
        explorer.press_keys("Return");
        wait_for_seed(explorer, seed);
    }
    static void wait_for_seed(const Explorer& explorer, std::uint32_t seed) {
        explorer.wait_until("the seed is " + std::to_string(seed),
                            [&](const Probe& p) { return p["state"]["seed"] == seed; });
        explorer.settled();
    }
    static void click_with(const Explorer& explorer, const std::string& key, const std::string& widget) {
        explorer.hover(widget);
        desktop_->input("keydown " + key + " then mousedown 1 then mouseup 1 then keyup " + key);
    }
    static void wait_for_dialog(const Explorer& explorer) {
        explorer.wait_until("the dialog is there", [](const Probe& p) {
            return p["state"]["exporting"]["open"] == true && p["widgets"].contains("Export/Export");
        });
        explorer.settled();
    }
    /// The file that was exported last, once that is another than before.
    static fs::path wait_for_export(const Explorer& explorer, const fs::path& before = {}) {
        const Probe probe = explorer.wait_until("it is exported", [&](const Probe& p) {
            return p["state"]["exporting"]["open"] == false && !p["widgets"].contains("Export/Export") &&
                   p["state"]["exporting"]["last"] != before.string();
        });
        return probe["state"]["exporting"]["last"].get<std::string>();
    }
    /// What another program gets when it pastes.
    std::string pasted(const std::string& target) const {
        const fs::path file = folder_ / "pasted";
        output_of("DISPLAY=" + desktop_->display() + " timeout 20 xclip -selection clipboard -t " + target +
                  " -o >'" + file.string() + "'");
        return read_text_file(file, std::size_t{64} << 20);
    }
    /// Another program copies the file's contents.
    void copy_elsewhere(const fs::path& file, const std::string& target) const {
        output_of("DISPLAY=" + desktop_->display() + " xclip -selection clipboard -t " + target + " -i '" +
                  file.string() + "' >'" + (folder_ / "xclip.txt").string() + "' 2>&1");
    }
};

TEST_F(ExportTest, CtrlEAndEnterExportWhatTheCommandLineRenders) {
    auto explorer = start();
    pick_seed(*explorer, 15);
    const auto steps = explorer->probe()["state"]["history_size"];
    explorer->press_keys("ctrl+e");
    wait_for_dialog(*explorer);
    explorer->press_keys("Return");
    const fs::path first = wait_for_export(*explorer);
    EXPECT_EQ(first, folder_ / "pictures/Seed 15.png");
    output_of(std::string(PROGAN_PROGRAM) + " render --seeds 15 --size x8 -o '" +
              (folder_ / "rendered.png").string() + "' 2>&1");
    EXPECT_EQ(read_image(first), read_image(folder_ / "rendered.png"));
    const std::string bytes = read_text_file(first, 1 << 24);
    // A second time: nothing is replaced.
    explorer->press_keys("ctrl+e");
    wait_for_dialog(*explorer);
    explorer->press_keys("Return");
    EXPECT_EQ(wait_for_export(*explorer, first), folder_ / "pictures/Seed 15-2.png");
    EXPECT_EQ(read_text_file(first, 1 << 24), bytes);
    // It is no step, and changes no face.
    EXPECT_EQ(explorer->probe()["state"]["history_size"], steps);
    EXPECT_EQ(explorer->probe()["state"]["seed"], 15);
    // The file leads back.
    pick_seed(*explorer, 21);
    drop_file(desktop_->display(), "ProGAN Explorer", first, kWidth / 2, kHeight / 2);
    wait_for_seed(*explorer, 15);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ExportTest, TheLastChoiceIsRememberedAlsoAfterARestart) {
    auto explorer = start();
    pick_seed(*explorer, 15);
    explorer->settled();
    right_click(*explorer, "View/Face");
    explorer->click("Face menu/Export");
    wait_for_dialog(*explorer);
    choose(*explorer, "Export/Format", "jpeg");
    choose(*explorer, "Export/Size", "any");
    enter(*explorer, "Export/Pixels", "200");
    choose(*explorer, "Export/Scaling", "pixels");
    enter(*explorer, "Export/Folder", (folder_ / "new/folder").string());
    enter(*explorer, "Export/Name", "portrait");
    explorer->click("Export/Export");
    const fs::path file = wait_for_export(*explorer);
    EXPECT_EQ(file, folder_ / "new/folder/portrait.jpg");
    EXPECT_EQ(read_image(file).width, 200);
    EXPECT_EQ(faces_of_picture(file).at(0).seed, 15u);
    EXPECT_EQ(explorer->quit(), 0);

    explorer = start();
    pick_seed(*explorer, 21);
    explorer->press_keys("ctrl+e");
    wait_for_dialog(*explorer);
    explorer->press_keys("Return");
    const fs::path again = wait_for_export(*explorer);
    EXPECT_EQ(again, folder_ / "new/folder/Seed 21.jpg");
    EXPECT_EQ(read_image(again).width, 200);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ExportTest, LatentsAreExportedForNumpyAndPython) {
    auto explorer = start();
    pick_seed(*explorer, 15);
    fs::path last;
    for (const char* format : {"npy", "npz", "json", "python"}) {
        explorer->press_keys("ctrl+e");
        wait_for_dialog(*explorer);
        choose(*explorer, "Export/Format", format);
        explorer->press_keys("Return");
        last = wait_for_export(*explorer, last);
        EXPECT_EQ(face_format_of(last), kFaceFormatNames.find(format)) << last;
    }
    output_of(
        "cd '" + (folder_ / "pictures").string() +
        "' && /usr/bin/python3 -c \"exec(open('Seed 15.py').read()); "
        "assert (np.load('Seed 15.npy') == z).all(); assert (np.load('Seed 15.npz')['latents'] == z).all(); "
        "import json; assert (np.float32(json.load(open('Seed 15.json'))['favourites'][0]['latent']) == "
        "z).all()\"");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ExportTest, WhatIsWrongIsSaidInTheDialogWhichStays) {
    auto explorer = start();
    explorer->press_keys("ctrl+e");
    wait_for_dialog(*explorer);
    enter(*explorer, "Export/Folder", "/proc/nowhere");
    explorer->click("Export/Export");
    const Probe probe = explorer->wait_until("it says what is wrong", [](const Probe& p) {
        return !p["state"]["exporting"]["problem"].get<std::string>().empty();
    });
    EXPECT_NE(probe["state"]["exporting"]["problem"].get<std::string>().find("/proc/nowhere/"),
              std::string::npos);
    EXPECT_EQ(probe["state"]["exporting"]["open"], true);
    explorer->press_keys("Escape");
    explorer->wait_until("the dialog has closed",
                         [](const Probe& p) { return p["state"]["exporting"]["open"] == false; });
    EXPECT_TRUE(explorer->probe()["state"]["notifications"].empty());
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ExportTest, SelectedFavouritesBecomeASheetOrAFileEach) {
    auto explorer = start();
    for (const std::uint32_t seed : {15u, 21u, 3u}) {
        pick_seed(*explorer, seed);
        explorer->press_keys("ctrl+s");
    }
    explorer->wait_until("three are kept", [](const Probe& p) { return p["state"]["favourites"] == 3; });
    click_with(*explorer, "ctrl", "Favourite/0");
    click_with(*explorer, "ctrl", "Favourite/2");
    explorer->wait_until("two are selected",
                         [](const Probe& p) { return p["state"]["exporting"]["selected"] == 2; });
    wait_for_seed(*explorer, 3);  // selecting goes nowhere
    explorer->click("Favourites/Export selected");
    wait_for_dialog(*explorer);
    explorer->wait_until("they are what is exported",
                         [](const Probe& p) { return p["state"]["exporting"]["faces"] == 2; });
    explorer->press_keys("Return");
    const fs::path sheet = wait_for_export(*explorer);
    const std::vector<Favourite> faces = faces_of_picture(sheet);
    ASSERT_EQ(faces.size(), 2u);
    EXPECT_EQ(faces[0].seed, 15u);
    EXPECT_EQ(faces[1].seed, 3u);
    EXPECT_GT(read_image(sheet).width, 2 * 512);

    click_with(*explorer, "shift", "Favourite/0");  // from the last one clicked
    explorer->wait_until("three are selected",
                         [](const Probe& p) { return p["state"]["exporting"]["selected"] == 3; });
    right_click(*explorer, "Favourite/1");
    explorer->click("Favourite/Menu/Export selected");
    wait_for_dialog(*explorer);
    choose(*explorer, "Export/Layout", "files");
    enter(*explorer, "Export/Name", "three");
    explorer->click("Export/Export");
    wait_for_export(*explorer, sheet);
    std::vector<std::string> files;
    for (const fs::directory_entry& file : fs::directory_iterator(folder_ / "pictures/three"))
        files.push_back(file.path().filename().string());
    std::sort(files.begin(), files.end());
    EXPECT_EQ(files, (std::vector<std::string>{"Seed 15.png", "Seed 21.png", "Seed 3.png"}));
    EXPECT_EQ(read_image(folder_ / "pictures/three/Seed 3.png").width, 1024);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ExportTest, TheGridIsExportedAsASheet) {
    auto explorer = start();
    explorer->press_keys("ctrl+2");
    explorer->find("Around/0,0");
    explorer->press_keys("ctrl+e");
    wait_for_dialog(*explorer);
    choose(*explorer, "Export/Faces", "1");
    explorer->wait_until("nine faces", [](const Probe& p) { return p["state"]["exporting"]["faces"] == 9; });
    choose(*explorer, "Export/Size", "x1");
    explorer->click("Export/Export");
    EXPECT_EQ(faces_of_picture(wait_for_export(*explorer)).size(), 9u);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ExportTest, ACopiedPictureIsPastedElsewhereInPartsToo) {
    auto explorer = start();
    pick_seed(*explorer, 15);
    explorer->press_keys("ctrl+c");
    explorer->wait_until("it is copied", [](const Probe& p) {
        return p["state"]["notifications"].dump().find("1024 x 1024") != std::string::npos;
    });
    EXPECT_NE(pasted("TARGETS").find("image/png"), std::string::npos);
    const std::string png = pasted("image/png");
    EXPECT_EQ(faces_in_picture(png, "pasted").at(0).seed, 15u);

    // Larger than what goes at once.
    explorer->press_keys("ctrl+e");
    wait_for_dialog(*explorer);
    choose(*explorer, "Export/Size", "x16");
    explorer->click("Export/Export");
    const std::string exported = read_text_file(wait_for_export(*explorer), std::size_t{64} << 20);
    ASSERT_GT(exported.size(), std::size_t{256} << 10);
    right_click(*explorer, "View/Face");
    explorer->click("Face menu/Copy/picture");
    explorer->wait_until("it is copied", [](const Probe& p) {
        return p["state"]["notifications"].dump().find("2048 x 2048") != std::string::npos;
    });
    EXPECT_EQ(pasted("image/png"), exported);
    EXPECT_EQ(pasted("image/png"), exported);

    // Back into the window, which owns it.
    pick_seed(*explorer, 21);
    explorer->press_keys("ctrl+v");
    wait_for_seed(*explorer, 15);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ExportTest, WhatOtherProgramsCopyIsPasted) {
    auto explorer = start();
    pick_seed(*explorer, 15);
    explorer->press_keys("ctrl+e");
    wait_for_dialog(*explorer);
    choose(*explorer, "Export/Size", "x16");
    explorer->click("Export/Export");
    const fs::path picture = wait_for_export(*explorer);

    std::ofstream(folder_ / "seed.txt") << "seed 21\n";
    copy_elsewhere(folder_ / "seed.txt", "UTF8_STRING");
    explorer->press_keys("ctrl+v");
    wait_for_seed(*explorer, 21);

    copy_elsewhere(picture, "image/png");
    explorer->press_keys("ctrl+v");
    wait_for_seed(*explorer, 15);

    // The latent as JSON, out and in again.
    explorer->press_keys("ctrl+shift+c");
    explorer->wait_until("it is copied", [](const Probe& p) {
        return p["state"]["notifications"].dump().find("as JSON") != std::string::npos;
    });
    write_file_atomically(folder_ / "face.json", pasted("UTF8_STRING"));
    EXPECT_EQ(nlohmann::json::parse(read_text_file(folder_ / "face.json", 1 << 20))["favourites"][0]["seed"],
              15);
    pick_seed(*explorer, 3);
    explorer->press_keys("ctrl+v");
    wait_for_seed(*explorer, 15);

    // Anything else is refused in a sentence.
    std::ofstream(folder_ / "words.txt") << "not a face";
    copy_elsewhere(folder_ / "words.txt", "UTF8_STRING");
    explorer->press_keys("ctrl+v");
    explorer->wait_until("it is refused", [](const Probe& p) {
        return p["state"]["notifications"].dump().find("holds no face") != std::string::npos;
    });
    write_png(folder_ / "plain.png", Image(8, 8));
    copy_elsewhere(folder_ / "plain.png", "image/png");
    explorer->press_keys("ctrl+v");
    explorer->wait_until("a picture without a face is a photo", [](const Probe& p) {
        return p["state"]["photo"]["stage"] == "placing" && p["state"]["photo"]["name"] == "Pasted picture";
    });
    explorer->click("Photo/Close");
    EXPECT_EQ(explorer->probe()["state"]["seed"], 15);
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(ExportTest, TheFileManagerIsAskedToShowTheFile) {
    // Programs of those names that note what they are asked for; the first says that no file manager is
    // there.
    fs::create_directories(folder_ / "bin");
    for (const char* name : {"dbus-send", "xdg-open"}) {
        std::ofstream(folder_ / "bin" / name)
            << "#!/bin/sh\nprintf '%s\\n' \"$@\" >'" << (folder_ / name).string() << ".txt'\n"
            << (name[0] == 'd' ? "exit 1\n" : "");
        fs::permissions(folder_ / "bin" / name, fs::perms::owner_all);
    }
    const std::string path = std::getenv("PATH");
    setenv("PATH", ((folder_ / "bin").string() + ":" + path).c_str(), 1);
    auto explorer = start();
    setenv("PATH", path.c_str(), 1);
    pick_seed(*explorer, 15);
    explorer->press_keys("ctrl+e");
    wait_for_dialog(*explorer);
    explorer->press_keys("Return");
    wait_for_export(*explorer);
    explorer->click("Notification/Show in folder");
    explorer->wait_until("both were asked",
                         [&](const Probe&) { return fs::exists(folder_ / "xdg-open.txt"); });
    EXPECT_NE(read_text_file(folder_ / "dbus-send.txt", 1 << 16).find("/pictures/Seed%2015.png\n"),
              std::string::npos);
    explorer->wait_until("the folder was opened", [&](const Probe&) {
        return read_text_file(folder_ / "xdg-open.txt", 1 << 16) == (folder_ / "pictures").string() + "\n";
    });
    EXPECT_EQ(explorer->quit(), 0);
}

}  // namespace
}  // namespace progan::test
