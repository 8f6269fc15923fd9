// The face nearest to a photo, without a window: photos that wait, marks that are remembered, the search and
// what becomes of what it found, and what of a photo is on disk.
#include "app/explorer/features/photo/photo_controller.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "app/explorer/features/photo/photo_dialog.h"
#include "app/explorer/features/photo/photo_geometry.h"
#include "app/explorer/shell/features.h"
#include "app/explorer/shell/quitting.h"
#include "app/explorer/state/photo_crop.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/image/png.h"
#include "core/support/paths.h"
#include "tests/explorer/drain.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"
#include "tests/fixtures/random_model.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

ModelSpec small_spec() {
    ModelSpec spec;
    spec.latent_size = 8;
    spec.channels = {8, 8, 8, 8};
    spec.to_rgb_levels = {0, 1, 2, 3};
    spec.last_level = 3;
    spec.name = "Small";
    return spec;
}

const FaceAnchors kOfModel{{0.4, 0.45}, {0.6, 0.45}, {0.5, 0.7}};

class PhotoTest : public ::testing::Test {
  protected:
    PhotoTest() {
        state.data_dir = folder.path / "data";
        fs::create_directories(state.data_dir);
        Model model = test::random_model(small_spec());
        model.anchors = kOfModel;
        save_model(folder.path / "small.safetensors", model);
        ready = ready_for(folder.path / "small.safetensors");
        features.model_opened(ready);
        write_photo("anna.png", 40, 30, 90);
        write_photo("ben.png", 32, 32, 160);
    }

    static ModelReady ready_for(const fs::path& path) {
        const Model model = load_model(path);
        ModelReady ready;
        ready.model.spec = model.spec;
        ready.model.sha256 = model.sha256;
        ready.model.path = path.string();
        ready.model.anchors = model.anchors;
        ready.epoch = 1;
        return ready;
    }
    void write_photo(const std::string& name, int width, int height, int gray) const {
        Image image(width, height);
        for (std::size_t i = 0; i < image.rgb.size(); ++i)
            image.rgb[i] = static_cast<std::uint8_t>(gray + static_cast<int>(i * 7 % 60));
        write_png(folder.path / name, image);
    }
    bool until(const std::function<bool()>& condition) {
        return test::frames_until(engine, features, condition);
    }
    void open(const std::string& name) {
        features.open(folder.path / name);
        ASSERT_TRUE(until([this] { return view.stage != PhotoStage::reading; }));
    }
    void find() {
        controller.start();
        ASSERT_EQ(view.stage, PhotoStage::searching) << view.problem;
        ASSERT_TRUE(until([this] { return view.stage != PhotoStage::searching; }));
    }
    /// Files in the data folder, without those that every run has.
    std::vector<std::string> kept_files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(state.data_dir))
            if (entry.is_regular_file() && entry.path().filename() != "shared.lock")
                names.push_back(fs::relative(entry.path(), state.data_dir).string());
        std::sort(names.begin(), names.end());
        return names;
    }

    test::StateFolder folder{"photo"};
    ModelReady ready;
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    PhotoController& controller = features.photo;
    PhotoState& view = state.photo;
};

TEST_F(PhotoTest, APictureWithoutAFaceIsAPhotoToPlace) {
    open("anna.png");
    EXPECT_TRUE(view.show);
    EXPECT_EQ(view.stage, PhotoStage::placing) << view.problem;
    EXPECT_EQ(view.name, "anna.png");
    // The central square of 40 x 30.
    EXPECT_NEAR(view.anchors.left_eye.x, 5 + 30 * 0.4, 1e-9);
    EXPECT_NEAR(view.anchors.mouth.y, 30 * 0.7, 1e-9);
    ASSERT_TRUE(view.crop);
    EXPECT_EQ(view.crop->width, 32);
    EXPECT_EQ(controller.obstacle(), "");
}

