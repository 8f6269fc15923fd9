// All panels drawn by a Dear ImGui without a backend: for hundreds of frames, in every state, at sizes and
// scales from very small to large. Finds asserts, unbalanced begin/end and texts that crash; how it looks is
// for screenshots.
#include <gtest/gtest.h>
#include <imgui.h>
#include <set>

#include "app/explorer/shell/features.h"
#include "app/explorer/shell/window_parts.h"
#include "app/explorer/ui/theme.h"
#include "tests/explorer/fake_engine.h"
#include "tests/explorer/no_pictures.h"
#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class PanelsTest : public ::testing::Test {
  protected:
    PanelsTest() {
        state.data_dir = folder.path;
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.Fonts->AddFontDefault();
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    }
    ~PanelsTest() override { ImGui::DestroyContext(); }

    /// Draws frames and returns the number of vertices of the last one.
    int draw(int frames, float width, float height) {
        ImGuiIO& io = ImGui::GetIO();
        int vertices = 0;
        for (int i = 0; i < frames; ++i) {
            io.DisplaySize = {width, height};
            io.DeltaTime = 1.0f / 60;
            io.MousePos = {static_cast<float>((i * 37) % static_cast<int>(width)),
                           static_cast<float>((i * 23) % static_cast<int>(height))};
            now += 1.0 / 60;
            ImGui::NewFrame();
            Panel panel{state, features.face, features.face_uses, pictures, thumbnails, probe, keys_of,
                        now,   false};
            draw_window(panel, features, commands);
            thumbnails.request_missing(state);
            ImGui::Render();
            vertices = ImGui::GetDrawData()->TotalVtxCount;
            for (const Event& event : engine.poll())
                if (const auto* frame = std::get_if<FaceReady>(&event)) thumbnails.frame(*frame);
        }
        return vertices;
    }

    test::StateFolder folder{"panels"};
    double now = 0;
    AppState state;
    Engine engine{test::plain_engine()};
    test::NoPictures pictures;
    Features features{state, engine, [this] { return now; }};
    FaceActions& actions = features.face;
    Commands commands{state, features};
    const std::function<std::string(std::string_view)> keys_of = [this](std::string_view command) {
        return commands.keys_of(command);
    };
    Thumbnails thumbnails{engine, pictures};
    Probe probe{""};
};

