// What files say about their pictures beside the pixels, and the kinds of files that are read.
#include "core/image/picture.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "core/files/atomic_file.h"
#include "core/image/exif.h"
#include "core/image/heif.h"
#include "core/image/image_file.h"
#include "core/image/jpeg.h"
#include "core/image/picture_kind.h"
#include "core/image/png.h"
#include "core/image/simple_formats.h"
#include "core/image/webp.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/process.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;
using namespace std::string_literals;

std::string number(std::uint32_t value, int bytes, bool big_endian) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> (8 * (big_endian ? bytes - 1 - i : i)) & 0xFF);
    return text;
}

/// A TIFF block with two tags, the second being the orientation.
std::string tiff(std::uint32_t orientation, bool big_endian, std::uint32_t type = 3,
                 std::uint32_t count = 1) {
    const auto n = [&](std::uint32_t value, int bytes) { return number(value, bytes, big_endian); };
    return (big_endian ? "MM" : "II") + n(42, 2) + n(8, 4) + n(2, 2) +             // the directory at 8
           n(0x100, 2) + n(4, 2) + n(1, 4) + n(640, 4) +                           // a width
           n(0x112, 2) + n(type, 2) + n(count, 4) + n(orientation, 2) + n(0, 2) +  // the orientation
           n(0, 4);
}

TEST(Exif, ItsOrientationIsReadInBothByteOrders) {
    for (const bool big_endian : {false, true})
        for (int orientation = 1; orientation <= 8; ++orientation) {
            const std::string block = tiff(static_cast<std::uint32_t>(orientation), big_endian);
            EXPECT_EQ(exif_orientation(block), orientation);
            EXPECT_EQ(exif_orientation("Exif\0\0"s + block), orientation);
        }
}

TEST(Exif, ACommentComesBackAndIsNoneIfTheBlockIsCut) {
    const std::string text(100'000, 'a'), block = exif_with_comment(text);
    EXPECT_EQ(exif_comment(block), text);
    EXPECT_EQ(exif_comment("Exif\0\0"s + block), text);
    EXPECT_EQ(exif_orientation(block), 1);
    const std::string small = exif_with_comment("{}");
    for (std::size_t length = 0; length < small.size(); ++length)
        EXPECT_EQ(exif_comment(small.substr(0, length)), "") << length;
    for (std::size_t at = 4; at < small.size() - 2; ++at) {  // no byte leads out of it
        std::string damaged = small;
        damaged[at] = static_cast<char>(0xff);
        EXPECT_LE(exif_comment(damaged).size(), small.size()) << at;
    }
    EXPECT_EQ(exif_comment(tiff(6, true)), "");
}

TEST(Exif, OtherProgramsReadTheComment) {
    const fs::path path = fs::path(::testing::TempDir()) / "comment.jpg";
    write_file_atomically(path, encode_jpeg(Image(8, 8), 90, exif_with_comment("hello")));
    // All bytes, the name of the character set first. ImageMagick 7 shows nothing behind the zero that ends
    // it.
    const std::string said = test::output_of("ffprobe -v error -show_frames '" + path.string() + "'");
    EXPECT_NE(said.find("TAG:UserComment= 65,  83,  67,  73,  73,   0,   0,   0, 104, 101, 108, 108, 111"),
              std::string::npos)
        << said;
}

TEST(Exif, WhatIsDamagedOrUnknownIsUpright) {
    for (const bool big_endian : {false, true}) {
        for (const std::uint32_t orientation : {0u, 9u, 65535u})
            EXPECT_EQ(exif_orientation(tiff(orientation, big_endian)), 1);
        EXPECT_EQ(exif_orientation(tiff(6, big_endian, 4)), 1);  // not a SHORT
        EXPECT_EQ(exif_orientation(tiff(6, big_endian, 3, 2)), 1);
        const std::string block = tiff(6, big_endian);
        for (std::size_t length = 0; length + 4 < block.size(); ++length)
            EXPECT_EQ(exif_orientation(block.substr(0, length)), 1) << length;
        std::string far = block;
        far.replace(4, 4, "\xff\xff\xff\xff");
        EXPECT_EQ(exif_orientation(far), 1);
        std::string many = block.substr(0, 22);  // claims more entries than there are
        many.replace(8, 2, "\xff\xff");
        EXPECT_EQ(exif_orientation(many), 1);
    }
    EXPECT_EQ(exif_orientation("Exif\0\0"s), 1);
    EXPECT_EQ(exif_orientation(""), 1);
}

/// 2 x 3 pixels, each with its own red.
Image six() {
    Image image(2, 3);
    for (std::size_t i = 0; i < 6; ++i) image.rgb[3 * i] = static_cast<std::uint8_t>(10 * (i + 1));
    return image;
}

std::vector<int> reds(const Image& image) {
    std::vector<int> values;
    for (std::size_t i = 0; i < image.rgb.size(); i += 3) values.push_back(image.rgb[i]);
    return values;
}

// 10 20
// 30 40
// 50 60  as it is stored; by hand, by the table of Exif 2.32.
const std::vector<std::vector<int>> kUpright = {
    {10, 20, 30, 40, 50, 60}, {20, 10, 40, 30, 60, 50}, {60, 50, 40, 30, 20, 10}, {50, 60, 30, 40, 10, 20},
    {10, 30, 50, 20, 40, 60}, {50, 30, 10, 60, 40, 20}, {60, 40, 20, 50, 30, 10}, {20, 40, 60, 10, 30, 50}};

TEST(Upright, FollowsTheTable) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const Image image = upright(six(), orientation);
        EXPECT_EQ(image.width, orientation < 5 ? 2 : 3) << orientation;
        EXPECT_EQ(reds(image), kUpright[static_cast<std::size_t>(orientation) - 1]) << orientation;
    }
    EXPECT_EQ(upright(six(), 0), six());
    EXPECT_EQ(upright(six(), 9), six());
}

