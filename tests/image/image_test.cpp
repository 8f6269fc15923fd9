#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

#include "core/files/atomic_file.h"
#include "core/image/contact_sheet.h"
#include "core/image/image_file.h"
#include "core/image/jpeg.h"
#include "core/image/png.h"
#include "core/image/resize.h"
#include "core/image/webp.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

Image noise(int width, int height) {
    Image image(width, height);
    std::mt19937 random(static_cast<unsigned>(width * 1000 + height));
    for (std::uint8_t& value : image.rgb) value = static_cast<std::uint8_t>(random());
    return image;
}

Image flat(int width, int height, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    Image image(width, height);
    for (std::size_t i = 0; i < image.rgb.size(); i += 3)
        image.rgb[i] = r, image.rgb[i + 1] = g, image.rgb[i + 2] = b;
    return image;
}

std::uint8_t value(const Image& image, int x, int y, int channel) {
    return image.rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                      static_cast<std::size_t>(x)) *
                         3 +
                     static_cast<std::size_t>(channel)];
}

class ImageFile : public test::InTemporaryFolder {};

TEST_F(ImageFile, PngIsLosslessForUsAndForOthers) {
    const Image image = noise(37, 23);
    const fs::path png = folder_ / "a.png", ppm = folder_ / "a.ppm";
    write_png(png, image);
    EXPECT_EQ(read_image(png), image);
    ASSERT_EQ(std::system(("convert '" + png.string() + "' -depth 8 '" + ppm.string() + "'").c_str()), 0);
    const std::string pixels = read_text_file(ppm, 10000);
    ASSERT_GE(pixels.size(), image.rgb.size());
    EXPECT_EQ(pixels.substr(pixels.size() - image.rgb.size()),
              std::string(image.rgb.begin(), image.rgb.end()));
    EXPECT_EQ(encode_png(image), encode_png(image));
}

TEST_F(ImageFile, JpegAndAlphaAreRead) {
    const fs::path jpeg = folder_ / "a.jpg", png = folder_ / "alpha.png";
    ASSERT_EQ(std::system(("convert -size 20x10 'xc:rgb(200,100,50)' '" + jpeg.string() + "'").c_str()), 0);
    const Image image = read_image(jpeg);
    EXPECT_EQ(image.width, 20);
    EXPECT_EQ(image.height, 10);
    EXPECT_NEAR(value(image, 5, 5, 0), 200, 3);
    EXPECT_NEAR(value(image, 5, 5, 2), 50, 3);
    ASSERT_EQ(std::system(("convert -size 2x2 'xc:rgba(10,20,30,0.2)' 'PNG32:" + png.string() + "'").c_str()),
              0);
    EXPECT_EQ(read_image(png), flat(2, 2, 206, 208, 210));  // most of it is the white background
}

TEST_F(ImageFile, EveryKindOfPngAndJpegBecomesRgb) {
    const struct {
        const char* options;  // of ImageMagick's convert
        const char* file;
    } kinds[] = {{"-colors 4", "PNG8:palette.png"},
                 {"-depth 16", "PNG48:sixteen.png"},
                 {"-depth 16", "PNG64:sixteen_alpha.png"},
                 {"-interlace PNG", "PNG24:interlaced.png"},
                 {"-interlace Plane", "JPEG:progressive.jpg"},
                 {"-quality 100", "JPEG:fine.jpg"},
                 {"-sampling-factor 4:2:0", "JPEG:coarse.jpg"}};
    for (const auto& kind : kinds) {
        const std::string name = std::string(kind.file).substr(std::string_view(kind.file).find(':') + 1);
        const std::string to = std::string(kind.file).substr(0, std::string_view(kind.file).find(':') + 1) +
                               "'" + (folder_ / name).string() + "'";
        ASSERT_EQ(
            std::system(
                ("convert -size 24x24 'xc:rgb(200,100,50)' " + std::string(kind.options) + " " + to).c_str()),
            0);
        const Image image = read_image(folder_ / name);
        ASSERT_EQ(image.width, 24) << name;
        for (int c = 0; c < 3; ++c)
            EXPECT_NEAR(value(image, 20, 3, c), c == 0 ? 200 : c == 1 ? 100 : 50, 3) << name;
    }
    for (const std::string name : {"grey.png", "grey.jpg"}) {
        const std::string file = "'" + (folder_ / name).string() + "'";
        ASSERT_EQ(std::system(("convert -size 24x24 'xc:gray(120)' -colorspace Gray " + file).c_str()), 0);
        const Image image = read_image(folder_ / name);
        for (int c = 0; c < 3; ++c) EXPECT_NEAR(value(image, 20, 3, c), 120, 2) << name;
    }
}