TEST_F(PhotoTest, PhotosWaitForTheirTurn) {
    open("anna.png");
    features.open(folder.path / "ben.png");
    EXPECT_EQ(view.waiting, 1u);
    EXPECT_EQ(view.name, "anna.png");
    controller.next();
    ASSERT_TRUE(until([this] { return view.stage == PhotoStage::placing; }));
    EXPECT_EQ(view.name, "ben.png");
    EXPECT_EQ(view.waiting, 0u);
    controller.next();
    EXPECT_EQ(view.stage, PhotoStage::empty);
    // Alone, a photo is forgotten when the dialog closes.
    open("anna.png");
    controller.close();
    EXPECT_EQ(view.stage, PhotoStage::empty);
    EXPECT_FALSE(has_photo_status(state));
}

TEST_F(PhotoTest, PhotosThatWaitAreThereWhenTheDialogIsOpenedAgain) {
    open("anna.png");
    const FaceAnchors placed{{14, 12}, {24, 13}, {19, 22}};
    controller.place(placed);
    features.open(folder.path / "ben.png");
    controller.close();
    EXPECT_FALSE(view.show);
    EXPECT_TRUE(has_photo_status(state)) << "the status bar says so";
    ASSERT_EQ(ended_by_quitting(state, features).size(), 1u);
    EXPECT_EQ(ended_by_quitting(state, features).front(),
              "1 photo is still waiting. Quitting would clear the queue.");
    // One more joins them.
    write_photo("carl.png", 32, 32, 120);
    features.open(folder.path / "carl.png");
    EXPECT_TRUE(view.show);
    EXPECT_EQ(view.name, "anna.png");
    EXPECT_EQ(view.anchors, placed);
    EXPECT_EQ(view.waiting, 2u);
    controller.close();
    controller.show();
    for (const char* name : {"ben.png", "carl.png"}) {
        controller.next();
        ASSERT_TRUE(until([this] { return view.stage == PhotoStage::placing; }));
        EXPECT_EQ(view.name, name);
    }
    // What was found is not lost to a photo that comes while it is not looked at.
    controller.start();
    controller.close();
    ASSERT_TRUE(until([this] { return view.stage == PhotoStage::found; })) << view.problem;
    features.open(folder.path / "anna.png");
    EXPECT_EQ(view.stage, PhotoStage::found);
    EXPECT_EQ(view.name, "carl.png");
    EXPECT_EQ(view.waiting, 1u);
    controller.close();
    controller.forget_all();
    EXPECT_EQ(view.stage, PhotoStage::empty);
    EXPECT_FALSE(has_photo_status(state));
    EXPECT_TRUE(ended_by_quitting(state, features).empty());
}

TEST_F(PhotoTest, TheModelIsMadeReadyWhileTheMarksAreBeingPlaced) {
    EXPECT_FALSE(view.ready);
    open("anna.png");
    ASSERT_TRUE(until([this] { return view.ready; }));
    EXPECT_EQ(view.stage, PhotoStage::placing);
    // The file is not needed any more, for this photo and those that follow.
    fs::remove(folder.path / "small.safetensors");
    find();
    ASSERT_EQ(view.stage, PhotoStage::found) << view.problem;
    const Latent first = view.found->latent;
    open("ben.png");
    controller.next();
    ASSERT_TRUE(until([this] { return view.stage == PhotoStage::placing; }));
    find();
    ASSERT_EQ(view.stage, PhotoStage::found) << view.problem;
    EXPECT_NE(view.found->latent, first);
    // Another model has to be made ready itself.
    Model other = test::random_model(small_spec());
    other.tensors[0].values[0] += 1;
    other.anchors = kOfModel;
    save_model(folder.path / "other.safetensors", other);
    features.model_opened(ready_for(folder.path / "other.safetensors"));
    EXPECT_FALSE(view.ready);
    ASSERT_TRUE(until([this] { return view.ready; }));
    EXPECT_EQ(view.stage, PhotoStage::placing);
}

TEST_F(PhotoTest, AClosedDialogMakesNoModelReady) {
    open("anna.png");
    controller.close();
    controller.show();  // without a photo, there is nothing to be made ready for
    bool drained = false;
    Ticket after = engine.run_aside([](const ProgressReport&) { return true; },
                                    [&](const Result<bool>&) { drained = true; });
    ASSERT_TRUE(until([&] { return drained; }));
    EXPECT_FALSE(view.ready);
}

