#include "core/documents/journey_file.h"

#include <fstream>

#include "core/files/atomic_file.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {

class JourneyFile : public test::InTemporaryFolder {};

TEST_F(JourneyFile, RoundTripKeepsEverything) {
    Journey journey;
    journey.keyframes = {{{{0.1f, 2}, 7u}, 12, Easing::smooth}, {{{-1, 1e-30f}}, 3, Easing::linear}};
    ASSERT_NE(journey_to_json(journey).find("\"version\": 1"), std::string::npos);  // for older programs
    journey.keyframes[0].name = "Smiling";
    journey.keyframes[0].change = {0, 0.1f, 0.30000001f, 7};
    journey.keyframes[0].change_of = 0xfedcba9876543210ull;
    journey.keyframes[0].own_frames = 40;
    journey.keyframes[1].easing = Easing::out;
    journey.pacing = Pacing::even;
    journey.in = 2;
    journey.out = 9;
    journey.method = InterpolationMethod::slerp;
    journey.repeat = Repeat::ping_pong;
    journey.fps = 29.97;
    journey.model_sha256 = "abc";
    journey.model_name = "Toon \"heads\"";
    save_journey(folder_ / "walk.json", journey);
    const Journey loaded = load_journey(folder_ / "walk.json", 2, SeedMode::numpy);
    ASSERT_EQ(loaded.keyframes.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(loaded.keyframes[i].latent, journey.keyframes[i].latent);
        EXPECT_EQ(loaded.keyframes[i].seed, journey.keyframes[i].seed);
        EXPECT_EQ(loaded.keyframes[i].frames, journey.keyframes[i].frames);
        EXPECT_EQ(loaded.keyframes[i].easing, journey.keyframes[i].easing);
    }
    EXPECT_EQ(loaded.method, journey.method);
    EXPECT_EQ(loaded.repeat, journey.repeat);
    EXPECT_EQ(loaded.fps, journey.fps);
    EXPECT_EQ(loaded.model_sha256, "abc");
    EXPECT_EQ(loaded.model_name, journey.model_name);
    EXPECT_EQ(loaded, journey);
    EXPECT_EQ(journey_to_json(loaded), journey_to_json(journey));
}

TEST_F(JourneyFile, EditedFacesNeedTheThirdVersion) {
    Journey journey;
    journey.keyframes = {{{{0.1f, 2}, 7u}, 12, Easing::linear}, {{{-1, 1}}, 3, Easing::linear}};
    journey.keyframes[1].edits = {{0, 3, 0.25f}};
    journey.keyframes[1].edit_name = "without glasses";
    const std::string text = journey_to_json(journey);
    EXPECT_NE(text.find("\"version\": 3"), std::string::npos);  // earlier programs would show another face
    EXPECT_EQ(journey_from_json(text, "walk.json", 2, SeedMode::numpy), journey);
    EXPECT_EQ(journey_to_json(journey_from_json(text, "walk.json", 2, SeedMode::numpy)), text);
}

TEST_F(JourneyFile, ASoundNeedsTheFourthVersionAndIsNamedFromTheFolderOfTheFile) {
    Journey journey;
    journey.keyframes = {{{{0.1f, 2}, 7u}, 12, Easing::linear}, {{{-1, 1}}, 3, Easing::linear}};
    journey.sound = JourneySound{(folder_ / "music" / "song.mp3").string(),
                                 SoundDrives::axis,
                                 SoundCurve::onsets,
                                 -22.5,
                                 "sefa-3",
                                 "Glasses",
                                 {0.6f, 0.8f}};
    save_journey(folder_ / "walk.json", journey);
    const std::string text = read_text_file(folder_ / "walk.json", 100'000);
    EXPECT_NE(text.find("\"version\": 4"), std::string::npos);
    EXPECT_NE(text.find("\"file\": \"music/song.mp3\""), std::string::npos);
    EXPECT_EQ(load_journey(folder_ / "walk.json", 2, SeedMode::numpy), journey);  // without the sound, too
    std::filesystem::create_directories(folder_ / "moved");
    std::filesystem::rename(folder_ / "walk.json", folder_ / "moved" / "walk.json");
    EXPECT_EQ(load_journey(folder_ / "moved" / "walk.json", 2, SeedMode::numpy).sound->file,
              (folder_ / "moved" / "music" / "song.mp3").string());
    save_journey(folder_ / "elsewhere" / ".." / "other" / "walk.json", journey);
    EXPECT_EQ(load_journey(folder_ / "other" / "walk.json", 2, SeedMode::numpy), journey);
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(folder_);
    save_journey("here.json", journey);  // its folder has no name
    EXPECT_EQ(load_journey("here.json", 2, SeedMode::numpy), journey);
    std::filesystem::current_path(before);
    journey.sound = JourneySound{"/a/b.wav"};
    EXPECT_EQ(journey_from_json(journey_to_json(journey), "j", 2, SeedMode::numpy), journey);
}

TEST_F(JourneyFile, SaysWhatIsWrongWithItsSound) {
    const auto problem = [](const std::string& sound) {
        return test::error_of([&] {
            (void)journey_from_json(R"({"version":4,"keyframes":[{"latent":[1,2]}],"sound":)" + sound + "}",
                                    "walk.json", 2, SeedMode::numpy);
        });
    };
    EXPECT_EQ(problem(R"({"file":"a.wav"})"), "no error");
    EXPECT_NE(problem("{}").find("file"), std::string::npos);
    EXPECT_NE(problem(R"({"file":"a.wav","drives":"nothing"})").find("walk.json: sound.drives"),
              std::string::npos);
    EXPECT_NE(problem(R"({"file":"a.wav","amount":0})").find("walk.json: sound.amount"), std::string::npos);
    EXPECT_NE(problem(R"({"file":"a.wav","drives":"axis"})").find("axis"), std::string::npos);
    EXPECT_EQ(problem(R"({"file":"a.wav","drives":"axis","axis":{"direction":[1]}})"),
              "walk.json: sound.axis.direction has 1 numbers, but the faces have 2.");
}

TEST_F(JourneyFile, ItsModelIsReadWithoutTheKeyframes) {
    EXPECT_EQ(
        model_of_journey(R"({"version": 1, "model": {"sha256": "ab", "name": "N"}, "keyframes": 5})", "j"),
        "ab");
    EXPECT_EQ(model_of_journey(R"({"version": 2, "keyframes": []})", "j"), "");
    EXPECT_EQ(test::error_of([] { model_of_journey("[]", "walk.json"); }).rfind("walk.json", 0), 0u);
}

TEST_F(JourneyFile, AFileOfTheFirstVersionIsRead) {
    const Journey journey = journey_from_json(
        R"({"version":1,"model":{"sha256":"ab","name":"M"},"fps":30,"loop":true,"method":"slerp",
            "keyframes":[{"latent":[1,2],"frames":4,"easing":"smooth"},{"latent":[3,4],"frames":5}]})",
        "w", 2, SeedMode::numpy);
    EXPECT_EQ(journey.repeat, Repeat::loop);
    EXPECT_EQ(journey.pacing, Pacing::angle);
    EXPECT_EQ(journey.in, 0);
    EXPECT_EQ(journey.out, -1);
    EXPECT_EQ(frame_count(journey), 9);
    EXPECT_EQ(journey.keyframes[0].easing, Easing::smooth);
}

