// Faces as files: what other programs get out of them, and the way back.
#include "core/documents/face_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/image/webp.h"
#include "core/latent/seeds.h"
#include "tests/fixtures/error_of.h"
#include "tests/fixtures/process.h"
#include "tests/fixtures/temporary_folder.h"

namespace progan {
namespace {
namespace fs = std::filesystem;

Favourite of_seed(std::uint32_t seed, SeedMode mode = SeedMode::numpy) {
    Favourite face{{latent_from_seed(seed, 128, mode), seed, "Seed " + std::to_string(seed)}};
    face.id = "face" + std::to_string(seed);
    face.model_sha256 = std::string(64, 'a');
    face.model_name = "Plain";
    return face;
}

/// Not that of a seed, with every kind of float.
Favourite turned() {
    Favourite face = of_seed(3);
    face.seed.reset();
    face.name = "Lächeln \"笑顔\"\nz = 0";
    face.id = "turned";
    face.latent[0] = 0.1f;
    face.latent[1] = -3.4e-38f;
    face.latent[2] = 1e-42f;
    face.latent[3] = -0.0f;
    face.latent[4] = 16777216;
    return face;
}

class FaceFiles : public test::InTemporaryFolder {
  protected:
    fs::path write(const std::string& name, FaceFormat format, const std::vector<Favourite>& faces,
                   FaceFileOptions options = {}) {
        options.format = format;
        std::vector<Image> images;
        if (picture_format(format)) images.assign(faces.size(), Image(16, 16));
        write_file_atomically(folder_ / name, face_file(options, faces, images));
        return folder_ / name;
    }
    /// The bits of what Python's `value` is, as float32.
    std::vector<float> python(const std::string& code, const std::string& value) {
        std::ofstream(folder_ / "run.py") << code << "\nimport numpy, sys\n"
                                          << value << ".astype('<f4').tofile(sys.argv[1])\n";
        const fs::path out = folder_ / "out.bin";
        test::output_of("/usr/bin/python3 '" + (folder_ / "run.py").string() + "' '" + out.string() + "'");
        const std::string bytes = read_text_file(out, 1 << 20);
        std::vector<float> values(bytes.size() / sizeof(float));
        std::copy_n(bytes.data(), bytes.size(), reinterpret_cast<char*>(values.data()));
        return values;
    }
};

std::vector<std::uint32_t> bits(const std::vector<float>& values) {
    std::vector<std::uint32_t> result;
    result.reserve(values.size());
    for (const float value : values) result.push_back(std::bit_cast<std::uint32_t>(value));
    return result;
}

std::vector<float> joined(const std::vector<Favourite>& faces) {
    std::vector<float> all;
    for (const Favourite& face : faces) all.insert(all.end(), face.latent.begin(), face.latent.end());
    return all;
}

TEST_F(FaceFiles, PythonCodeMakesTheSameLatentBitForBit) {
    for (const std::vector<Favourite>& faces : {std::vector{of_seed(21)}, std::vector{turned()},
                                                std::vector{of_seed(4294967295u), turned(), of_seed(7)}})
        EXPECT_EQ(bits(python(faces_to_python(faces), "z")), bits(joined(faces))) << faces_to_python(faces);
    EXPECT_NE(faces_to_python(std::vector{of_seed(21)}).find("RandomState(21).randn(1, 128)"),
              std::string::npos);
    // A seed that is not the latent's is not believed.
    Favourite wrong = turned();
    wrong.seed = 3;
    EXPECT_EQ(bits(python(faces_to_python(std::vector{wrong}), "z")), bits(wrong.latent));
    for (const std::string& line : {faces_to_python(std::vector{turned(), of_seed(1)})})
        for (std::size_t at = 0; at < line.size();) {
            const std::size_t end = line.find('\n', at);
            EXPECT_LE(end - at, 110u) << line.substr(at, end - at);
            at = end + 1;
        }
}

TEST_F(FaceFiles, PythonCodeOfATorchSeedAsksTorch) {
    const Favourite face = of_seed(21, SeedMode::torch);
    const std::string code = faces_to_python(std::vector{face});
    EXPECT_NE(code.find("torch.randn"), std::string::npos);
    if (std::system("/usr/bin/python3 -c 'import torch' 2>/dev/null") != 0)
        GTEST_SKIP() << "/usr/bin/python3 has no torch";
    const std::vector<float> z = python(code, "z");
    ASSERT_EQ(z.size(), face.latent.size());
    for (std::size_t i = 0; i < z.size(); ++i) EXPECT_NEAR(z[i], face.latent[i], 1e-6f);
}

TEST_F(FaceFiles, NumpyReadsLatentsAndWhatTheyAre) {
    const std::vector<Favourite> faces{of_seed(21), turned()};
    const std::string npy = write("faces.npy", FaceFormat::npy, faces).string();
    EXPECT_EQ(bits(python("import numpy", "numpy.load('" + npy + "')")), bits(joined(faces)));
    const std::string npz = write("faces.npz", FaceFormat::npz, faces).string();
    EXPECT_EQ(bits(python("import numpy", "numpy.load('" + npz + "')['latents']")), bits(joined(faces)));
    EXPECT_EQ(
        test::output_of("/usr/bin/python3 -c \"import numpy; f = numpy.load('" + npz +
                        "'); print(f['latents'].shape, f['seeds'].tolist(), ascii(f['names'].tolist()), "
                        "f['models'][1][:3])\""),
        "(2, 128) [21, -1] ['Seed 21', 'L\\xe4cheln \"\\u7b11\\u9854\"?z = 0'] aaa\n");
}

TEST_F(FaceFiles, EveryPictureFormatLeadsBackBitForBit) {
    for (const FaceFormat format : {FaceFormat::png, FaceFormat::jpeg, FaceFormat::webp}) {
        if (!can_write(format)) continue;
        const std::vector<Favourite> faces{turned()};
        const fs::path path =
            write("face" + std::string(file_extension(format)), format, faces, {.side = 48});
        EXPECT_EQ(read_image(path).width, 48);
        EXPECT_EQ(faces_of_picture(path), faces) << path;
        EXPECT_EQ(bits(faces_of_picture(path).at(0).latent), bits(faces[0].latent));
    }
    EXPECT_EQ(faces_of_picture(write("faces.json", FaceFormat::json, {of_seed(1), turned()})).size(), 2u);
}

TEST_F(FaceFiles, WhatDoesNotFitIsLeftOutAndSaid) {
    std::vector<Favourite> faces;
    for (std::uint32_t i = 0; i < kMaxCarriedFaces; ++i) faces.push_back(of_seed(i));
    EXPECT_TRUE(carries_faces({.format = FaceFormat::png}, faces));
    EXPECT_FALSE(carries_faces({.format = FaceFormat::jpeg}, faces));
    EXPECT_TRUE(faces_of_picture(write("many.jpg", FaceFormat::jpeg, faces)).empty());
    EXPECT_EQ(faces_of_picture(write("many.png", FaceFormat::png, faces)).size(), faces.size());
    faces.push_back(of_seed(1000));
    EXPECT_FALSE(carries_faces({.format = FaceFormat::png}, faces));
    EXPECT_TRUE(faces_of_picture(write("more.png", FaceFormat::png, faces)).empty());
}

TEST_F(FaceFiles, DamagedPicturesAreReadOrRefusedInOneSentence) {
    for (const FaceFormat format : {FaceFormat::jpeg, FaceFormat::webp}) {
        if (!can_write(format)) continue;
        const std::string bytes =
            read_text_file(write("a" + std::string(file_extension(format)), format, {of_seed(5)}), 1 << 20);
        for (std::size_t length = 0; length < bytes.size(); length += 7)
            test::error_of([&] { (void)faces_in_picture(bytes.substr(0, length), "a"); });
        for (std::size_t at = 0; at < bytes.size(); at += 5) {
            std::string damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
            test::error_of([&] { (void)faces_in_picture(damaged, "a"); });
        }
    }
}

TEST_F(FaceFiles, ASheetHasCaptionsAndColumns) {
    const std::vector<Favourite> faces{of_seed(1), of_seed(2), of_seed(3)};
    FaceFileOptions options{.side = 32, .columns = 3, .gap = 2};
    EXPECT_EQ(read_image(write("row.png", FaceFormat::png, faces, options)).width, 3 * 32 + 2 * 2);
    EXPECT_EQ(read_image(folder_ / "row.png").height, 32);
    options.captions = {"Seed 1", "Seed 2", "Seed 3"};
    EXPECT_GT(read_image(write("captions.png", FaceFormat::png, faces, options)).height, 32);
}

TEST_F(FaceFiles, SizesThatAreTooLargeAreRefusedBeforeTheyAreMade) {
    const std::vector<Favourite> faces{of_seed(1), of_seed(2)};
    const std::vector<Image> images(2, Image(4, 4));
    EXPECT_NE(test::error_of([&] { (void)face_file({.side = 8193}, faces, images); }).find("1 to 8192"),
              std::string::npos);
    EXPECT_NE(
        test::error_of([&] { (void)face_file({.side = 8192}, faces, images); }).find("Choose a smaller"),
        std::string::npos);
    EXPECT_NE(test::error_of([&] { (void)face_file({}, {}, {}); }), "no error");
}

TEST_F(FaceFiles, NamesAndEndings) {
    EXPECT_EQ(face_format_of("a/B.JPEG"), FaceFormat::jpeg);
    EXPECT_EQ(face_format_of("a.py"), FaceFormat::python);
    EXPECT_FALSE(face_format_of("a.gif"));
    EXPECT_EQ(face_file_stem({{}, {}, "a/b\n"}), "a_b_");
    EXPECT_EQ(face_file_stem({{}, {}, ".hidden"}), "face.hidden");
    EXPECT_EQ(face_file_stem({{}, {}, ""}), "face");
    std::string longest;
    for (int i = 0; i < 100; ++i) longest += "顔";
    EXPECT_EQ(face_file_stem({{}, {}, longest}).size(), 198u);  // 66 characters of three bytes
}

TEST_F(FaceFiles, WhatMayBePasted) {
    EXPECT_EQ(face_of_text(" 21\n")->seed, 21u);
    EXPECT_EQ(face_of_text("Seed 4294967295")->seed, 4294967295u);
    EXPECT_FALSE(face_of_text("4294967296"));
    EXPECT_FALSE(face_of_text("-3"));
    EXPECT_FALSE(face_of_text("Seed"));
    EXPECT_FALSE(face_of_text(""));
    EXPECT_FALSE(face_of_text("seedling"));
    EXPECT_EQ(face_of_text(favourites_to_json({turned()}))->face, turned());
    EXPECT_EQ(face_of_text("[0.5, -1]")->face.latent, (Latent{0.5f, -1}));
    EXPECT_EQ(face_of_text(R"({"latent": [1, 2]})")->face.latent, (Latent{1, 2}));
    for (const char* text : {"[", "{}", "[]", R"(["a"])", R"({"version":1,"favourites":[]})", "[1e999]"})
        EXPECT_FALSE(face_of_text(text)) << text;
}

}  // namespace
}  // namespace progan
