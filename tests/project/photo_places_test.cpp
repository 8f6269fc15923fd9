// photo-places.json: where the eyes and the mouth are, written, read, shared and damaged.
#include "core/project/photo_places.h"

#include <gtest/gtest.h>

#include "core/files/atomic_file.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

using test::error_of;

const std::string kPhoto = photo_place_id(std::string(64, 'a')),
                  kModel = model_place_id(std::string(64, 'b'));
const FaceAnchors kInPhoto{{100.25, 200}, {180, 196.5}, {141, 290}},
    kInModel{{0.4, 0.5}, {0.6, 0.5}, {0.5, 0.7}};

class PhotoPlacesTest : public test::InTemporaryFolder {};

TEST_F(PhotoPlacesTest, WhatIsWrittenIsRead) {
    const std::vector<PhotoPlace> places{{kPhoto, kInPhoto}, {kModel, kInModel}};
    std::vector<std::string> problems;
    EXPECT_EQ(photo_places_from_json(photo_places_to_json(places), "places", problems), places);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(kPhoto, "photo-" + std::string(64, 'a'));
}

TEST_F(PhotoPlacesTest, ADamagedPlaceIsLeftOutAndSaid) {
    const std::string good = R"({"id":")" + kPhoto + R"(","left_eye":[1,2],"right_eye":[9,2],"mouth":[5,9]})";
    const auto read = [&](const std::string& other) {
        std::vector<std::string> problems;
        const auto places = photo_places_from_json(R"({"version":1,"places":[)" + other + "," + good + "]}",
                                                   "places", problems);
        EXPECT_EQ(places.size(), 1u) << other;
        EXPECT_EQ(problems.size(), 1u) << other;
        return problems.empty() ? "" : problems.front();
    };
    EXPECT_NE(read(R"({"id":"../x","left_eye":[1,2],"right_eye":[9,2],"mouth":[5,9]})").find("places[0].id"),
              std::string::npos);
    const std::string id = R"({"id":")" + kModel + R"(",)";
    EXPECT_NE(read(id + R"("left_eye":[1],"right_eye":[9,2],"mouth":[5,9]})").find("left_eye"),
              std::string::npos);
    EXPECT_NE(
        read(id + R"("left_eye":[1,2],"right_eye":[1,2],"mouth":[5,9]})").find("cannot be that of a face"),
        std::string::npos);
    EXPECT_NE(read(id + R"("left_eye":[1,2e7],"right_eye":[1,2],"mouth":[5,9]})").find("left_eye"),
              std::string::npos);
    std::vector<std::string> problems;
    EXPECT_EQ(
        photo_places_from_json(R"({"version":1,"places":[)" + good + "," + good + "]}", "places", problems)
            .size(),
        1u);
    EXPECT_NE(error_of([&] {
                  photo_places_from_json(R"({"version":2,"places":[]})", "places", problems);
              }).find("version"),
              std::string::npos);
    EXPECT_NE(error_of([&] { photo_places_from_json("[", "places", problems); }).find("places"),
              std::string::npos);
}

TEST_F(PhotoPlacesTest, TwoWindowsKeepWhatEitherAdds) {
    PhotoPlaceStore one = photo_place_store(photo_places_path(folder_)),
                    other = photo_place_store(photo_places_path(folder_));
    EXPECT_TRUE(one.read().items.empty());
    one.change(keyed_changes<PhotoPlace>({}, {{kPhoto, kInPhoto}}));
    other.change(keyed_changes<PhotoPlace>({}, {{kModel, kInModel}}));
    const std::vector<PhotoPlace> both{{kPhoto, kInPhoto}, {kModel, kInModel}};
    EXPECT_EQ(one.read().items, both);
}

TEST_F(PhotoPlacesTest, WhatCannotBeReadIsSetAsideAndNotLost) {
    const auto path = photo_places_path(folder_);
    write_file_atomically(path, std::string_view("not JSON"));
    PhotoPlaceStore store = photo_place_store(path);
    const PhotoPlaceStore::Contents contents = store.read();
    EXPECT_TRUE(contents.items.empty());
    EXPECT_NE(contents.warning.find("renamed to photo-places.json.unreadable-1"), std::string::npos)
        << contents.warning;
    EXPECT_EQ(read_text_file(folder_ / "photo-places.json.unreadable-1", 100), "not JSON");
}

}  // namespace
}  // namespace progan