TEST_F(JourneyFile, SeedsBecomeLatents) {
    const Journey journey = journey_from_json(
        R"({"version":1,"keyframes":[{"seed":15},{"seed":21,"frames":8}]})", "w", 128, SeedMode::torch);
    EXPECT_EQ(journey.keyframes[0].latent, latent_from_seed(15, 128, SeedMode::torch));
    EXPECT_EQ(journey.keyframes[0].frames, 25);
    EXPECT_EQ(journey.keyframes[1].frames, 8);
    EXPECT_EQ(journey.method, InterpolationMethod::hypersphere);
}

TEST_F(JourneyFile, WhatIsWrongIsNamedWithTheFile) {
    const auto key = [](const std::string& members) {
        return R"({"version":1,"keyframes":[{)" + members + "}]}";
    };
    const std::vector<std::pair<std::string, std::string>> cases{
        {"x", "not valid JSON"},
        {"{}", "not a journey"},
        {R"({"version":5,"keyframes":[]})", "version 5"},
        {R"({"version":1,"keyframes":[]})", "no keyframes"},
        {R"({"version":1,"fps":0,"keyframes":[{"seed":1}]})", "fps is 0"},
        {R"({"version":1,"fps":"x","keyframes":[{"seed":1}]})", "fps is 'x'"},
        {R"({"version":1,"loop":3,"keyframes":[{"seed":1}]})", "loop is 3"},
        {R"({"version":1,"method":"squad","keyframes":[{"seed":1}]})", "squad"},
        {key(""), "neither"},
        {key(R"("seed":-4)"), "keyframes[0].seed is -4"},
        {key(R"("latent":[1,2,3])"), "3 numbers"},
        {key(R"("seed":1,"frames":0)"), "frames is 0"},
        {key(R"("seed":1,"frames":1.5)"), "frames is 1.5"},
        {key(R"("seed":1,"easing":"bouncy")"), "easing is 'bouncy'"},
        {R"({"version":2,"repeat":"twice","keyframes":[{"seed":1}]})", "once, loop or ping-pong"},
        {R"({"version":2,"pacing":"fast","keyframes":[{"seed":1}]})", "pacing is 'fast'"},
        {R"({"version":2,"in":-1,"keyframes":[{"seed":1}]})", "in is -1"},
        {R"({"version":2,"out":0.5,"keyframes":[{"seed":1}]})", "out is 0.5"},
        {key(R"("seed":1,"name":7)"), "name is 7"},
        {key(R"("seed":1,"own_frames":-1)"), "own_frames is -1"},
        {key(R"("seed":1,"change":[0])"), "change is a list of 1"},
        {key(R"("seed":1,"change":[1,2])"), "start at 0"},
        {key(R"("seed":1,"change":[0,2,1])"), "never decrease"},
        {key(R"("seed":1,"change":[0,1],"change_of":"xyz")"), "change_of is 'xyz'"},
        {R"({"version":2,"keyframes":[{"seed":1,"frames":1000000},{"seed":1,"frames":1000000},{"seed":1,)"
         R"("frames":1000000},{"seed":1,"frames":1000000},{"seed":2,"frames":1000000}]})",
         "4000001 frames"},
    };
    for (const auto& [text, expected] : cases) {
        const std::string error =
            test::error_of([&text = text] { journey_from_json(text, "walk.json", 2, SeedMode::numpy); });
        EXPECT_NE(error.find(expected), std::string::npos) << text << " -> " << error;
    }
    EXPECT_NE(
        test::error_of([&] { load_journey(folder_ / "none.json", 2, SeedMode::numpy); }).find("none.json"),
        std::string::npos);
}

}  // namespace
}  // namespace progan