TEST_F(PhotoTest, TheSearchStandsStillWhileTheHandDrags) {
    open("anna.png");
    ASSERT_TRUE(until([this] { return view.ready; }));
    const std::size_t stops = view.stops;
    controller.hand_moves();  // before it begins: a search as short as this one might be over
    controller.start();
    ASSERT_TRUE(until([&] {
        controller.hand_moves();
        return view.stops > stops && view.evaluations > 0;
    }));
    EXPECT_EQ(view.stage, PhotoStage::searching);
    const std::size_t before = view.evaluations;
    ASSERT_TRUE(until([&] { return view.evaluations > before; })) << "it goes on when the hand rests";
    ASSERT_TRUE(until([this] { return view.stage != PhotoStage::searching; }));
    EXPECT_EQ(view.stage, PhotoStage::found) << view.problem;
    EXPECT_TRUE(view.found->complete);
}

TEST_F(PhotoTest, MarksAreRememberedInThisRunAndOnDiskOnlyIfTheFaceIsKept) {
    open("anna.png");
    const FaceAnchors placed{{14, 12}, {24, 13}, {19, 22}};
    controller.place(placed);
    controller.next();
    open("anna.png");
    EXPECT_EQ(view.anchors, placed) << "remembered";
    EXPECT_TRUE(kept_files().empty()) << kept_files().front();
    controller.reset_place();
    EXPECT_NEAR(view.anchors.left_eye.x, 17, 1e-9);
    controller.place(placed);
    find();
    ASSERT_EQ(view.stage, PhotoStage::found) << view.problem;
    controller.keep();
    const std::string id = state.favourites.at(0).id;
    const std::vector<std::string> all{"favourites.json", "favourites/" + id + "-photo.png",
                                       "favourites/" + id + ".png", "photo-places.json"};
    ASSERT_TRUE(until([&] { return kept_files() == all; })) << kept_files().size();
    EXPECT_EQ(state.favourites.at(0).name, "anna");
    const Image crop = read_image(photo_crop_path(state.data_dir, id));
    EXPECT_EQ(crop, *view.found->crop) << "the crop alone";
    EXPECT_EQ(read_image(state.data_dir / "favourites" / (id + ".png")), *view.found->face);
    // Another run finds the marks.
    AppState later;
    later.data_dir = state.data_dir;
    Features again(later, engine, [] { return Time{}; });
    again.model_opened(ready);
    again.open(folder.path / "anna.png");
    ASSERT_TRUE(test::frames_until(engine, again, [&] { return later.photo.anchors == placed; }));
    EXPECT_EQ(later.photo.stage, PhotoStage::placing);
}

TEST_F(PhotoTest, TheSearchTellsItsCourseAndItsResultBecomesTheFace) {
    open("anna.png");
    controller.start();
    ASSERT_TRUE(until([this] { return view.stage == PhotoStage::found; })) << view.problem;
    EXPECT_GT(view.curve.size(), 5u);
    for (std::size_t i = 1; i < view.curve.size(); ++i) {
        EXPECT_GE(view.curve[i].part, view.curve[i - 1].part);
        EXPECT_GE(view.curve[i].side, view.curve[i - 1].side);
        EXPECT_GT(view.curve[i].error, 0);
    }
    EXPECT_EQ(view.curve.back().side, 32);
    ASSERT_FALSE(view.leading.empty());
    EXPECT_EQ(view.found->face->width, 32);
    EXPECT_EQ(view.found->heat->width, 32);
    EXPECT_LE(view.found->closeness, 100u);
    EXPECT_TRUE(view.found->complete);
    const Latent found = view.found->latent;
    controller.use();
    EXPECT_EQ(state.face.base.latent, found);
    EXPECT_EQ(state.face.base.name, "anna");
    EXPECT_FALSE(view.show);
    EXPECT_TRUE(kept_files().empty());
}