TEST_F(ImageFile, AJpegThatIsCutOrForPrintIsRefused) {
    const fs::path path = folder_ / "a.jpg";
    const auto error = [&] { return test::error_of([&] { read_image(path); }); };
    ASSERT_EQ(std::system(("convert -size 200x200 plasma: '" + path.string() + "'").c_str()), 0);
    fs::resize_file(path, fs::file_size(path) / 2);
    EXPECT_NE(error().find("damaged picture: Premature end"), std::string::npos) << error();
    fs::resize_file(path, 30);
    EXPECT_NE(error().find("damaged"), std::string::npos) << error();
    ASSERT_EQ(std::system(("convert -size 9x9 xc:red -colorspace CMYK '" + path.string() + "'").c_str()), 0);
    EXPECT_NE(error().find("CMYK"), std::string::npos) << error();
}

TEST_F(ImageFile, WhatIsNoPictureIsNamed) {
    const fs::path path = folder_ / "x.png";
    const auto error = [&] { return test::error_of([&] { read_image(path); }); };
    EXPECT_NE(error().find("x.png"), std::string::npos);
    std::ofstream(path) << "no picture";
    EXPECT_NE(error().find("is not a picture of a supported kind"), std::string::npos) << error();
    std::ofstream(path) << "P5 8 8 255 and too few pixels";  // a format that others read
    EXPECT_NE(error().find("is not a picture of a supported kind"), std::string::npos) << error();
    write_png(path, noise(50, 50));
    fs::resize_file(path, 4000);
    EXPECT_NE(error().find("damaged"), std::string::npos) << error();
    // A header that claims 100000 x 100000 pixels.
    std::string huge = read_text_file(path, 10000);
    for (const std::size_t at : {std::size_t{16}, std::size_t{20}})
        huge.replace(at, 4, std::string("\x00\x01\x86\xa0", 4));
    std::ofstream(path, std::ios::binary) << huge;
    EXPECT_NE(error(), "no error");
    EXPECT_NE(test::error_of([] { encode_png(Image()); }), "no error");
}

TEST(Resize, KeepsWhatNeedsNoChange) {
    const Image image = noise(9, 7);
    for (const ResizeFilter filter : {ResizeFilter::nearest, ResizeFilter::smooth}) {
        EXPECT_EQ(resize(image, 9, 7, filter), image);
        const Image color = flat(5, 4, 12, 200, 255);
        EXPECT_EQ(resize(color, 17, 3, filter), flat(17, 3, 12, 200, 255));
        EXPECT_EQ(resize(color, 1, 1, filter), flat(1, 1, 12, 200, 255));
    }
}

TEST(Resize, NearestRepeatsPixels) {
    const Image image = noise(4, 3), larger = resize(image, 12, 9, ResizeFilter::nearest);
    for (int y = 0; y < 9; ++y)
        for (int x = 0; x < 12; ++x)
            for (int c = 0; c < 3; ++c) ASSERT_EQ(value(larger, x, y, c), value(image, x / 3, y / 3, c));
    EXPECT_EQ(resize(larger, 4, 3, ResizeFilter::nearest), image);
}

TEST(Resize, SmoothAveragesAreasWhenShrinking) {
    const Image image = noise(12, 10), smaller = resize(image, 4, 5, ResizeFilter::smooth);
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 4; ++x)
            for (int c = 0; c < 3; ++c) {
                double sum = 0;
                for (int dy = 0; dy < 2; ++dy)
                    for (int dx = 0; dx < 3; ++dx) sum += value(image, 3 * x + dx, 2 * y + dy, c);
                EXPECT_NEAR(value(smaller, x, y, c), sum / 6, 0.51);
            }
    // 3 pixels to 2: each is one whole and one half pixel.
    Image row(3, 1);
    row.rgb = {30, 0, 0, 60, 0, 0, 90, 0, 0};
    EXPECT_EQ(value(resize(row, 2, 1, ResizeFilter::smooth), 0, 0, 0), 40);
    EXPECT_EQ(value(resize(row, 2, 1, ResizeFilter::smooth), 1, 0, 0), 80);
}

