#include <GLFW/glfw3.h>
#include <glad/gl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

#include "app/explorer/gl/gl_face_textures.h"
#include "app/explorer/gl/picture_painter.h"
#include "app/explorer/gl/program.h"
#include "app/explorer/platform/imgui_layer.h"
#include "app/explorer/platform/stage_window.h"
#include "app/explorer/platform/window.h"
#include "app/explorer/ui/theme.h"
#include "core/latent/seeds.h"
#include "core/model/devices/torch_backend.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "tests/fixtures/desktop.h"

namespace progan {
namespace {

constexpr int kWidth = 800, kHeight = 600;

class GlTest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        desktop_ = new test::Desktop(kWidth, kHeight);
        setenv("DISPLAY", desktop_->display().c_str(), 1);
        unsetenv("WAYLAND_DISPLAY");
    }
    static void TearDownTestSuite() { delete desktop_; }
    static test::Desktop* desktop_;
};
test::Desktop* GlTest::desktop_ = nullptr;

Image default_face() {
    const std::unique_ptr<Backend> backend = open_torch_backend(find_torch_library());
    const std::unique_ptr<Generator> generator = backend->create(load_model(default_model_path()), "cpu");
    return generator->generate(latent_from_seed(21, 128, SeedMode::numpy), generator->spec().last_level, 1);
}

// Programs that link LibTorch and make a GL window crash on Debian 13; ours opens it at run time, before or
// after the window.
TEST_F(GlTest, TheRealLibTorchIsOpenedAfterTheWindow) {
    const Window window({.width = kWidth, .height = kHeight}, "ProGAN Explorer");
    EXPECT_FALSE(default_face().empty());
    EXPECT_NE(window.gl_description().find("OpenGL"), std::string::npos);
}

TEST_F(GlTest, TheRealLibTorchIsOpenedBeforeTheWindow) {
    const Image face = default_face();
    const Window window({.width = kWidth, .height = kHeight}, "ProGAN Explorer");
    EXPECT_EQ(default_face(), face);
}

Image noise(int width, int height) {
    Image image(width, height);
    std::mt19937 random(1);
    for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(random());
    return image;
}

struct Rgb {
    int r, g, b;
};

/// Draws the image into a square of the window with our shader and reads the window back.
class Screen {
  public:
    explicit Screen(bool in_software) : pictures_(in_software) {}
    void draw(const Image& image, float x, float y, float width, float height, bool smooth) {
        pictures_.show(image);
        for (int frame = 0; frame < 2; ++frame) {
            imgui_.begin_frame(1);
            pictures_.draw_main(*ImGui::GetBackgroundDrawList(), {x, y}, {x + width, y + height}, {0, 0},
                                {kWidth, kHeight}, smooth);
            imgui_.end_frame(theme().canvas, {});
            pictures_.end_frame();
        }
        pixels_.resize(std::size_t{kWidth} * kHeight * 3);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, kWidth, kHeight, GL_RGB, GL_UNSIGNED_BYTE, pixels_.data());
        EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    }
    Window& window() { return window_; }
    Rgb at(int x, int y) const {
        const std::uint8_t* p =
            pixels_.data() +
            (static_cast<std::size_t>(kHeight - 1 - y) * kWidth + static_cast<std::size_t>(x)) * 3;
        return {p[0], p[1], p[2]};
    }

  private:
    Window window_{{.width = kWidth, .height = kHeight}, "ProGAN Explorer"};
    ImGuiLayer imgui_{window_, {}, {}};
    gl::GlFaceTextures pictures_;
    std::vector<std::uint8_t> pixels_;
};

const std::uint8_t* pixel(const Image& image, int x, int y) {
    return image.rgb.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                               static_cast<std::size_t>(x)) *
                                  3;
}

TEST_F(GlTest, NearestShowsEveryPixelExactly) {
    Screen screen(true);
    const Image image = noise(13, 7);  // odd: rows are not aligned
    screen.draw(image, 100, 50, 130, 70, false);
    for (int y = 0; y < 70; ++y)
        for (int x = 0; x < 130; ++x) {
            const std::uint8_t* expected = pixel(image, x / 10, y / 10);
            const Rgb found = screen.at(100 + x, 50 + y);
            ASSERT_TRUE(found.r == expected[0] && found.g == expected[1] && found.b == expected[2])
                << x << ", " << y;
        }
}