TEST(Background, IsWhiteAndWhatIsHiddenStaysSo) {
    const std::uint8_t rgba[] = {10, 20, 30, 255, 200, 100, 50, 0, 0, 100, 255, 128};
    const Picture picture = onto_background(rgba, 3, 1);
    EXPECT_TRUE(picture.transparent);
    EXPECT_EQ(picture.image.rgb, (std::vector<std::uint8_t>{10, 20, 30, 255, 255, 255, 127, 177, 255}));
    EXPECT_FALSE(onto_background(std::span(rgba).first(4), 1, 1).transparent);
    EXPECT_NE(test::error_of([&] { onto_background(rgba, 2, 1); }), "no error");
}

class PictureFile : public test::InTemporaryFolder {
  protected:
    /// ImageMagick's own picture, and ours of it.
    bool converts(const std::string& arguments, const std::string& to) const {
        const std::string command = "convert " + arguments + " '" + (folder_ / to).string() + "' 2>'" +
                                    (folder_ / "err").string() + "'";
        return std::system(command.c_str()) == 0;
    }
    void convert(const std::string& arguments, const std::string& to) const {
        ASSERT_TRUE(converts(arguments, to)) << to;
    }
    Picture read(const std::string& name) const { return read_picture(folder_ / name); }
    std::string bytes(const std::string& name) const { return read_text_file(folder_ / name, 1 << 24); }
    void write(const std::string& name, const std::string& bytes) const {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
    }
    std::string error(const std::string& name) const {
        return test::error_of([&] { read_picture(folder_ / name); });
    }
    /// Four quarters: red and green above blue and white.
    void expect_quarters(const Image& image, int within, const std::string& name) const {
        ASSERT_EQ(image.width, 32) << name;
        ASSERT_EQ(image.height, 24) << name;
        const int colors[4][3] = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
        for (int i = 0; i < 4; ++i) {
            const int x = i % 2 == 0 ? 6 : 26, y = i < 2 ? 4 : 20;
            for (int c = 0; c < 3; ++c)
                EXPECT_NEAR(image.rgb[static_cast<std::size_t>((y * 32 + x) * 3 + c)], colors[i][c], within)
                    << name << " " << i << " " << c;
        }
    }
    const std::string kQuarters =
        R"(-size 16x12 \( xc:red 'xc:#00ff00' +append \) \( xc:blue xc:white +append \) -append)";
};

