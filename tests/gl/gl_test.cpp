#include <glad/gl.h>
#include <gtest/gtest.h>

#include <random>

#include "app/explorer/gl/gl_pictures.h"
#include "app/explorer/gl/program.h"
#include "app/explorer/platform/imgui_layer.h"
#include "app/explorer/platform/window.h"
#include "core/latent/seeds.h"
#include "core/model/torch_backend.h"
#include "core/support/error.h"
#include "core/support/paths.h"
#include "tests/support/desktop.h"

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
    return generator->generate(latent_from_seed(21, 128, SeedMode::numpy), 4, 1);
}

// Programs that link LibTorch and make a GL window crash on Debian 13; ours opens it at run time, before or
// after the window.
TEST_F(GlTest, TheRealLibTorchIsOpenedAfterTheWindow) {
    const Window window(kWidth, kHeight, "ProGAN Explorer");
    EXPECT_FALSE(default_face().empty());
    EXPECT_NE(window.gl_description().find("OpenGL"), std::string::npos);
}

TEST_F(GlTest, TheRealLibTorchIsOpenedBeforeTheWindow) {
    const Image face = default_face();
    const Window window(kWidth, kHeight, "ProGAN Explorer");
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
    void draw(const Image& image, float x, float y, float width, float height, bool smooth) {
        pictures_.show(image);
        for (int frame = 0; frame < 2; ++frame) {
            imgui_.begin_frame(1);
            pictures_.draw_main(*ImGui::GetBackgroundDrawList(), {x, y}, {x + width, y + height}, {0, 0},
                                {kWidth, kHeight}, smooth);
            imgui_.end_frame();
            pictures_.end_frame();
        }
        pixels_.resize(std::size_t{kWidth} * kHeight * 3);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, kWidth, kHeight, GL_RGB, GL_UNSIGNED_BYTE, pixels_.data());
        EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    }
    Rgb at(int x, int y) const {
        const std::uint8_t* p =
            pixels_.data() +
            (static_cast<std::size_t>(kHeight - 1 - y) * kWidth + static_cast<std::size_t>(x)) * 3;
        return {p[0], p[1], p[2]};
    }

  private:
    Window window_{kWidth, kHeight, "ProGAN Explorer"};
    ImGuiLayer imgui_{window_};
    gl::GlPictures pictures_;
    std::vector<std::uint8_t> pixels_;
};

const std::uint8_t* pixel(const Image& image, int x, int y) {
    return image.rgb.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                               static_cast<std::size_t>(x)) *
                                  3;
}

TEST_F(GlTest, NearestShowsEveryPixelExactly) {
    Screen screen;
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
    Screen screen;
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
    Screen screen;
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

TEST_F(GlTest, ImagesOfOtherSizesFollowEachOther) {
    Screen screen;
    for (const int side : {64, 4, 32}) {
        const Image image = noise(side, side);
        screen.draw(image, 0, 0, 256, 256, false);
        const std::uint8_t* expected = pixel(image, side - 1, side - 1);
        EXPECT_EQ(screen.at(255, 255).r, expected[0]) << side;
    }
}

TEST_F(GlTest, ABrokenShaderIsReportedWithTheDriversWords) {
    const Window window(kWidth, kHeight, "ProGAN Explorer");
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
        const Window window(kWidth, kHeight, "ProGAN Explorer");
        FAIL() << "a window without a display";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("No window"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace progan