TEST_F(GlTest, OneToOneIsTheImageItselfWithEitherFilter) {
    Screen screen(false);
    const Image image = noise(64, 64);
    for (const bool smooth : {false, true}) {
        screen.draw(image, 10, 20, 64, 64, smooth);
        for (int y = 0; y < 64; ++y)
            for (int x = 0; x < 64; ++x) {
                const std::uint8_t* expected = pixel(image, x, y);
                const Rgb found = screen.at(10 + x, 20 + y);
                ASSERT_NEAR(found.r, expected[0], 1) << smooth << " " << x << ", " << y;
                ASSERT_NEAR(found.g, expected[1], 1);
                ASSERT_NEAR(found.b, expected[2], 1);
            }
    }
}

TEST_F(GlTest, SmoothPassesThroughThePixelsAndRisesBetweenThem) {
    Screen screen(false);
    Image edge(4, 4);
    for (int y = 0; y < 4; ++y)
        for (int x = 2; x < 4; ++x)
            for (int c = 0; c < 3; ++c) edge.rgb[static_cast<std::size_t>((y * 4 + x) * 3 + c)] = 200;
    screen.draw(edge, 0, 0, 400, 400, true);
    EXPECT_LT(screen.at(30, 200).r, 20);
    EXPECT_GT(screen.at(370, 200).r, 180);
    EXPECT_NEAR(screen.at(200, 200).r, 100, 8);  // half way
    int before = -1;
    for (int x = 150; x <= 250; x += 10) {
        EXPECT_GE(screen.at(x, 200).r, before);
        before = screen.at(x, 200).r;
    }
}

TEST_F(GlTest, TheProcessorEnlargesAsShadersDo) {
    struct Place {
        int side;
        float x, y, size;  // whole pixels and others, cut by the window's edges, sharpened and not
    };
    for (const Place& place :
         {Place{64, 100, 50, 500}, Place{64, 120.25f, 60.6f, 333.3f}, Place{32, -90, -40, 700},
          Place{7, 300, 200, 290}, Place{64, 10, 10, 100}, Place{256, 0, 0, 300}}) {
        const Image image = noise(place.side, place.side);
        std::vector<Rgb> drawn[2];
        for (const bool in_software : {false, true}) {
            Screen screen(in_software);
            screen.draw(image, place.x, place.y, place.size, place.size, true);
            for (int y = 0; y < kHeight; ++y)
                for (int x = 0; x < kWidth; ++x) drawn[in_software].push_back(screen.at(x, y));
        }
        int apart = 0, inside = 0;
        for (std::size_t i = 0; i < drawn[0].size(); ++i) {
            const Rgb &a = drawn[0][i], &b = drawn[1][i];
            apart = std::max({apart, std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b)});
            inside += a.r != drawn[0].back().r;
        }
        EXPECT_LE(apart, 2) << place.side << " pixels at " << place.x << ", " << place.y;
        EXPECT_GT(inside, 5000);
    }
}

TEST_F(GlTest, WhatIsEnlargedFollowsThePictureAndItsPlace) {
    Screen screen(true);
    const Image first = noise(32, 32);
    Image second = first;
    for (std::uint8_t& value : second.rgb) value = static_cast<std::uint8_t>(255 - value);
    screen.draw(first, 0, 0, 320, 320, true);
    const Rgb before = screen.at(100, 100);
    screen.draw(first, 40, 20, 320, 320, true);
    const Rgb moved = screen.at(140, 120);
    EXPECT_NEAR(moved.r, before.r, 1);
    screen.draw(second, 40, 20, 320, 320, true);
    const Rgb other = screen.at(140, 120);
    EXPECT_NEAR(other.r, 255 - before.r, 2);
    EXPECT_NEAR(other.g, 255 - before.g, 2);
}

TEST_F(GlTest, ImagesOfOtherSizesFollowEachOther) {
    Screen screen(true);
    for (const int side : {64, 4, 32}) {
        const Image image = noise(side, side);
        screen.draw(image, 0, 0, 256, 256, false);
        const std::uint8_t* expected = pixel(image, side - 1, side - 1);
        EXPECT_EQ(screen.at(255, 255).r, expected[0]) << side;
    }
}

TEST_F(GlTest, AFullScreenWindowStaysWhileThereIsASecondOne) {
    Window window({.width = kWidth, .height = kHeight}, "ProGAN Explorer");
    const auto minimizes = [&] { return glfwGetWindowAttrib(window.handle(), GLFW_AUTO_ICONIFY) != 0; };
    EXPECT_TRUE(minimizes());
    {
        const StageWindow stage(window, "On stage", std::nullopt);
        EXPECT_FALSE(minimizes());
    }
    EXPECT_TRUE(minimizes());
}