TEST(Resize, SmoothIsCubicWhenGrowing) {
    // A straight ramp stays one: Catmull-Rom reproduces it away from the borders.
    Image ramp(16, 1);
    for (int x = 0; x < 16; ++x)
        ramp.rgb[static_cast<std::size_t>(x) * 3] = static_cast<std::uint8_t>(10 * x);
    const Image larger = resize(ramp, 64, 1, ResizeFilter::smooth);
    for (int x = 12; x < 52; ++x) EXPECT_NEAR(value(larger, x, 0, 0), 10 * ((x + 0.5) / 4 - 0.5), 0.51) << x;
    // Half way between two pixels of 0 0 255 255 lies (9 * (0 + 255) - (0 + 255)) / 16, by the kernel's
    // weights.
    Image edge(4, 1);
    for (const std::size_t x : {6u, 9u}) edge.rgb[x] = 255;
    EXPECT_NEAR(value(resize(edge, 12, 1, ResizeFilter::smooth), 7, 0, 0), 255, 18);
    EXPECT_NEAR(value(resize(edge, 12, 1, ResizeFilter::smooth), 4, 0, 0), 0, 18);
}

TEST(Resize, SharpIsLanczosAndKeepsTheMean) {
    // A step from 0 to 255 between the middle pixels, four times as large. By NumPy: sinc(x) sinc(x / 3) at
    // the distances from -3 to 3, divided by their sum, the edge pixels repeated.
    Image edge(8, 1);
    std::fill(edge.rgb.begin() + std::ptrdiff_t{4} * 3, edge.rgb.end(), std::uint8_t{255});
    const Image larger = resize(edge, 32, 1, ResizeFilter::sharp);
    const int expected[] = {0,   0,   0,   0,   0,   0,   0,   4,   8,   5,   0,   0,   0,   0,   23,  89,
                            166, 232, 255, 255, 255, 255, 250, 247, 251, 255, 255, 255, 255, 255, 255, 255};
    for (int x = 0; x < 32; ++x) EXPECT_NEAR(value(larger, x, 0, 0), expected[x], 1) << x;
    const Image image = noise(64, 64), smaller = resize(image, 8, 8, ResizeFilter::sharp);
    double before = 0, after = 0;
    for (const std::uint8_t byte : image.rgb) before += byte;
    for (const std::uint8_t byte : smaller.rgb) after += byte;
    EXPECT_NEAR(before / static_cast<double>(image.rgb.size()),
                after / static_cast<double>(smaller.rgb.size()), 4);
}

TEST_F(ImageFile, JpegAndWebpAreWrittenForUsAndForOthers) {
    const Image image = resize(noise(8, 8), 64, 64, ResizeFilter::smooth);
    const auto largest = [&](const Image& other) {
        int most = 0;
        for (std::size_t i = 0; i < image.rgb.size(); ++i)
            most = std::max(most, std::abs(int{image.rgb[i]} - int{other.rgb[i]}));
        return most;
    };
    write_file_atomically(folder_ / "a.jpg", encode_jpeg(image, 95));
    EXPECT_LT(largest(read_image(folder_ / "a.jpg")), 24);
    write_file_atomically(folder_ / "rough.jpg", encode_jpeg(image, 5));
    EXPECT_GT(largest(read_image(folder_ / "rough.jpg")), 24);
    EXPECT_FALSE(fits_in_jpeg(std::string(65528, 'a')));
    EXPECT_TRUE(fits_in_jpeg(std::string(65527, 'a')));
    EXPECT_NE(test::error_of([&] { encode_jpeg(image, 90, std::string(70000, 'a')); }).find("has room for"),
              std::string::npos);
    EXPECT_NE(test::error_of([] { encode_jpeg(Image(), 90); }), "no error");
    if (!reads_webp()) return;
    write_file_atomically(folder_ / "a.webp", encode_webp(image, 100, std::string("Exif\0\0 more", 11)));
    EXPECT_EQ(read_image(folder_ / "a.webp"), image);
    EXPECT_EQ(webp_exif(read_text_file(folder_ / "a.webp", 1 << 20)), std::string("Exif\0\0 more", 11));
    write_file_atomically(folder_ / "b.webp", encode_webp(image, 80));
    EXPECT_LT(largest(read_image(folder_ / "b.webp")), 64);
    EXPECT_LT(fs::file_size(folder_ / "b.webp"), fs::file_size(folder_ / "a.webp"));
    EXPECT_NE(test::error_of([] { encode_webp(Image(16384, 1), 80); }).find("16383"), std::string::npos);
}

