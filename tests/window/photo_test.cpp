// The face nearest to a photo in the real window: photos are dropped on it, marks are dragged and stepped by
// keys, a search is watched, cancelled and kept.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/files/atomic_file.h"
#include "core/image/heif.h"
#include "core/image/image_file.h"
#include "core/image/jpeg.h"
#include "core/image/webp.h"
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
        save_model(folder_ / "unmarked.safetensors", model);
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
    /// The photo as it would be compared, once it is placed.
    static std::string crop_of(const Explorer& explorer, const std::string& name) {
        const Probe probe = explorer.wait_until(name + " is placed", [&](const Probe& p) {
            const Probe& photo = p["state"]["photo"];
            return photo["stage"] == "placing" && photo["name"] == name && !photo["crop"].is_null();
        });
        return probe["state"]["photo"]["crop"];
    }
    /// Waits until a mark lies elsewhere.
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
    const Explorer::Point at = explorer->hover("Photo/Right");
    desktop_->input("mousedown 1");
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

TEST_F(PhotoWindowTest, TheFrameIsDraggedTurnedAndScaled) {
    const auto explorer = start_small();
    drop("anna.png");
    Probe probe = wait_for(*explorer, "placing");
    const auto at = [&](int index) { return mark(probe, index); };
    const auto drag = [&](Explorer::Point from, int right, int down) {
        const std::vector<double> before = at(0);
        desktop_->input("mousemove " + std::to_string(from.x) + " " + std::to_string(from.y) +
                        " then mousedown 1");
        explorer->wait_until("the frame is held",
                             [](const Probe& p) { return p["state"]["photo"]["held"].get<bool>(); });
        desktop_->input("mousemove " + std::to_string(from.x + right) + " " + std::to_string(from.y + down) +
                        " then mouseup 1");
        probe = wait_moved(*explorer, 0, before);
    };
    // All marks move with it.
    std::vector<std::vector<double>> before{at(0), at(1), at(2)};
    const Explorer::Point center = explorer->hover("Photo/Canvas");
    drag(center, -30, 20);
    const double right = at(0)[0] - before[0][0], down = at(0)[1] - before[0][1];
    EXPECT_LT(right, 0);
    EXPECT_NEAR(down / right, -20.0 / 30, 1e-6);
    for (int i = 1; i < 3; ++i) {
        EXPECT_NEAR(at(i)[0] - before[static_cast<std::size_t>(i)][0], right, 1e-6);
        EXPECT_NEAR(at(i)[1] - before[static_cast<std::size_t>(i)][1], down, 1e-6);
    }
    // A corner turns and scales it about its center, which lies a fifth of the way from the eyes to the
    // mouth.
    const auto middle = [&](int axis) {
        const auto i = static_cast<std::size_t>(axis);
        return 0.8 * (at(0)[i] + at(1)[i]) / 2 + 0.2 * at(2)[i];
    };
    const auto width = [&] { return std::hypot(at(1)[0] - at(0)[0], at(1)[1] - at(0)[1]); };
    const double x = middle(0), y = middle(1), wide = width();
    const double pixels_per_unit = -30 / right;
    const Explorer::Point eye = explorer->hover("Photo/Left");
    const Explorer::Point corner{eye.x - static_cast<int>(std::lround(120 * pixels_per_unit)),
                                 eye.y - static_cast<int>(std::lround(135 * pixels_per_unit))};
    drag(corner, 80, 40);
    EXPECT_NEAR(middle(0), x, 1e-3);
    EXPECT_NEAR(middle(1), y, 1e-3);
    EXPECT_LT(width(), 0.95 * wide);
    EXPECT_GT(std::abs(at(1)[1] - at(0)[1]), 0.01 * wide) << "turned";
    // The wheel scales it.
    const double small = width();
    before = {at(0)};
    desktop_->input("mousemove " + std::to_string(center.x) + " " + std::to_string(center.y) +
                    " then mousedown 4 then mouseup 4");
    probe = wait_moved(*explorer, 0, before[0]);
    EXPECT_GT(width(), small);
    explorer->click("Photo/Reset");
    probe = explorer->wait_until("it is the central square again", [&](const Probe& p) {
        return mark(p, 0) == std::vector<double>{170, 135};
    });
    explorer->click("Photo/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(PhotoWindowTest, ItsButtonsStayInTheDialogWhereThereIsLittleRoom) {
    const auto explorer = start({"--model", (folder_ / "small.safetensors").string(), "--scale", "2"});
    drop("anna.png");
    wait_for(*explorer, "placing");
    drop("ben.png");
    const auto all_are_in_it = [&](const Probe& p) {
        const Probe& shown = p["widgets"];
        if (!shown.contains("Photo/Privacy")) return false;
        const double left = shown["Photo/Privacy"][0];
        for (const char* name : {"Photo/Next", "Photo/Close", "Photo/Find", "Photo/Use"}) {
            if (!shown.contains(name)) continue;
            const Probe& r = shown[name];
            const double right = r[0].get<double>() + r[2].get<double>(),
                         low = r[1].get<double>() + r[3].get<double>();
            if (right > kWidth - left + 1 || low > 0.975 * kHeight) return false;
        }
        return shown.contains("Photo/Next") && shown.contains("Photo/Close");
    };
    explorer->wait_until("the marks can be used", [&](const Probe& p) {
        return p["widgets"].contains("Photo/Find") && all_are_in_it(p);
    });
    explorer->press_keys("Return");
    explorer->wait_until("the face can be used", [&](const Probe& p) {
        return p["widgets"].contains("Photo/Use") && all_are_in_it(p);
    });
    explorer->click("Photo/Use");
    EXPECT_EQ(explorer->quit_anyway(), 0);
}

TEST_F(PhotoWindowTest, AModelThatDoesNotSayItIsAskedOnce) {
    const std::vector<std::string> options{"--model", (folder_ / "unmarked.safetensors").string()};
    {
        const auto explorer = start(options);
        drop("anna.png");
        Probe probe = explorer->wait_until("the model is asked, on its average face", [](const Probe& p) {
            const Probe& photo = p["state"]["photo"];
            return photo["asks_model"].get<bool>() && photo["average"].get<bool>() &&
                   p["widgets"].contains("Photo/Mouth");
        });
        EXPECT_FALSE(explorer->visible("Photo/Find"));
        EXPECT_TRUE(probe["state"]["photo"]["crop"].is_null());
        const Explorer::Point mouth = explorer->hover("Photo/Mouth");
        desktop_->input("mousemove " + std::to_string(mouth.x) + " " + std::to_string(mouth.y) +
                        " then mousedown 1");
        explorer->wait_until("the mark is held",
                             [](const Probe& p) { return p["state"]["photo"]["active"] == 2; });
        desktop_->input("mousemove " + std::to_string(mouth.x) + " " + std::to_string(mouth.y + 25) +
                        " then mouseup 1");
        explorer->wait_until("the mark has moved", [&](const Probe& p) {
            return p["widgets"]["Photo/Mouth"] != probe["widgets"]["Photo/Mouth"];
        });
        explorer->press_keys("Return");
        crop_of(*explorer, "anna.png");
        explorer->find("Photo/Find");
        explorer->find("Photo/Model");  // to be asked again
        explorer->click("Photo/Close");
        EXPECT_EQ(explorer->quit(), 0);
    }
    // The next start remembers.
    const auto explorer = start(options);
    drop("anna.png");
    crop_of(*explorer, "anna.png");
    EXPECT_FALSE(explorer->probe()["state"]["photo"]["asks_model"].get<bool>());
    explorer->click("Photo/Model");
    explorer->wait_until("it asks again",
                         [](const Probe& p) { return p["state"]["photo"]["asks_model"].get<bool>(); });
    explorer->click("Photo/Confirm");
    crop_of(*explorer, "anna.png");
    explorer->click("Photo/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(PhotoWindowTest, PhotosOfCamerasAndPhonesAreUprightAndWhole) {
    const Image lying = read_image(folder_ / "anna.png");
    // A camera that was held upright says so and stores what it saw: 90 degrees to the left.
    const std::string turned("II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0", 26);
    write_file_atomically(folder_ / "camera.jpg", encode_jpeg(lying, 95, turned));
    write_file_atomically(folder_ / "plain.jpg", encode_jpeg(lying, 95));
    const Image stored = read_image(folder_ / "plain.jpg");
    Image upright(stored.height, stored.width);
    for (int y = 0; y < upright.height; ++y)
        for (int x = 0; x < upright.width; ++x)
            for (int c = 0; c < 3; ++c)
                upright.rgb[static_cast<std::size_t>((y * upright.width + x) * 3 + c)] =
                    stored
                        .rgb[static_cast<std::size_t>(((stored.height - 1 - x) * stored.width + y) * 3 + c)];
    write_png(folder_ / "camera.png", upright);
    std::vector<std::string> names{"camera.jpg"};
    if (reads_webp()) {
        write_file_atomically(folder_ / "phone.webp", encode_webp(lying, 90));
        names.emplace_back("phone.webp");
    }
    // libheif may be able to read what ImageMagick cannot have it write.
    if (reads_heic() && std::system(("cd '" + folder_.string() +
                                     "' && convert anna.png -quality 90 tablet.heic 2>convert.txt")
                                        .c_str()) == 0)
        names.emplace_back("tablet.heic");
    const auto explorer = start_small();
    for (const std::string& name : names) {
        SCOPED_TRACE(name);
        const fs::path same = fs::path(name).replace_extension("png");
        if (!fs::exists(folder_ / same)) write_png(folder_ / same, read_image(folder_ / name));
        drop(name);
        const std::string crop = crop_of(*explorer, name);
        EXPECT_EQ(mark(explorer->probe(), 0),
                  name == "camera.jpg" ? (std::vector<double>{120, 185}) : (std::vector<double>{170, 135}));
        explorer->click("Photo/Close");
        drop(same);
        EXPECT_EQ(crop_of(*explorer, same), crop);
        explorer->click("Photo/Close");
    }
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(PhotoWindowTest, PhotosThatWaitAreFoundAgainInTheStatusBar) {
    const auto explorer = start_small();
    const auto drop_both = [&] {
        drop("anna.png");
        wait_for(*explorer, "placing");
        drop("ben.png");
        explorer->wait_until("the other photo waits",
                             [](const Probe& p) { return p["state"]["photo"]["waiting"] == 1; });
        explorer->press_keys("Escape");
        explorer->find("Photo/Show");
    };
    drop_both();
    Probe probe = explorer->probe();
    EXPECT_FALSE(probe["state"]["photo"]["open"].get<bool>());
    explorer->click("Photo/Show");
    probe = wait_for(*explorer, "placing");
    EXPECT_EQ(probe["state"]["photo"]["name"], "anna.png");
    EXPECT_EQ(probe["state"]["photo"]["waiting"], 1);
    explorer->click("Photo/Next");
    crop_of(*explorer, "ben.png");
    // Alone, it is not kept.
    explorer->click("Photo/Close");
    explorer->wait_until("nothing is said", [](const Probe& p) {
        return p["state"]["photo"]["stage"] == "empty" && !p["widgets"].contains("Photo/Show");
    });
    drop_both();
    explorer->click("Photo/Dismiss");
    explorer->wait_until("they are forgotten", [](const Probe& p) {
        return p["state"]["photo"]["stage"] == "empty" && p["state"]["photo"]["waiting"] == 0;
    });
    drop_both();
    EXPECT_EQ(explorer->quit_anyway(), 0) << "it asks";
    EXPECT_TRUE(photo_files(*explorer).empty());
}

TEST_F(PhotoWindowTest, TheModelIsReadyBeforeTheSearchBegins) {
    const auto explorer = start_small();
    drop("anna.png");
    explorer->wait_until("the model is ready while the marks are placed", [](const Probe& p) {
        return p["state"]["photo"]["ready"].get<bool>() && p["state"]["photo"]["stage"] == "placing";
    });
    explorer->click("Photo/Find");
    wait_for(*explorer, "found");
    explorer->click("Photo/Close");
    EXPECT_EQ(explorer->quit(), 0);
}

TEST_F(PhotoWindowTest, AHandThatDragsGoesBeforeTheSearch) {
    const auto explorer = start();  // the included model: the search takes longer than the drag
    drop("anna.png");
    wait_for(*explorer, "placing");
    explorer->click("Photo/Find");
    explorer->wait_until("faces are compared",
                         [](const Probe& p) { return p["state"]["photo"]["evaluations"] > 0; });
    explorer->click("Photo/Close");
    explorer->click("Left/Components");
    const Explorer::Point slider = explorer->hover("Slider/3");
    const Probe before = explorer->settled();
    desktop_->input("mousemove " + std::to_string(slider.x) + " " + std::to_string(slider.y) +
                    " then mousedown 1");
    const Probe dragged =
        drag_until(*explorer, slider, 60, 7, "faces follow and the search stands still", [&](const Probe& p) {
            return p["counters"]["faces"].get<int>() > before["counters"]["faces"].get<int>() + 20 &&
                   p["state"]["photo"]["stops"] > before["state"]["photo"]["stops"];
        });
    EXPECT_EQ(dragged["state"]["photo"]["stage"], "searching");
    desktop_->input("mouseup 1");
    const Probe rested = explorer->settled();
    explorer->wait_until("the search goes on", [&](const Probe& p) {
        return p["state"]["photo"]["evaluations"] > rested["state"]["photo"]["evaluations"];
    });
    EXPECT_EQ(explorer->quit_anyway(), 0);
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