TEST_F(GlTest, ASecondWindowHasPicturesAndTextOfItsOwnAndTheFirstGoesOn) {
    for (const bool in_software : {false, true}) {
        Screen screen(in_software);
        const Image mine = noise(16, 16), theirs = noise(8, 8);
        screen.draw(mine, 0, 0, 160, 160, false);  // Dear ImGui has its fonts now
        StageWindow stage(screen.window(), "On stage", std::nullopt);
        const int side = kHeight * 6 / 10;
        {
            StageWindow::Drawing drawing(stage);
            int width = 0, height = 0;
            stage.framebuffer_size(width, height);
            ASSERT_EQ(width, side);
            ASSERT_EQ(height, side);
            glViewport(0, 0, side, side);
            gl::PicturePainter painter(in_software);
            gl::PicturePainter::Picture picture;
            painter.upload(picture, theirs);
            const auto end = static_cast<float>(side);
            painter.draw(picture, {{end, end}, {1, 1}}, {{0, 0}, {end, end}, {0, 0}, {end, end}, false});
            ImDrawList list(ImGui::GetDrawListSharedData());
            list._ResetForNewFrame();
            list.PushClipRect({0, 0}, {end, end});
            list.PushTextureID(ImGui::GetIO().Fonts->TexID);
            list.AddRectFilled({0, 0}, {20, 10}, ImGui::GetColorU32(theme().on_picture));
            ImGuiLayer::draw_elsewhere(list, {end, end});
            std::vector<std::uint8_t> pixels(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) *
                                             3);
            glPixelStorei(GL_PACK_ALIGNMENT, 1);
            glReadPixels(0, 0, side, side, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
            for (int y = 0; y < side; ++y)
                for (int x = 0; x < side; ++x) {
                    const std::uint8_t* found =
                        pixels.data() + static_cast<std::size_t>((side - 1 - y) * side + x) * 3;
                    if (x < 20 && y < 10)
                        ASSERT_GT(found[0], 200) << x << ", " << y;
                    else
                        ASSERT_EQ(found[1], pixel(theirs, x * 8 / side, y * 8 / side)[1]) << x << ", " << y;
                }
            EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
            drawing.swap();
        }
        screen.draw(mine, 0, 0, 160, 160, false);
        for (int y = 0; y < 160; ++y)
            for (int x = 0; x < 160; ++x) ASSERT_EQ(screen.at(x, y).r, pixel(mine, x / 10, y / 10)[0]);
    }
}

/// A map whose tiles are each of one color, which tells the seed.
std::shared_ptr<FaceMap> map_of_colors(int side, int tile, int strips) {
    auto map = std::make_shared<FaceMap>();
    map->side = side;
    map->tile = tile;
    for (int cell = 0; cell < side * side; ++cell) map->cells.push_back(side * side - 1 - cell);
    for (int strip = 0; strip < strips; ++strip) {
        auto levels = std::make_shared<MapStrip>();
        for (int height = tile; height > 0; height /= 2) {
            Image image(kStripFaces * height, height);
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < image.width; ++x) {
                    const int seed = strip * kStripFaces + x / height;
                    std::uint8_t* pixel =
                        image.rgb.data() + static_cast<std::size_t>(y * image.width + x) * 3;
                    pixel[0] = static_cast<std::uint8_t>(seed % 32 * 8);
                    pixel[1] = static_cast<std::uint8_t>(seed / 32 % 32 * 8);
                    pixel[2] = static_cast<std::uint8_t>(seed / 1024 * 80);
                }
            levels->levels.push_back(std::move(image));
        }
        map->strips.push_back(std::move(levels));
    }
    return map;
}

/// Draws a map into a square of the window and compares every cell's middle with its seed's color.
class MapScreen {
  public:
    int frames_until_taken(const std::shared_ptr<const FaceMap>& map) {
        int frames = 1;
        while (!pictures_.take_map(map)) ++frames;
        return frames;
    }
    void expect_cells(const FaceMap& map, float x, float y, float width) {
        for (int frame = 0; frame < 2; ++frame) {
            imgui_.begin_frame(1);
            pictures_.draw_map(*ImGui::GetBackgroundDrawList(), {x, y}, {x + width, y + width}, {0, 0},
                               {kWidth, kHeight}, 0);
            imgui_.end_frame(theme().canvas, {});
            pictures_.end_frame();
        }
        std::vector<std::uint8_t> pixels(std::size_t{kWidth} * kHeight * 3);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, kWidth, kHeight, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
        ASSERT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
        const float step = width / static_cast<float>(map.side);
        for (int cell = 0; cell < map.side * map.side; ++cell) {
            const int column = cell % map.side, row = cell / map.side;
            const int px = static_cast<int>(x + step * (static_cast<float>(column) + 0.5f));
            const int py = static_cast<int>(y + step * (static_cast<float>(row) + 0.5f));
            if (px < 0 || py < 0 || px >= kWidth || py >= kHeight) continue;
            const std::uint8_t* found =
                pixels.data() + (std::size_t{kHeight} - 1 - static_cast<std::size_t>(py)) * kWidth * 3 +
                static_cast<std::size_t>(px) * 3;
            const int seed = map.cells[static_cast<std::size_t>(cell)];
            ASSERT_NEAR(found[0], seed % 32 * 8, 1) << cell;
            const int green = seed / 32 % 32 * 8, blue = seed / 1024 * 80;
            ASSERT_NEAR(found[1], green, 1) << cell;
            ASSERT_NEAR(found[2], blue, 1) << cell;
        }
    }

