// What is said of a training that cannot be started, without a window.
#include "app/explorer/features/training/training_controller.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "app/explorer/features/training/pictures_text.h"
#include "app/explorer/shell/features.h"
#include "core/support/paths.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

TEST(Training, WithoutItsProgramIsNotStarted) {
    const fs::path program = program_path().parent_path() / "progan";  // beside this test there is none
    ASSERT_FALSE(fs::exists(program));
    const test::StateFolder folder("training");
    Time now;
    AppState state;
    state.data_dir = folder.path;
    Engine engine(test::plain_engine());
    Features features(state, engine, [&] { return now; });
    fs::create_directories(folder.path / "pictures");
    state.training.form.data = (folder.path / "pictures").string();
    features.training.start();
    EXPECT_EQ(state.training.problem, program.string() + " could not be started: No such file or directory.");
    EXPECT_FALSE(state.training.running);
    EXPECT_EQ(state.training.folder, "");  // the form is shown again
    features.training.tick(now);
    EXPECT_NE(state.training.problem, "");
}

TEST(TrainingPictures, AreCountedAndWhatIsLeftOutIsSaid) {
    RunPictures pictures;
    EXPECT_EQ(pictures_text(pictures), "");  // an older run's log does not say
    pictures.used = 5008;
    EXPECT_EQ(pictures_text(pictures), "Training on 5,008 pictures.");
    pictures.held_back = 501;
    EXPECT_EQ(pictures_text(pictures),
              "Training on 4,507 pictures. 501 more are held back to compare the faces with.");
    pictures.held_back = 0;
    pictures.used = 5;
    pictures.unreadable = 1;
    pictures.enlarged = 2;
    pictures.transparent = 1;
    pictures.left_out = {"1 hidden picture (.a.png)",
                         "2 TIFF pictures, which are not supported here (b.tif, c.tif)"};
    const std::string text = pictures_text(pictures);
    for (const char* part :
         {"Training on 5 pictures.", "would be memorised", "1 could not be read", "2 are smaller",
          "1 has transparent parts", "Left out: 1 hidden picture (.a.png); 2 TIFF pictures"})
        EXPECT_NE(text.find(part), std::string::npos) << part << " in: " << text;
}

}  // namespace
}  // namespace progan
