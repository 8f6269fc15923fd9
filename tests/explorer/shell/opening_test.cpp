// What a dropped file is.
#include "app/explorer/shell/opening.h"

#include <gtest/gtest.h>

#include <fstream>

#include "app/explorer/platform/desktop_files.h"
#include "core/documents/face_picture.h"
#include "core/image/image_file.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class Opening : public ::testing::Test {
  protected:
    std::filesystem::path file(const std::string& name, const std::string& text = "") {
        std::filesystem::path path = folder.path / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
        return path;
    }

    test::StateFolder folder{"opening"};
};

TEST_F(Opening, NamesDecideWhereTheyAreCertain) {
    EXPECT_EQ(what_is(file("smile.npy")), OpenedKind::axes);
    EXPECT_EQ(what_is(file("all.NPZ")), OpenedKind::axes);
    EXPECT_EQ(what_is(file("Attributes.CSV")), OpenedKind::labels);
    EXPECT_EQ(what_is(file("evening.take")), OpenedKind::session_recording);
    EXPECT_EQ(what_is(file("walk.gif")), OpenedKind::animation);
    EXPECT_EQ(what_is(file("walk.MP4")), OpenedKind::animation);
    EXPECT_EQ(what_is(file("photo.JPG")), OpenedKind::picture);
    EXPECT_EQ(what_is(file("model.safetensors")), OpenedKind::model);
    EXPECT_EQ(what_is(file("network.pkl")), OpenedKind::model);
    EXPECT_EQ(what_is(folder.path / "not there.pth"), OpenedKind::model);
}

TEST_F(Opening, WhatIsNotThereIsCalledSo) {
    const std::filesystem::path there = file("a face 100%.png");
    EXPECT_EQ(what_to_open(there).path, there);
    EXPECT_EQ(what_to_open(there).problem, "");
    EXPECT_NE(what_to_open(folder.path / "none.png").problem.find("none.png does not exist"),
              std::string::npos);
    EXPECT_EQ(what_to_open("").problem.find(" does not exist"), 0u);
    EXPECT_NE(what_to_open(std::string(5000, 'a')).problem, "");
}

TEST_F(Opening, AddressesAreToldFromPaths) {
    const std::filesystem::path there = file("a face 100%.png");
    for (const std::filesystem::path before : {"", "/home/me", "relative"})
        for (const char* address : {"https://example.org/face.png", "http://example.org", "ftp://x/y.pkl"})
            EXPECT_EQ(
                what_to_open(before / address).problem,
                std::string(address) + " is a web address: download the file first, then open it here.");
    const std::string address = "file://" + folder.path.string() + "/a%20face%20100%25.png";
    EXPECT_EQ(what_to_open(address).path, there);
    EXPECT_EQ(what_to_open(address).problem, "");
    EXPECT_NE(what_to_open("file:///no%zz%2").problem.find("/no%zz%2 does not exist"), std::string::npos);
    std::filesystem::create_directories(folder.path / "http:");
    EXPECT_EQ(what_to_open(folder.path / "http:").problem, "");
}

TEST_F(Opening, JsonIsFacesIfItSaysSoAndOtherwiseAJourney) {
    EXPECT_EQ(what_is(file("j.json", R"({"version":1,"keyframes":[]})")), OpenedKind::journey);
    EXPECT_EQ(what_is(file("f.json", R"({"version":1,"favourites":[]})")), OpenedKind::favourites);
}

TEST_F(Opening, APngIsWhatItCarries) {
    const std::filesystem::path plain = folder.path / "plain.png", face = folder.path / "face.png";
    write_png(plain, Image(4, 4));
    Favourite favourite;
    favourite.id = "a";
    favourite.latent = {1, 2};
    write_face_picture(face, Image(4, 4), {favourite});
    EXPECT_EQ(what_is(plain), OpenedKind::picture);
    EXPECT_EQ(what_is(face), OpenedKind::picture);
    EXPECT_EQ(what_is(file("damaged.png", "\x89PNG no more")), OpenedKind::picture);
}

/// Its reader says what is wrong with it, not the one of models.
TEST_F(Opening, DamagedJsonIsAJourneyOrFavourites) {
    EXPECT_EQ(what_is(file("m.json", R"({"version":1})")), OpenedKind::journey);
    EXPECT_EQ(what_is(file("journey.json", R"({"keyf)")), OpenedKind::journey);
    EXPECT_EQ(what_is(file("favourites.json", R"({"favourites": [{)")), OpenedKind::favourites);
}

TEST_F(Opening, FoldersAreRunsPicturesSequencesOrModels) {
    file("run/events.jsonl");
    file("run/samples/000.png");
    file("photos/deep/a.jpeg");
    file("album/a.webp");
    file("album/b.bmp");
    file("notes/.thumbnails/a.png");
    file("notes/.a.png");
    file("frames/journey.json", R"({"keyframes":[]})");
    file("hub/saved_model.pb");
    EXPECT_EQ(what_is(folder.path / "run"), OpenedKind::training_run);
    EXPECT_EQ(what_is(folder.path / "photos"), OpenedKind::training_pictures);
    EXPECT_EQ(what_is(folder.path / "album"), OpenedKind::training_pictures);
    EXPECT_EQ(what_is(folder.path / "notes"), OpenedKind::model);  // hidden pictures are none
    EXPECT_EQ(what_is(folder.path / "frames"), OpenedKind::animation);
    EXPECT_EQ(what_is(folder.path / "hub"), OpenedKind::model);
}

}  // namespace
}  // namespace progan
