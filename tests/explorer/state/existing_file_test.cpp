// What is told of a file before it is overwritten.
#include "app/explorer/state/existing_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/axes/axis_file.h"
#include "core/documents/face_picture.h"
#include "core/files/npy.h"
#include "core/files/npz.h"
#include "core/image/image_file.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

class ExistingFileTest : public ::testing::Test {
  protected:
    fs::path file(const std::string& name, const std::string& text) const {
        std::ofstream(folder.path / name, std::ios::binary) << text;
        return folder.path / name;
    }
    test::StateFolder folder{"existing"};
};

TEST_F(ExistingFileTest, WhatIsNotThereIsNoQuestion) {
    EXPECT_FALSE(existing_file(folder.path / "none.json").there);
    EXPECT_FALSE(existing_file(std::string(5000, 'a')).there);
}

TEST_F(ExistingFileTest, OursAreNamedByWhatTheyHold) {
    const auto what = [](const fs::path& path) {
        const ExistingFile found = existing_file(path);
        EXPECT_TRUE(found.there && found.ours && found.replaceable) << path;
        return found.what;
    };
    EXPECT_EQ(what(file("a.json", R"({"version":1,"keyframes":[{"seed":1},{"seed":2}]})")),
              "a journey of 2 keys");
    EXPECT_EQ(what(file("f.json", R"({"version":1,"favourites":[]})")), "0 favourites");
    Axis axis;
    axis.id = axis.name = "smile";
    axis.direction = {0.6f, 0.8f};
    save_axes(folder.path / "axes.npz", {std::string(64, 'a'), "Portraits", {axis}});
    EXPECT_EQ(what(folder.path / "axes.npz"), "1 axis of Portraits");
    save_boundary(folder.path / "smile.npy", axis);
    EXPECT_EQ(what(folder.path / "smile.npy"), "a direction");
    Favourite face;
    face.id = "a";
    face.latent = {1, 2};
    write_face_picture(folder.path / "face.png", Image(4, 4), {face});
    EXPECT_EQ(what(folder.path / "face.png"), "a picture with its face");
}

TEST_F(ExistingFileTest, OthersAreNotTakenForOurs) {
    write_png(folder.path / "plain.png", Image(4, 4));
    const std::vector<float> numbers{1, 2, 3};
    const std::vector<fs::path> others{
        file("precious.npz", write_zip({{"arr_0.npy", floats_to_npy(numbers)}})),
        file("damaged.npz", "PK\x03\x04"),
        file("list.json", "[1, 2]"),
        file("other.json", R"({"version": 3, "rows": []})"),
        file("bad.json", "{"),
        file("thesis.txt", "much work"),
        file("model.safetensors", "no model"),
        file("empty.npy", ""),
        folder.path / "plain.png"};
    for (const fs::path& path : others) {
        const ExistingFile found = existing_file(path);
        EXPECT_TRUE(found.there && found.replaceable) << path;
        EXPECT_FALSE(found.ours) << path;
        EXPECT_NE(found.what.find("did not write"), std::string::npos) << found.what;
    }
    fs::create_directory(folder.path / "walk.json");
    EXPECT_FALSE(existing_file(folder.path / "walk.json").replaceable);
    EXPECT_FALSE(existing_file("/dev/null").replaceable);
    fs::create_symlink(folder.path / "nowhere", folder.path / "link.npz");
    EXPECT_TRUE(existing_file(folder.path / "link.npz").there);
}

}  // namespace
}  // namespace progan
