// progan project as a person calls it: what it writes, what it says of bad input, and what Ctrl+C leaves.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/documents/face_picture.h"
#include "core/documents/favourites.h"
#include "core/files/atomic_file.h"
#include "core/image/image_file.h"
#include "core/image/resize.h"
#include "core/latent/latents_npy.h"
#include "core/model/model_file.h"
#include "core/support/paths.h"
#include "tests/cli/command_line.h"
#include "tests/fixtures/process.h"

namespace progan {
namespace {

namespace fs = std::filesystem;

/// Little work: what is found is another test's.
constexpr const char* kShort = " --starts 4 --steps 4 ";

class ProjectCommand : public test::CommandLine {
  protected:
    /// A face of the included model, as a picture without its data.
    void write_photo(const std::string& name, unsigned seed, int side) const {
        done("render --seeds " + std::to_string(seed) + " -o face.png");
        write_png(folder_ / name, resize(read_image(folder_ / "face.png"), side, side, ResizeFilter::smooth));
    }
};

TEST_F(ProjectCommand, WritesAllOfAFaceAndTheFavouritesThatTheWindowOpens) {
    write_photo("anna.png", 5001, 128);
    write_photo("ben.png", 5002, 300);
    const Result result = run("project anna.png ben.png -o found --json --no-align" + std::string(kShort));
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.err, "") << "--no-align says nothing";
    EXPECT_EQ(names(folder_ / "found"),
              (std::vector<std::string>{"anna_comparison.png", "anna_curve.csv", "anna_face.npy",
                                        "anna_face.png", "ben_comparison.png", "ben_curve.csv",
                                        "ben_face.npy", "ben_face.png", "favourites.json"}));
    const auto list = nlohmann::json::parse(result.out);
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0]["photo"], "anna.png");
    EXPECT_GT(list[0]["psnr"].get<double>(), 15);
    EXPECT_LE(list[1]["closer_than"].get<int>(), 100);
    EXPECT_EQ(list[1]["complete"], true);

    const std::vector<Latent> latents = read_latents_npy(folder_ / "found/anna_face.npy");
    ASSERT_EQ(latents.size(), 1u);
    const ReadFavourites favourites = read_favourites(folder_ / "found/favourites.json");
    ASSERT_EQ(favourites.favourites.size(), 2u);
    EXPECT_EQ(favourites.favourites[0].latent, latents[0]);
    EXPECT_EQ(favourites.favourites[0].name, "anna");
    EXPECT_EQ(favourites.favourites[0].model_sha256, load_model(default_model_path()).sha256);
    EXPECT_EQ(read_image(folder_ / "found" / favourites.favourites[1].image).width, 128);
    EXPECT_EQ(faces_of_picture(folder_ / "found/anna_face.png").at(0).latent, latents[0]);
    const Image sheet = read_image(folder_ / "found/anna_comparison.png");
    EXPECT_EQ(sheet.width, 3 * 128 + 2 * 2);
    EXPECT_EQ(sheet.height, 128);
    const std::string curve = read_text_file(folder_ / "found/anna_curve.csv", 1 << 20);
    EXPECT_TRUE(curve.starts_with("evaluations,side,candidates,error\n4,16,4,")) << curve;
    EXPECT_NE(curve.find(",128,1,"), std::string::npos) << curve;

    // The latent makes the picture that lies beside it.
    done("render --latents found/anna_face.npy -o again.png");
    const Image again = read_image(folder_ / "again.png"), face = read_image(folder_ / "found/anna_face.png");
    for (std::size_t i = 0; i < face.rgb.size(); ++i) ASSERT_LE(std::abs(again.rgb[i] - face.rgb[i]), 1);

    // Another photo joins the list; the same one takes its earlier place.
    write_photo("carl.png", 5003, 64);
    done("project anna.png carl.png -o found --no-align --seed 9" + std::string(kShort));
    const ReadFavourites more = read_favourites(folder_ / "found/favourites.json");
    ASSERT_EQ(more.favourites.size(), 3u);
    EXPECT_EQ(more.favourites[0].id, favourites.favourites[0].id);
    EXPECT_NE(more.favourites[0].latent, favourites.favourites[0].latent) << "found from other faces";
    EXPECT_EQ(more.favourites[1], favourites.favourites[1]);
}