std::string with_exif_chunk(const std::string& png, const std::string& exif, bool at_the_end) {
    const std::string body = "eXIf" + exif;
    const auto sum = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
    const std::string chunk =
        number(static_cast<std::uint32_t>(exif.size()), 4, true) + body + number(sum, 4, true);
    const std::size_t header = 8 + 25, end = png.size() - 12;  // after IHDR, or before IEND
    return std::string(png).insert(at_the_end ? end : header, chunk);
}

TEST_F(PictureFile, APngIsTurnedAsItsExifSays) {
    write_png(folder_ / "plain.png", six());
    const std::string plain = bytes("plain.png");
    for (std::uint32_t orientation = 1; orientation <= 8; ++orientation)
        for (const bool at_the_end : {false, true}) {
            write("turned.png", with_exif_chunk(plain, tiff(orientation, true), at_the_end));
            EXPECT_EQ(reds(read("turned.png").image), kUpright[orientation - 1]) << orientation;
        }
}

TEST_F(PictureFile, AJpegDamagedInTheMiddleIsRefused) {
    convert("-size 160x120 xc:gray50 -seed 7 +noise Random -quality 90", "whole.jpg");
    const std::string whole = bytes("whole.jpg");
    ASSERT_GT(whole.size(), 5000u);
    EXPECT_EQ(read("whole.jpg").image.width, 160);
    std::string early = whole, nonsense = whole;
    early.replace(whole.size() / 2, 2, "\xff\xd9");  // the end marker
    for (std::size_t at = whole.size() / 2; at < whole.size() / 2 + 400; ++at) nonsense[at] = '\xfe';
    for (const std::string& damaged : {early, nonsense, whole.substr(0, whole.size() / 2)}) {
        write("damaged.jpg", damaged);
        EXPECT_NE(error("damaged.jpg").find("damaged.jpg is a damaged picture: "), std::string::npos)
            << error("damaged.jpg");
    }
    write("stray.jpg", whole + std::string(100, '\0'));  // cameras do that
    EXPECT_EQ(read("stray.jpg").image, read("whole.jpg").image);
}

TEST_F(PictureFile, AJpegIsTurnedAsItsExifSays) {
    convert(kQuarters + " -quality 100 -sampling-factor 4:4:4", "plain.jpg");
    const std::string plain = bytes("plain.jpg");
    const Image stored = read("plain.jpg").image;
    expect_quarters(stored, 10, "plain.jpg");
    for (std::uint32_t orientation = 1; orientation <= 8; ++orientation) {
        const std::string exif = "Exif\0\0"s + tiff(orientation, orientation % 2 == 0);
        const std::string marker =
            "\xff\xe1" + number(static_cast<std::uint32_t>(exif.size()) + 2, 2, true) + exif;
        write("turned.jpg", std::string(plain).insert(2, marker));
        EXPECT_EQ(read("turned.jpg").image, upright(stored, static_cast<int>(orientation))) << orientation;
        EXPECT_EQ(read_image(folder_ / "turned.jpg").width, orientation < 5 ? 32 : 24);
    }
}

TEST_F(PictureFile, HiddenColorsOfEveryKindOfPngBecomeTheBackground) {
    for (const std::string kind : {"PNG32:", "PNG64:"}) {
        const std::string file = kind + "alpha.png";
        const std::string command = "cd '" + folder_.string() +
                                    "' && convert -size 4x4 'xc:rgba(255,0,0,0)' -define "
                                    "png:preserve-colormap " +
                                    file;
        ASSERT_EQ(std::system(command.c_str()), 0);
        const Picture picture = read("alpha.png");
        EXPECT_TRUE(picture.transparent) << kind;
        EXPECT_TRUE(std::all_of(picture.image.rgb.begin(), picture.image.rgb.end(), [](int value) {
            return value == 255;
        })) << kind;
    }
    // A palette with a transparent entry, and gray with a transparent gray.
    ASSERT_EQ(
        std::system(("cd '" + folder_.string() +
                     "' && convert -size 4x4 xc:red -size 4x4 xc:none +append PNG8:palette.png && "
                     "convert -size 4x4 xc:gray40 -size 4x4 xc:black +append -colorspace Gray -alpha off "
                     "-transparent black -define png:color-type=0 grey.png")
                        .c_str()),
        0);
    for (const std::string name : {"palette.png", "grey.png"}) {
        const Picture picture = read(name);
        EXPECT_TRUE(picture.transparent) << name;
        EXPECT_EQ(picture.image.rgb[3 * 6], 255) << name;
        EXPECT_NE(picture.image.rgb[3 * 1 + 1], 255) << name;
    }
}