TEST_F(PanelsTest, FiveHundredFramesInEveryState) {
    EXPECT_GT(draw(50, 1280, 800), 100);  // LibTorch is loading
    state.backend_failure = "The torch library was not found.";
    draw(10, 1280, 800);
    state.backend_failure.clear();
    state.backend_ready = true;
    state.devices = {{"cpu", "CPU (2 threads)"}};
    draw(10, 1280, 800);  // no model
    features.model_opened(test::plain_model(128));
    draw(50, 1280, 800);  // no face yet
    EXPECT_EQ(pictures.drawn, 0);
    state.shown = Image(64, 64);
    draw(50, 1280, 800);
    EXPECT_EQ(pictures.drawn, 50);
    for (int i = 0; i < 40; ++i) {
        actions.random_seed();
        features.favourites.keep_current();
    }
    features.favourites.rename(state.favourites[0].id,
                               "A very long name that will not fit under its picture 笑顔笑顔笑顔", "a, b");
    state.editing_favourite = state.favourites[1].id;
    draw(30, 1280, 800);
    state.editing_favourite.clear();
    state.jobs.push_back({1, "Recording a-very-long-file-name-of-an-animation.webm", {3, 100}, 0, false});
    features.notifier.error(std::string(2000, 'x'));
    for (int i = 0; i < 20; ++i) features.notifier.error("Error number " + std::to_string(i) + ".");
    draw(50, 1280, 800);
    state.opening = 7;
    state.opening_path = "a-checkpoint.pth";
    draw(10, 1280, 800);
    state.opening_part = 0.4;
    draw(10, 1280, 800);
    state.opening = 0;
    for (int i = 0; i < 30; ++i) {
        Axis axis;
        axis.id = "axis-" + std::to_string(i);
        axis.name = i == 3 ? std::string(150, 'w') : "Axis " + std::to_string(i);
        axis.method = static_cast<AxisMethod>(i % 4);
        axis.direction.assign(128, 0.0f);
        axis.direction[static_cast<std::size_t>(i)] = 1;
        axis.effect = i;
        axis.pinned = i == 5;
        axis.hidden = i == 6;
        state.axes.push_back(std::move(axis));
    }
    actions.turn_axis("axis-4", 33);
    actions.toggle_axis_lock("axis-4");
    draw(40, 1280, 800);
    state.axes_list.all_strips = state.axes_list.show_hidden = state.axes_list.finding = true;
    state.axes_list.renaming = "axis-5";
    state.axes_list.note = std::string(300, 'n');
    draw(40, 1280, 800);
    state.axes_list.renaming.clear();
    state.axes_list.show_find = true;
    draw(20, 1280, 800);
    state.axes_list.show_find = false;
    state.axes_list.show_save = true;
    draw(20, 1280, 800);
    state.axes_list.show_save = false;
    state.axes_list.search = "nothing is called so";
    draw(20, 1280, 800);
    state.axes_list.search.clear();
    state.components_listed = true;
    draw(20, 1280, 800);
    state.components_listed = false;
    state.show_model = true;
    draw(20, 1280, 800);
    state.model->origin = {{"Code base", std::string(500, 'y')}, {"Left out", "netD (a discriminator)"}};
    draw(20, 1280, 800);
    state.show_model = false;
    state.show_help = true;
    draw(20, 1280, 800);
    state.show_help = false;
    state.show_record = true;
    draw(20, 1280, 800);
    state.show_record = false;
    state.show_picker = true;
    state.picker_folder = "/nonexistent";
    draw(20, 1280, 800);
    state.picker_folder = "/";
    draw(20, 1280, 800);
    state.show_picker = false;
    state.center = CenterView::grid;
    for (const GridMode mode : {GridMode::around, GridMode::breed, GridMode::sum}) {
        state.grid.mode = mode;
        draw(10, 1280, 800);  // empty
        features.grid.add_parent(face_of_seed(state, 1));
        features.grid.add_parent(face_of_seed(state, 2));
        for (std::size_t term = 0; term < 3; ++term) features.grid.set_term(term, face_of_seed(state, 3));
        draw(40, 1024, 640);
    }
    state.grid = {};
    state.center = CenterView::compare;
    for (const CompareView view :
         {CompareView::one, CompareView::side_by_side, CompareView::swipe, CompareView::difference}) {
        state.compare.view = view;
        draw(10, 1280, 800);
        features.compare.set(0, face_of_seed(state, 1));
        draw(10, 1024, 640);
    }
    state.center = CenterView::face;
    state.view.fit = false;
    state.view.zoom = 40;
    features.timeline.toggle_play();
    draw(50, 1280, 800);
    for (std::uint32_t seed = 0; seed < 9; ++seed) features.timeline.add(features.timeline.seed_face(seed));
    features.timeline.set_repeat(Repeat::loop);
    features.timeline.set_length(1500);
    features.timeline.zoom_to(20, 700);
    draw(30, 1280, 800);
    state.journey = {};
    draw(5, 1280, 800);
    features.timeline.start_anew();
    draw(130, 1024, 640);
}

TEST_F(PanelsTest, TheMapInEveryState) {
    state.center = CenterView::map;
    draw(5, 1280, 800);  // no model
    features.model_opened(test::plain_model(128));
    draw(5, 1280, 800);
    state.map.building = true;
    state.map.progress = {30, 100};
    draw(5, 1280, 800);
    EXPECT_EQ(pictures.maps_drawn, 0);
    state.shown = Image(64, 64);
    auto map = std::make_shared<FaceMap>();
    map->side = 8;
    map->tile = 4;  // smaller than the faces: large cells show those
    for (int cell = 0; cell < 64; ++cell) map->cells.push_back(63 - cell);
    state.map.map = map;
    draw(20, 1280, 800);
    EXPECT_EQ(pictures.maps_drawn, 20);
    state.map.here = 3;
    state.map.favourites = {0, 9, 63};
    state.map.stroke_mode = true;
    features.map.begin_stroke({0.1, 0.1});
    features.map.extend_stroke({0.9, 0.5});
    draw(5, 1280, 800);
    state.map.building = false;
    state.map.stopped = true;
    state.map.faces = 1024;
    state.map.view.fit = false;
    state.map.view.zoom = 2;
    state.map.by_keys = true;
    draw(20, 1024, 640);
    draw(5, 200, 150);
    state.map.map = nullptr;
    draw(5, 1280, 800);
}

TEST_F(PanelsTest, AnySizeAndScale) {
    features.model_opened(test::plain_model(512));
    state.shown = Image(64, 64);
    features.favourites.keep_current();
    for (float scale : {0.85f, 1.0f, 2.0f, 4.0f}) {
        apply_theme(scale);
        ImGui::GetIO().FontGlobalScale = scale;
        for (const ImVec2 size :
             {ImVec2(200, 150), ImVec2(800, 500), ImVec2(1024, 640), ImVec2(3840, 2160), ImVec2(700, 2000)})
            EXPECT_GT(draw(5, size.x, size.y), 100) << scale << " " << size.x;
    }
}

}  // namespace
}  // namespace progan