TEST_F(ProjectCommand, LaysThePhotoOverTheModelsEyesAndMouth) {
    // The face, half as large again and moved: its anchors say where it is.
    write_photo("plain.png", 5001, 192);
    const Image face = read_image(folder_ / "plain.png");
    Image photo(300, 260);
    for (int y = 0; y < 192; ++y)
        std::copy_n(face.rgb.begin() + y * 192 * 3, 192 * 3, photo.rgb.begin() + ((y + 40) * 300 + 70) * 3);
    write_png(folder_ / "photo.png", photo);
    const Result without = run("project photo.png -o found --anchors 1,2,3,4,5,6");
    EXPECT_EQ(without.exit_code, load_model(default_model_path()).anchors ? 0 : 1) << without.err;

    done("convert '" + default_model_path().string() +
         "' --anchors 49,60.8,79,60.8,64,90.1 -o placed.safetensors");
    EXPECT_EQ(load_model(folder_ / "placed.safetensors").sha256, load_model(default_model_path()).sha256)
        << "the same model";
    const auto x = [](double of_model) { return std::to_string(70 + 1.5 * of_model); };
    const auto y = [](double of_model) { return std::to_string(40 + 1.5 * of_model); };
    const Result result =
        run("project photo.png --model placed.safetensors -o found --anchors " + x(49) + "," + y(60.8) + "," +
            x(79) + "," + y(60.8) + "," + x(64) + "," + y(90.1) + kShort);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(result.err, "");
    const Image sheet = read_image(folder_ / "found/photo_comparison.png"),
                original = read_image(folder_ / "face.png");
    double sum = 0;
    for (std::size_t row = 0; row < 128; ++row)
        for (std::size_t i = 0; i < 128 * 3; ++i)
            sum += std::abs(sheet.rgb[row * static_cast<std::size_t>(sheet.width) * 3 + i] -
                            original.rgb[row * 128 * 3 + i]);
    EXPECT_LT(sum / (128 * 128 * 3), 4) << "the crop is the face again";
}

TEST_F(ProjectCommand, SaysOneSentenceOfWhatItCannotDo) {
    const auto sentence = [&](const std::string& arguments, int code = 1) {
        const Result result = run("project " + arguments + " -o found");
        EXPECT_EQ(result.exit_code, code) << arguments << "\n" << result.err;
        EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
        EXPECT_FALSE(fs::exists(folder_ / "found")) << arguments;
        return result.err;
    };
    fs::create_directory(folder_ / "folder");
    EXPECT_NE(sentence("folder").find("folder"), std::string::npos);
    EXPECT_NE(sentence("missing.png").find("missing.png"), std::string::npos);
    write_file_atomically(folder_ / "broken.jpg", std::string_view("\xff\xd8\xff\xe0 not a JPEG"));
    EXPECT_NE(sentence("broken.jpg").find("broken.jpg"), std::string::npos);
    write_png(folder_ / "dot.png", Image(1, 1));
    EXPECT_EQ(sentence("dot.png"),
              "progan: dot.png: The photo has only 1 x 1 pixels, but needs at least 8 per side.\n");
    write_png(folder_ / "grey.png", Image(64, 64));
    EXPECT_NE(sentence("grey.png --model grey.png").find("grey.png"), std::string::npos);
    EXPECT_NE(sentence("grey.png --anchors 1,2,3", 2).find("is not X,Y,X,Y,X,Y"), std::string::npos);
    EXPECT_NE(sentence("grey.png dot.png --anchors 1,2,3,4,5,6", 2).find("a single photo"),
              std::string::npos);
    EXPECT_NE(sentence("grey.png --starts 0", 2).find("--starts"), std::string::npos);
    EXPECT_NE(sentence("grey.png --time 0", 2).find("--time"), std::string::npos);
    fs::create_directory(folder_ / "photos");
    write_png(folder_ / "photos/a.png", Image(64, 64));
    write_png(folder_ / "photos/a_face.png", Image(64, 64));
    const Result result = run("project photos/a.png photos/a_face.png -o photos");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find("would be overwritten"), std::string::npos) << result.err;
}

TEST_F(ProjectCommand, TakesPhotosOfAnyKind) {
    // Wide, tiny, and with transparent pixels: by the readers that all commands share.
    write_png(folder_ / "wide.png", Image(900, 60));
    write_png(folder_ / "tiny.png", Image(8, 8));
    const Result result = run("project wide.png tiny.png -o found" + std::string(kShort));
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.err.find("wide.png: using its central square."), std::string::npos) << result.err;
    EXPECT_NE(result.out.find("tiny.png: "), std::string::npos) << result.out;
}

TEST_F(ProjectCommand, StoppedItLeavesWhatWasFoundSoFar) {
    for (const std::string name : {"anna.png", "ben.png", "carl.png"})
        write_photo(name, 5001 + static_cast<unsigned>(name.size()), 128);
    test::Process process(
        {PROGAN_PROGRAM, "project", (folder_ / "anna.png").string(), (folder_ / "ben.png").string(),
         (folder_ / "carl.png").string(), "--no-align", "--starts", "32", "-o", (folder_ / "found").string()},
        {}, folder_ / "out.txt");
    // The first is found, so the second is being looked for.
    const fs::path list = folder_ / "found/favourites.json";
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(240);
    while (!fs::exists(list) && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    process.signal(SIGINT);
    EXPECT_EQ(process.wait(60), 130);
    EXPECT_EQ(names(folder_ / "found"),
              (std::vector<std::string>{"anna_comparison.png", "anna_curve.csv", "anna_face.npy",
                                        "anna_face.png", "ben_comparison.png", "ben_curve.csv",
                                        "ben_face.npy", "ben_face.png", "favourites.json"}));
    EXPECT_EQ(read_favourites(list).favourites.size(), 2u);
    EXPECT_EQ(read_latents_npy(folder_ / "found/ben_face.npy").size(), 1u);
    EXPECT_EQ(read_image(folder_ / "found/ben_comparison.png").height, 128);
}

}  // namespace
}  // namespace progan