TEST_F(PictureFile, OtherKindsAreReadAsOthersWriteThem) {
    struct Kind {
        const char *options, *file;
        int within;
        bool readable;
    };
    for (const Kind& kind :
         {Kind{"", "a.bmp", 0, true}, Kind{"-define bmp:format=bmp3 -alpha off", "b.bmp", 0, true},
          Kind{"-colors 4 -type Palette", "c.BMP", 0, true}, Kind{"", "a.gif", 0, true},
          Kind{"-interlace GIF", "b.gif", 0, true}, Kind{"-compress none -alpha off", "a.psd", 0, true},
          Kind{"-define webp:lossless=true", "a.webp", 0, reads_webp()},
          Kind{"-quality 95", "b.webp", 20, reads_webp()}, Kind{"-quality 95", "a.avif", 30, reads_avif()},
          Kind{"-quality 95", "a.heic", 30, reads_heic()}}) {
        if (!kind.readable) continue;
        // libheif may be able to read what it cannot write.
        const bool needs_encoder = kind.file == std::string("a.avif") || kind.file == std::string("a.heic");
        if (!converts(kQuarters + " " + kind.options, kind.file)) {
            ASSERT_TRUE(needs_encoder) << kind.file;
            continue;
        }
        EXPECT_TRUE(is_picture_name(folder_ / kind.file)) << kind.file;
        const Picture picture = read(kind.file);
        expect_quarters(picture.image, kind.within, kind.file);
        EXPECT_FALSE(picture.transparent) << kind.file;
        // Cut in the middle it is refused, and so is a file that is no picture.
        const std::string whole = bytes(kind.file);
        write(kind.file, whole.substr(0, whole.size() / 2));
        EXPECT_NE(error(kind.file).find("damaged"), std::string::npos) << error(kind.file);
    }
}

TEST_F(PictureFile, ATgaIsReadAsFfmpegWritesIt) {  // ImageMagick 6 writes them upside down
    convert(kQuarters, "a.png");
    for (const std::string rle : {"0", "1"}) {
        ASSERT_EQ(std::system(("cd '" + folder_.string() +
                               "' && ffmpeg -v error -y -i a.png -c:v targa -rle " + rle + " a.tga")
                                  .c_str()),
                  0);
        expect_quarters(read("a.tga").image, 0, "a.tga");
        const std::string whole = bytes("a.tga");
        write("a.tga", whole.substr(0, whole.size() / 2));
        EXPECT_NE(error("a.tga").find("damaged"), std::string::npos) << error("a.tga");
    }
}

TEST_F(PictureFile, APackedPsdIsUnpacked) {
    const auto n = [](std::uint32_t value, int bytes) { return number(value, bytes, true); };
    const std::string packed = "8BPS" + n(1, 2) + std::string(6, '\0') + n(3, 2) + n(1, 4) + n(2, 4) +
                               n(8, 2) + n(3, 2) + n(0, 4) + n(0, 4) + n(0, 4) + n(1, 2) + n(3, 2) + n(2, 2) +
                               n(3, 2) + "\x01\x0a\x14" + "\xff\x1e" +
                               "\x80\xff\x28";  // two, one twice, nothing and one twice
    write("packed.psd", packed);
    EXPECT_EQ(read("packed.psd").image.rgb, (std::vector<std::uint8_t>{10, 30, 40, 20, 30, 40}));
    write("packed.psd", packed.substr(0, packed.size() - 1));
    EXPECT_NE(error("packed.psd").find("damaged"), std::string::npos) << error("packed.psd");
}