    Window window_{{.width = kWidth, .height = kHeight}, "ProGAN Explorer"};
    ImGuiLayer imgui_{window_, {}, {}};
    gl::GlFaceTextures pictures_{true};
};

TEST_F(GlTest, TheMapShowsEachCellsOwnTileAtAnyZoomAndMixesNoNeighbors) {
    MapScreen screen;
    const auto map = map_of_colors(32, 64, 32);
    EXPECT_GT(screen.frames_until_taken(map), 3);  // a part a frame
    for (const float width : {500.0f, 96.0f, 3000.0f, 12000.0f}) screen.expect_cells(*map, -20, -30, width);
    const FaceTextures::Part tile = screen.pictures_.map_tile(33);
    EXPECT_NEAR(tile.low.x, 1 / 32.0f, 1e-3f);
    EXPECT_NEAR(tile.low.y, 1 / 32.0f, 1e-3f);
    EXPECT_FALSE(screen.pictures_.map_tile(5000).texture);
}

TEST_F(GlTest, TheMapGrowsIsSortedAnewAndGivesWayToAFinerOne) {
    MapScreen screen;
    auto small = map_of_colors(8, 64, 2);
    EXPECT_EQ(screen.frames_until_taken(small), 1);
    screen.expect_cells(*small, 10, 10, 400);
    auto sorted = std::make_shared<FaceMap>(*small);
    std::swap(sorted->cells[3], sorted->cells[40]);
    EXPECT_EQ(screen.frames_until_taken(sorted), 1);  // no tile is sent again
    screen.expect_cells(*sorted, 10, 10, 400);
    auto more = map_of_colors(16, 64, 8);
    more->strips[0] = small->strips[0];
    EXPECT_EQ(screen.frames_until_taken(more), 1);  // six strips more
    screen.expect_cells(*more, 10, 10, 400);
    const auto finest = map_of_colors(64, 32, 128);
    EXPECT_FALSE(screen.pictures_.take_map(finest));
    screen.expect_cells(*more, 10, 10, 400);  // what was there, meanwhile
    screen.frames_until_taken(finest);
    screen.expect_cells(*finest, 0, 0, 600);
    EXPECT_TRUE(screen.pictures_.take_map(nullptr));
    EXPECT_FALSE(screen.pictures_.map_tile(0).texture);
}

TEST_F(GlTest, ACardWithSmallTexturesShowsSmallerTiles) {
    MapScreen screen;
    gl::MapAtlas atlas(512);
    const auto map = map_of_colors(32, 64, 32);
    while (!atlas.take(map)) {
    }
    const std::optional<gl::MapAtlas::Part> part = atlas.tile(1023);
    ASSERT_TRUE(part);
    GLint side = 0;
    glBindTexture(GL_TEXTURE_2D, part->texture);
    glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &side);
    EXPECT_EQ(side, 512);
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST_F(GlTest, ABrokenShaderIsReportedWithTheDriversWords) {
    const Window window({.width = kWidth, .height = kHeight}, "ProGAN Explorer");
    try {
        const gl::Program program("#version 330 core\nvoid main() { nonsense; }",
                                  "#version 330 core\nvoid main() {}");
        FAIL() << "it was taken";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("nonsense"), std::string::npos) << error.what();
    }
}

TEST(WithoutDisplay, TheWindowSaysSoInOneSentence) {
    setenv("DISPLAY", ":does-not-exist", 1);
    unsetenv("WAYLAND_DISPLAY");
    try {
        const Window window({.width = kWidth, .height = kHeight}, "ProGAN Explorer");
        FAIL() << "a window without a display";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("No window"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace progan