TEST_F(PhotoTest, ACancelledSearchLeavesTheMarksAndNothingOnDisk) {
    open("anna.png");
    const FaceAnchors placed{{14, 12}, {24, 13}, {19, 22}};
    controller.place(placed);
    controller.start();
    EXPECT_FALSE(ended_by_quitting(state, features).empty());
    controller.cancel();
    ASSERT_TRUE(until([this] { return view.stage != PhotoStage::searching; }));
    EXPECT_EQ(view.stage, PhotoStage::placing);
    EXPECT_EQ(view.anchors, placed);
    EXPECT_EQ(view.problem, "");
    EXPECT_TRUE(kept_files().empty());
    EXPECT_TRUE(ended_by_quitting(state, features).empty());
}

TEST_F(PhotoTest, GoodEnoughEndsEarly) {
    open("anna.png");
    controller.start();
    controller.good_enough();
    ASSERT_TRUE(until([this] { return view.stage == PhotoStage::found; })) << view.problem;
    EXPECT_FALSE(view.found->complete);
}

TEST_F(PhotoTest, AClosedDialogLetsTheSearchGoOn) {
    open("anna.png");
    controller.start();
    controller.close();
    EXPECT_EQ(view.stage, PhotoStage::searching);
    features.open(folder.path / "ben.png");
    EXPECT_EQ(view.waiting, 1u);
    EXPECT_TRUE(view.show);
    ASSERT_TRUE(until([this] { return view.stage == PhotoStage::found; }));
    EXPECT_EQ(view.name, "anna.png");
}

TEST_F(PhotoTest, AnotherModelEndsTheSearchWithASentence) {
    open("anna.png");
    controller.start();
    Model other = test::random_model(small_spec());
    other.tensors[0].values[0] += 1;
    other.anchors = kOfModel;
    save_model(folder.path / "other.safetensors", other);
    features.model_opened(ready_for(folder.path / "other.safetensors"));
    EXPECT_EQ(view.stage, PhotoStage::placing);
    EXPECT_EQ(view.problem, "The search in anna.png ended because another model was opened.");
    ASSERT_TRUE(view.crop);
    find();
    ASSERT_EQ(view.stage, PhotoStage::found) << view.problem;
    EXPECT_EQ(view.found->model_sha256, state.model->sha256);
}

TEST_F(PhotoTest, AModelWithoutMarksIsAskedForOnce) {
    const Model model = test::random_model(small_spec());
    save_model(folder.path / "plain.safetensors", model);
    ModelReady plain = ready_for(folder.path / "plain.safetensors");
    EXPECT_EQ(plain.model.sha256, ready.model.sha256) << "anchors do not count";
    plain.model.sha256 = std::string(64, 'c');  // another model
    features.model_opened(plain);
    open("anna.png");
    EXPECT_FALSE(view.of_model);
    EXPECT_FALSE(view.crop);
    EXPECT_NE(controller.obstacle(), "");
    controller.place({{0.3, 0.4}, {0.3, 0.4}, {0.5, 0.7}});
    controller.confirm_model();
    EXPECT_NE(view.problem.find("cannot be that of a face"), std::string::npos);
    controller.place(kOfModel);
    controller.confirm_model();
    ASSERT_TRUE(view.of_model);
    EXPECT_EQ(*view.of_model, kOfModel);
    EXPECT_TRUE(view.crop);
    ASSERT_TRUE(until([this] { return kept_files() == std::vector<std::string>{"photo-places.json"}; }));

    AppState later;
    later.data_dir = state.data_dir;
    Features again(later, engine, [] { return Time{}; });
    again.model_opened(plain);
    again.photo.show();
    ASSERT_TRUE(test::frames_until(engine, again, [&] { return later.photo.of_model.has_value(); }));
    EXPECT_EQ(*later.photo.of_model, kOfModel);
    EXPECT_FALSE(again.photo.can_ask_model()) << "only with a photo";
}