TEST_F(PictureFile,
       APsdDarkerThanItsTransparencyAllowsIsRead) {  // black, nearly transparent, on a white page
    const auto n = [](std::uint32_t value, int bytes) { return number(value, bytes, true); };
    const std::string raw = "8BPS" + n(1, 2) + std::string(6, '\0') + n(4, 2) + n(1, 4) + n(1, 4) + n(8, 2) +
                            n(3, 2) + n(0, 4) + n(0, 4) + n(0, 4) + n(0, 2) + std::string(3, '\0') + "\x10";
    write("dark.psd", raw);
    const Picture picture = read("dark.psd");
    EXPECT_TRUE(picture.transparent);
    EXPECT_EQ(picture.image.rgb.size(), 3U);
}

TEST_F(PictureFile, TransparencyAndFirstFramesOfOtherKinds) {
    for (const std::string name : {"a.gif", "a.tga", "a.webp", "a.psd"}) {
        if (name == "a.webp" && !reads_webp()) continue;
        const bool lossless = name == "a.webp";
        convert(std::string("-size 8x8 xc:red 'xc:rgba(0,0,255,0)' +append ") +
                    (lossless ? "-define webp:lossless=true" : ""),
                name);
        const Picture picture = read(name);
        EXPECT_TRUE(picture.transparent) << name;
        const std::size_t hidden = 3 * 12;
        EXPECT_EQ(picture.image.rgb[hidden], 255) << name;
        EXPECT_EQ(picture.image.rgb[hidden + 2], 255) << name;
        EXPECT_EQ(picture.image.rgb[1], 0) << name;
    }
    for (const std::string name : {"film.gif", "film.webp"}) {
        if (name == "film.webp" && !reads_webp()) continue;
        convert("-delay 10 -size 8x8 xc:red xc:blue", name);
        const Image image = read(name).image;
        ASSERT_EQ(image.width, 8);
        EXPECT_GT(image.rgb[0], 240) << name;
        EXPECT_LT(image.rgb[2], 15) << name;
    }
    // A TGA of 32 bits whose alpha nobody has filled.
    const std::string header =
        "\0\0\2\0\0\0\0\0\0\0\0\0"s + number(2, 2, false) + number(1, 2, false) + "\x20\x08";
    write("clear.tga", header + "\x01\x02\x03\0\x04\x05\x06\0"s);
    EXPECT_EQ(read("clear.tga").image.rgb, (std::vector<std::uint8_t>{3, 2, 1, 6, 5, 4}));
    EXPECT_FALSE(read("clear.tga").transparent);
    // For icons, transparency is kept.
    const RgbaPicture half = decode_simple_rgba(header + "\x01\x02\x03\x80\x04\x05\x06\xff"s, "half.tga");
    EXPECT_EQ(half.rgba, (std::vector<std::uint8_t>{3, 2, 1, 128, 6, 5, 4, 255}));
}

TEST_F(PictureFile, DecodersThatAreLeftOutAreNotReachedByAnotherName) {
    for (const std::string start : {"P6 8 8 255 ", "#?RADIANCE\n", "\x53\x80\xF6\x34", "Gimp"}) {
        write("a.tga", start + std::string(600, '\0'));
        EXPECT_NE(error("a.tga"), "no error") << start;
        write("a.png", start + std::string(600, '\0'));
        EXPECT_NE(error("a.png").find("is not a picture of a supported kind (PNG, JPEG"), std::string::npos)
            << error("a.png");
    }
    // A header that claims far more than its file could hold.
    write("huge.tga", "\0\0\2\0\0\0\0\0\0\0\0\0\xff\x3f\xff\x3f\x18\0"s);
    EXPECT_NE(error("huge.tga").find("16383 x 16383"), std::string::npos) << error("huge.tga");
}

TEST(PictureKind, IsToldByTheEnding) {
    EXPECT_EQ(picture_kind("a/Face.JPG")->name, "JPEG");
    EXPECT_TRUE(picture_kind("Face.psd")->readable);
    EXPECT_FALSE(picture_kind("scan.TIFF")->readable);
    EXPECT_FALSE(picture_kind("notes.txt"));
    EXPECT_FALSE(picture_kind("png"));
    EXPECT_EQ(readable_kinds().find("PNG, JPEG, "), 0u) << readable_kinds();
    EXPECT_EQ(readable_kinds().find("TIFF"), std::string::npos);
}

}  // namespace
}  // namespace progan
