// The picture in the middle of the window: what is asked for, and which of the faces that come is shown.
#include "app/explorer/shell/main_view.h"

#include <gtest/gtest.h>

#include "app/explorer/shell/features.h"
#include "app/explorer/state/queries.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/no_face_textures.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class MainViewTest : public ::testing::Test {
  protected:
    MainViewTest() {
        state.data_dir = folder.path;
        features.model_opened(test::plain_model());
    }
    MainView::Asked ask() {
        return view.ask([this](const RenderRequest&) { return ahead ? &*ahead : nullptr; });
    }
    FaceReady frame(std::uint64_t request, bool preview = false) const {
        FaceReady made;
        made.request_id = request;
        made.epoch = state.epoch;
        made.level = 2;
        made.preview = preview;
        made.image = Image(preview ? 4 : 16, preview ? 4 : 16);
        return made;
    }

    test::StateFolder folder{"main-view"};
    AppState state;
    Engine engine{test::plain_engine()};
    Features features{state, engine, [] { return Time{}; }};
    test::NoFaceTextures pictures;
    int whole_faces = 0;
    std::optional<Image> ahead;
    MainView view{state, engine, pictures, [this](const NamedLatent& face, const Image&) {
                      EXPECT_EQ(face.latent, current_latent(state));
                      EXPECT_EQ(face.edits, current_edits(state));
                      ++whole_faces;
                  }};
};

TEST_F(MainViewTest, TheSameFaceIsAskedForOnce) {
    EXPECT_EQ(ask(), MainView::Asked::submitted);
    EXPECT_TRUE(view.waiting());
    EXPECT_EQ(ask(), MainView::Asked::nothing);
    features.face.pick_seed(3);
    EXPECT_EQ(ask(), MainView::Asked::submitted);
    view.model_changed();
    EXPECT_EQ(ask(), MainView::Asked::submitted);
}

TEST_F(MainViewTest, OnlyNewerFacesAreShown) {
    ask();
    const std::uint64_t first = view.submitted();
    features.face.pick_seed(3);
    ask();
    const std::uint64_t second = view.submitted();
    EXPECT_TRUE(view.receive(frame(second)));
    EXPECT_FALSE(view.waiting());
    EXPECT_FALSE(view.receive(frame(first)));
    EXPECT_EQ(state.shown_id, second);
    FaceReady other_model = frame(second + 1);
    other_model.epoch = 0;
    EXPECT_FALSE(view.receive(other_model));
}

TEST_F(MainViewTest, AFaceBehindTheHandIsShownButAnswersNothing) {
    ask();
    const std::uint64_t first = view.submitted();
    features.face.pick_seed(3);
    ask();
    EXPECT_TRUE(view.receive(frame(first)));  // better than none
    EXPECT_TRUE(state.shown_request.latents.empty());
    EXPECT_EQ(whole_faces, 0);
    EXPECT_TRUE(view.receive(frame(view.submitted())));
    EXPECT_EQ(state.shown_request, state.submitted);
    EXPECT_EQ(whole_faces, 1);
}

TEST_F(MainViewTest, AWholeFaceReplacesItsPreviewAndNotTheOtherWayRound) {
    ask();
    EXPECT_TRUE(view.receive(frame(view.submitted(), true)));
    EXPECT_TRUE(state.shown_preview);
    EXPECT_EQ(state.shown_side, 16);  // of the whole face, not of its preview
    EXPECT_EQ(whole_faces, 0);
    EXPECT_TRUE(view.receive(frame(view.submitted())));
    EXPECT_FALSE(state.shown_preview);
    EXPECT_EQ(whole_faces, 1);
    EXPECT_FALSE(view.receive(frame(view.submitted(), true)));
}

TEST_F(MainViewTest, AFaceMadeAheadIsShownAtOnceAndLateOnesAreOld) {
    ask();
    const std::uint64_t under_way = view.submitted();
    features.face.pick_seed(3);
    ahead = Image(16, 16);
    ahead->rgb[0] = 77;
    EXPECT_EQ(ask(), MainView::Asked::made_ahead);
    EXPECT_EQ(pictures.shown, *ahead);
    EXPECT_FALSE(view.waiting());
    EXPECT_EQ(whole_faces, 1);
    EXPECT_FALSE(view.receive(frame(under_way)));
    const std::optional<MainView::Shown> shown = view.take_shown();
    ASSERT_TRUE(shown);
    EXPECT_TRUE(shown->made_ahead);
    EXPECT_FALSE(view.take_shown());
}

TEST_F(MainViewTest, NewsLastUntilAFrameShowsThem) {
    EXPECT_FALSE(view.has_new_face());
    ask();
    view.receive(frame(view.submitted()));
    EXPECT_TRUE(view.has_new_face());
    view.frame_began();
    EXPECT_FALSE(view.has_new_face());
}

}  // namespace
}  // namespace progan