TEST_F(PhotoTest, WhatIsNoPhotoSaysWhyInOneSentence) {
    write_file_atomically(folder.path / "broken.jpg", std::string_view("\xff\xd8\xff\xe0 not a JPEG"));
    controller.open(folder.path / "broken.jpg");
    ASSERT_TRUE(until([this] { return view.stage != PhotoStage::reading; }));
    EXPECT_EQ(view.stage, PhotoStage::empty);
    EXPECT_NE(view.problem.find("broken.jpg"), std::string::npos) << view.problem;
    write_png(folder.path / "dot.png", Image(1, 1));
    open("dot.png");
    EXPECT_EQ(view.problem, "dot.png: The photo has only 1 x 1 pixels, but needs at least 8 per side.");
    controller.next();
    fs::create_directories(folder.path / "folder");
    controller.open(folder.path / "folder");
    ASSERT_TRUE(until([this] { return view.stage != PhotoStage::reading; }));
    EXPECT_NE(view.problem.find("folder"), std::string::npos) << view.problem;
    controller.start();
    EXPECT_EQ(view.stage, PhotoStage::empty);
    // Marks that lie outside the photo: it says so, and nothing begins.
    open("anna.png");
    controller.place({{-60, 12}, {-50, 13}, {-55, 22}});
    EXPECT_FALSE(view.crop);
    EXPECT_NE(controller.obstacle().find("is in the photo"), std::string::npos) << controller.obstacle();
    controller.start();
    EXPECT_EQ(view.stage, PhotoStage::placing);
}

TEST_F(PhotoTest, AModelThatCannotBeReadAnyMoreSaysSo) {
    fs::remove(folder.path / "small.safetensors");
    open("anna.png");
    EXPECT_EQ(view.problem, "") << "only when it is needed";
    find();
    EXPECT_EQ(view.stage, PhotoStage::placing);
    EXPECT_NE(view.problem.find("small.safetensors"), std::string::npos) << view.problem;
}

TEST_F(PhotoTest, AModelOfOneLevelIsSearchedToo) {
    ModelSpec tiny = small_spec();
    tiny.channels = {8};
    tiny.to_rgb_levels = {0};
    tiny.last_level = 0;
    Model model = test::random_model(tiny);
    model.anchors = kOfModel;
    save_model(folder.path / "tiny.safetensors", model);
    features.model_opened(ready_for(folder.path / "tiny.safetensors"));
    open("anna.png");
    find();
    ASSERT_EQ(view.stage, PhotoStage::found) << view.problem;
    EXPECT_EQ(view.found->face->width, 4);
}

TEST_F(PhotoTest, APastedPictureIsAPhoto) {
    const std::vector<std::byte> png = encode_png(read_image(folder.path / "ben.png"));
    controller.open_png({reinterpret_cast<const char*>(png.data()), png.size()});
    ASSERT_TRUE(until([this] { return view.stage == PhotoStage::placing; })) << view.problem;
    EXPECT_EQ(view.picture->width, 32);
    EXPECT_EQ(view.name, "Pasted picture");
}

TEST(PhotoGeometry, AFrameIsTurnedAndScaledByItsCorner) {
    const FaceAnchors anchors{{10, 0}, {0, 10}, {-10, 0}};
    // A quarter turn about the origin, twice as large.
    const FaceAnchors result = turned(anchors, {0, 0}, {1, 0}, {0, 2});
    EXPECT_NEAR(result.left_eye.x, 0, 1e-12);
    EXPECT_NEAR(result.left_eye.y, 20, 1e-12);
    EXPECT_NEAR(result.right_eye.x, -20, 1e-12);
    EXPECT_NEAR(result.mouth.y, -20, 1e-12);
    EXPECT_EQ(turned(anchors, {0, 0}, {0, 0}, {3, 4}), anchors);
    EXPECT_EQ(moved(anchors, 1, -1).left_eye, (AnchorPoint{11, -1}));
    EXPECT_EQ(enlarged(anchors, {10, 0}, 2).left_eye, (AnchorPoint{10, 0}));
    EXPECT_EQ(enlarged(anchors, {10, 0}, 2).mouth, (AnchorPoint{-30, 0}));
    const std::array<AnchorPoint, 4> square{AnchorPoint{0, 0}, {4, 0}, {4, 4}, {0, 4}};
    EXPECT_TRUE(is_inside(square, {1, 3}));
    EXPECT_FALSE(is_inside(square, {5, 3}));
}

}  // namespace
}  // namespace progan