TEST(Resize, OfTheCentralSquareAlone) {
    const Image wide = noise(11, 6);
    Image middle(6, 6);
    for (int y = 0; y < 6; ++y)
        std::copy_n(&wide.rgb[static_cast<std::size_t>(y * 11 + 2) * 3], 18,
                    &middle.rgb[static_cast<std::size_t>(y * 6) * 3]);
    EXPECT_EQ(central_square(wide, 6), middle);
    EXPECT_EQ(central_square(wide, 4), resize(middle, 4, 4, ResizeFilter::smooth));
    EXPECT_EQ(central_square(middle, 12), resize(middle, 12, 12, ResizeFilter::smooth));
    EXPECT_EQ(central_square(noise(5, 9), 5).height, 5);
    EXPECT_NE(test::error_of([] { central_square(Image(), 4); }), "no error");
}

TEST(Resize, WrongSizesAreRefused) {
    EXPECT_NE(test::error_of([] { resize(Image(), 2, 2, ResizeFilter::smooth); }), "no error");
    for (const int side : {0, -1, 16385})
        EXPECT_NE(test::error_of([&] { resize(Image(2, 2), side, 2, ResizeFilter::smooth); }), "no error");
}

TEST(ContactSheet, LaysPicturesOutRowByRow) {
    std::vector<Image> images;
    for (std::uint8_t i = 0; i < 5; ++i)
        images.push_back(flat(4, 3, static_cast<std::uint8_t>(i * 40), i, 7));
    const Image sheet = contact_sheet(images, {.columns = 3, .gap = 2, .captions = {}});
    EXPECT_EQ(sheet.width, 3 * 4 + 2 * 2);
    EXPECT_EQ(sheet.height, 2 * 3 + 2);
    EXPECT_EQ(value(sheet, 0, 0, 0), 0);
    EXPECT_EQ(value(sheet, 6, 2, 0), 40);
    EXPECT_EQ(value(sheet, 4, 0, 0), 255);           // the gap
    EXPECT_EQ(value(sheet, 6, 5, 0), 160);           // the fifth
    EXPECT_EQ(value(sheet, 14, 6, 1), 255);          // no sixth
    EXPECT_EQ(contact_sheet(images, {}).width, 12);  // nearly square: three columns
    EXPECT_EQ(contact_sheet(std::span(images).first(1), {.columns = 9, .gap = 0, .captions = {}}), images[0]);
}

TEST(ContactSheet, CaptionsStandUnderTheirPictures) {
    const std::vector<Image> images(2, flat(64, 64, 255, 255, 255));
    const std::vector<std::string> captions{"21", "a name that is much too long for its picture"};
    const Image sheet = contact_sheet(images, {.columns = 2, .gap = 0, .captions = captions});
    ASSERT_GT(sheet.height, 64 + 8);
    const auto ink = [&](int left, int right) {
        int dark = 0;
        for (int y = 64; y < sheet.height; ++y)
            for (int x = left; x < right; ++x) dark += value(sheet, x, y, 0) < 128;
        return dark;
    };
    EXPECT_GT(ink(20, 44), 5);  // in the middle
    EXPECT_EQ(ink(0, 16), 0);   // and only there
    EXPECT_EQ(ink(48, 64), 0);
    EXPECT_GT(ink(64, 128), 3 * ink(0, 64));
    EXPECT_NE(test::error_of([&] {
                  contact_sheet(images, {.columns = 1, .gap = 0, .captions = std::span(captions).first(1)});
              }),
              "no error");
    EXPECT_NE(test::error_of([] { contact_sheet({}, {}); }), "no error");
}

}  // namespace
}  // namespace progan
